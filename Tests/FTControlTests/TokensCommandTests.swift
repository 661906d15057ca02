import BytePairEncoding
import Commands
import JSONText
import TestSupport
import Testing

@testable import FTControl

/// Without rank files: estimates, marked as such.
@Suite struct TokenEstimateTests {
    @Test func anEstimateIsMarkedAsOne() throws {
        let scene = try RankFileScene()
        let path = try scene.file("text", String(repeating: "hello world, ", count: 1000))
        #expect(
            try scene.run("tokens", path, terminal: .wide(80))
                == .init(
                    output: "~3,117 tokens (o200k_base, estimated)\n",
                    errors: """
                        estimated: no rank file of o200k_base is installed
                        next: ftctl tokenizer install o200k_base

                        """, code: .done))
        #expect(try scene.run("tokens", path).output == "3117\n")
        let json = try JSONValue.parse(Array(try scene.run("tokens", path, "-o", "json").output.utf8))
        #expect(json["exact"]?.bool == false)
    }

    @Test func idsAreNeverEstimated() throws {
        let scene = try RankFileScene()
        let path = try scene.file("text", "hello")
        #expect(
            try scene.run("tokens", path, "--ids", "--model", "ft:gpt-4:x::y")
                == .init(
                    output: "",
                    errors: """
                        ftctl: tokens: --ids needs the rank file of cl100k_base, which is not installed
                          Install it: ftctl tokenizer install cl100k_base

                        """, code: .notFound))
    }

    @Test(arguments: [
        (
            ["--model", "house-model"],
            """
            ftctl: tokens: nobody knows in which encoding house-model counts
              Name it: --encoding o200k_base or cl100k_base

            """
        ),
        (
            ["--model", "gpt-4o", "--encoding", "cl100k_base"],
            "ftctl: tokens: --encoding and --model say the same thing twice; take one of them\n"
        ),
        (["--ids", "-o", "csv"], "ftctl: tokens: --ids prints JSON, so -o csv does not go with it\n"),
    ])
    func whatContradictsItselfIsRefused(options: [String], message: String) throws {
        let scene = try RankFileScene()
        let path = try scene.file("text", "hello")
        let program = TestProgram(environment: scene.environment)
        try scene.file("ftd.conf", "")
        #expect(
            program.run(["tokens", path] + options, table: ControlProgram.table)
                == .init(output: "", errors: message, code: .usage))
    }

    @Test func aMissingTextIsNotFound() throws {
        let scene = try RankFileScene()
        #expect(
            try scene.run("tokens", scene.directory.path("no"))
                == .init(
                    output: "", errors: "ftctl: could not read DIR/no: No such file or directory\n", code: .notFound))
    }
}

@Suite(.enabled(if: RankFileScene.ranksAreThere, RankFileScene.whyNot)) struct TokensCommandTests {
    private static let text = "hello world\r\n\nIt's 12345 o'clock…\n"

    @Test func theWholeTextIsCounted() throws {
        let scene = try RankFileScene(installed: Encoding.all)
        let path = try scene.file("text", Self.text)
        #expect(
            try scene.run("tokens", path, terminal: .wide(80))
                == .init(output: "10 tokens (o200k_base, exact)\n", errors: "", code: .done))
        #expect(try scene.run("tokens", path).output == "10\n")
        #expect(try scene.run("tokens", path, "--encoding", "cl100k_base").output == "11\n")
        #expect(
            try scene.run("tokens", path, "-o", "json").output == """
                {
                  "file": "DIR/text",
                  "encoding": "o200k_base",
                  "model": "gpt-4o-mini-2024-07-18",
                  "exact": true,
                  "bytes": 36,
                  "tokens": 10
                }

                """)
        #expect(
            try scene.run("tokens", path, "--encoding", "o200k_base", "-o", "csv").output
                == "file,encoding,exact,bytes,tokens\r\nDIR/text,o200k_base,true,36,10\r\n")
    }

    @Test func linesAreCountedOneByOneWithoutTheirEnds() throws {
        let scene = try RankFileScene(installed: [.o200kBase])
        let path = try scene.file("text", Self.text)
        #expect(try scene.run("tokens", path, "--lines").output == "2\n0\n7\n")
        #expect(
            try scene.run("tokens", path, "--lines", "-o", "jsonl").output == """
                {"line": 1, "tokens": 2}
                {"line": 2, "tokens": 0}
                {"line": 3, "tokens": 7}

                """)
        #expect(
            try scene.run("tokens", path, "--lines", "-o", "json").output == """
                [
                  {"line": 1, "tokens": 2},
                  {"line": 2, "tokens": 0},
                  {"line": 3, "tokens": 7}
                ]

                """)
        #expect(try scene.run("tokens", path, "--lines", "-o", "csv").output == "line,tokens\r\n1,2\r\n2,0\r\n3,7\r\n")
    }

    @Test func idsAreOneArrayOrOneALine() throws {
        let scene = try RankFileScene(installed: [.o200kBase])
        let path = try scene.file("text", "hello world\n\nhello")
        #expect(try scene.run("tokens", path, "--ids").output == "[24912, 2375, 279, 24912]\n")
        #expect(try scene.run("tokens", path, "--ids", "--lines").output == "[24912, 2375]\n[]\n[24912]\n")
        let empty = try scene.file("empty", "")
        #expect(try scene.run("tokens", empty, "--ids").output == "[]\n")
        #expect(try scene.run("tokens", empty, "--ids", "--lines").output == "")
        #expect(try scene.run("tokens", empty).output == "0\n")
        #expect(try scene.run("tokens", empty, "--lines", "-o", "json").output == "[]\n")
    }

    /// Buffers far smaller than in use give the tokens of the whole, and of each line.
    @Test(arguments: [16, 17, 40, 100, 1000])
    func aSmallBufferChangesNothing(capacity: Int) throws {
        let scene = try RankFileScene(installed: [.o200kBase])
        let line = "Water's boiling point is 373.15 K (中文。ok) — isn't it?   Yes,  …indeed\t123456 abcXYZ"
        let text = (0..<40).map { "\(line) \($0)" }.joined(separator: "\r\n")
        let path = try scene.file("text", text)
        let vocabulary = try Vocabulary(.o200kBase, file: "\(scene.tokenizers)/o200k_base.tiktoken")
        var encoder = Encoder(vocabulary)
        for byLines in [false, true] {
            var parts = TextParts(try TextSource(path), .o200kBase, byLines: byLines, capacity: capacity)
            var tokens = TextTokens(.exact(vocabulary))
            var counts: [Int] = []
            var number = 0
            while try parts.next({ part, endsText in
                number += 1
                tokens.add(part)
                if endsText { counts.append(tokens.take()) }
            }) {}
            let expected = byLines ? (0..<40).map { encoder.count("\(line) \($0)") } : [encoder.count(text)]
            #expect(counts == expected)
            #expect(number > expected.count || (byLines && capacity >= 100))
        }
    }

    @Test func aDamagedRankFileIsSaidAndNotUsed() throws {
        let scene = try RankFileScene(installed: [.cl100kBase])
        try scene.file("data/ftd/tokenizers/o200k_base.tiktoken", "IQ== 0\n")
        let path = try scene.file("text", "hello")
        #expect(
            try scene.run("tokens", path)
                == .init(
                    output: "1\n",
                    errors: """
                        ftctl: cannot use ~/data/ftd/tokenizers/o200k_base.tiktoken: its SHA-256 is not the published one
                        estimated: no rank file of o200k_base is installed
                        next: ftctl tokenizer install o200k_base

                        """, code: .done))
    }
}
