import BytePairEncoding
import Commands
import Glibc
import TestSupport
import Testing

@testable import FTControl

@Suite struct TokenizerCommandTests {
    @Test func withoutRankFilesTheListNamesTheNextCommand() throws {
        let scene = try RankFileScene()
        #expect(
            try scene.run("tokenizer", "list", terminal: .wide(80))
                == .init(
                    output: """
                        NAME          TOKENS  INSTALLED    SIZE  VERIFIED
                        o200k_base   199,998  -          3.6 MB  -
                        cl100k_base  100,256  -          1.7 MB  -

                        """, errors: "next: ftctl tokenizer install\n", code: .done))
    }

    @Test func whatIsNoRankFileIsNotInstalled() throws {
        let scene = try RankFileScene()
        let path = try scene.file("x", "hello\n")
        #expect(
            try scene.run("tokenizer", "install", "--from", path)
                == .init(
                    output: "",
                    errors: """
                        ftctl: DIR/x is neither o200k_base.tiktoken nor cl100k_base.tiktoken as published; nothing was installed
                          its sha256 is 5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03

                        """, code: .failed))
        let large = try scene.file("large", [UInt8](repeating: 0, count: 4_000_000))
        #expect(
            try scene.run("tokenizer", "install", "--from", large).errors
                == "ftctl: DIR/large is neither o200k_base.tiktoken nor cl100k_base.tiktoken as published; "
                + "nothing was installed\n")
        #expect(
            try scene.run("tokenizer", "install", "--from", scene.directory.path("no"))
                == .init(
                    output: "", errors: "ftctl: could not read DIR/no: No such file or directory\n", code: .notFound))
        #expect(access(scene.directory.path("data"), F_OK) != 0)
    }

    @Test(.enabled(if: RankFileScene.ranksAreThere, RankFileScene.whyNot))
    func aLocalCopyIsRecognizedWhateverItsName() throws {
        let scene = try RankFileScene()
        // As tiktoken's cache calls it.
        let copy = scene.directory.path("9b5ad71b2ce5302211f9c61530b329a4922fc6a4")
        symlink("\(SharedData.path)/tokenizers/cl100k_base.tiktoken", copy)
        #expect(
            try scene.run("tokenizer", "install", "o200k_base", "--from", copy)
                == .init(
                    output: "",
                    errors: "ftctl: DIR/9b5ad71b2ce5302211f9c61530b329a4922fc6a4 is the rank file of cl100k_base, "
                        + "not of o200k_base\n", code: .usage))
        #expect(
            try scene.run("tokenizer", "install", "--from", copy)
                == .init(
                    output: "",
                    errors: """
                        cl100k_base installed, 1.7 MB, verified: ~/data/ftd/tokenizers/cl100k_base.tiktoken
                        next: ftctl tokens FILE    ftctl check train.jsonl

                        """, code: .done))
        var facts = stat()
        #expect(lstat("\(scene.tokenizers)/cl100k_base.tiktoken", &facts) == 0)
        #expect(facts.st_mode == S_IFREG | 0o644)
        #expect(
            try scene.run("tokenizer", "install", "cl100k_base")
                == .init(
                    output: "",
                    errors: "cl100k_base already installed, 1.7 MB, verified: "
                        + "~/data/ftd/tokenizers/cl100k_base.tiktoken\n", code: .done))
        try scene.file("data/ftd/tokenizers/o200k_base.tiktoken", "half")
        #expect(
            try scene.run("tokenizer", "list", terminal: .wide(100))
                == .init(
                    output: """
                        NAME          TOKENS  INSTALLED                                     SIZE  VERIFIED
                        o200k_base   199,998  ~/data/ftd/tokenizers/o200k_base.tiktoken   3.6 MB  ✖ no
                        cl100k_base  100,256  ~/data/ftd/tokenizers/cl100k_base.tiktoken  1.7 MB  ✔ yes

                        """, errors: "next: ftctl tokenizer install o200k_base\n", code: .done))
        #expect(
            try scene.run("tokenizer", "list", "-o", "csv").output == """
                name,tokens,path,bytes,verified,sha256\r
                o200k_base,199998,DIR/data/ftd/tokenizers/o200k_base.tiktoken,3613922,false,\
                446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d\r
                cl100k_base,100256,DIR/data/ftd/tokenizers/cl100k_base.tiktoken,1681126,true,\
                223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7\r

                """)
    }
}
