import Glibc
import Testing

@testable import Settings

@Suite struct SecretFileTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test(arguments: [
        ("sk-test", "sk-test"), ("  sk-test \t\r\nsecond line\n", "sk-test"), ("sk-test\n", "sk-test"),
    ])
    func theKeyIsTheFirstLine(text: String, key: String) throws {
        for mode: mode_t in [0o600, 0o400, 0o700] {
            let path = try scratch.file("key\(mode)", text, mode: mode)
            let read = try secretFile(path).apiKey()
            #expect(read.key.secret == key)
            #expect(read.warning == nil)
        }
    }

    @Test(arguments: [0o640, 0o604, 0o644, 0o620, 0o666] as [mode_t])
    func aFileThatOthersCanReadIsRefused(mode: mode_t) throws {
        let path = try scratch.file("key", "sk-canary", mode: mode)
        let error = #expect(throws: SecretFileError.self) { try secretFile(path).apiKey() }
        let octal = String(mode, radix: 8)
        #expect(
            error?.description
                == "key file \(path) can be read or written by others (mode 0\(octal)): run chmod 600 \(path)")
        #expect(error?.kind == .unsafe)
    }

    @Test func withoutChecksTheSameFileIsReadWithAWarning() throws {
        let path = try scratch.file("key", "sk-test", mode: 0o644)
        let link = "\(scratch.path)/link"
        #expect(symlink(path, link) == 0)
        let file = SecretFile(name: "key file", path: link, credentialsDirectory: nil, isChecked: false)
        let read = try file.apiKey()
        #expect(read.key.secret == "sk-test")
        #expect(
            read.warning
                == "key file \(link) can be read or written by others (mode 0644): run chmod 600 \(link); it is "
                + "read all the same, because key-file-check = no")
    }

    @Test func aLinkIsRefused() throws {
        let link = "\(scratch.path)/link"
        #expect(symlink(try scratch.file("key", "sk-test"), link) == 0)
        let error = #expect(throws: SecretFileError.self) { try secretFile(link).apiKey() }
        #expect(error?.description == "key file \(link) is a symbolic link; name the file itself")
    }

    @Test func aFIFOIsRefusedAndHoldsNobodyUp() throws {
        let path = "\(scratch.path)/fifo"
        #expect(mkfifo(path, 0o600) == 0)
        let error = #expect(throws: SecretFileError.self) { try secretFile(path).apiKey() }
        #expect(error?.description == "key file \(path) is not a regular file")
    }

    @Test func whatIsNotThereOrNotAFileIsSaid() throws {
        let missing = #expect(throws: SecretFileError.self) { try secretFile("\(scratch.path)/none").apiKey() }
        #expect(
            missing?.description
                == "key file \(scratch.path)/none does not exist; make it, with the secret in its first "
                + "line and mode 600")
        #expect(missing?.kind == .unopened)
        let directory = #expect(throws: SecretFileError.self) { try secretFile(scratch.path).apiKey() }
        #expect(directory?.description == "key file \(scratch.path) is not a regular file")
    }

    // Only root can give a file away.
    @Test(.enabled(if: geteuid() == 0, "skipped: needs root to change a file's owner"))
    func aFileOfSomebodyElseIsRefused() throws {
        let path = try scratch.file("key", "sk-test")
        #expect(chown(path, 12345, 0) == 0)
        let error = #expect(throws: SecretFileError.self) { try secretFile(path).apiKey() }
        #expect(
            error?.description
                == "key file \(path) belongs to user 12345, not to us (user 0) or root: run chown 0 \(path)")
    }

    @Test(arguments: [
        ("", "the first line is empty; write the secret there"),
        ("\nsk-test\n", "the first line is empty; write the secret there"),
        (
            "sk canary",
            "the first line has blanks or characters that no secret has; write the secret there and nothing else"
        ),
        (
            "sk-caña",
            "the first line has blanks or characters that no secret has; write the secret there and nothing else"
        ),
        ("\"sk-canary\"", "the secret stands in quotes, which no secret has; write it without them"),
        ("'sk-canary'", "the secret stands in quotes, which no secret has; write it without them"),
        ("OPENAI_API_KEY=sk-canary", "the first line is not a key by itself; write the key there and nothing else"),
        ("{\"key\":\"sk-canary\"}", "the first line is not a key by itself; write the key there and nothing else"),
    ])
    func whatIsNoKeyIsRefusedWithoutRepeatingIt(text: String, message: String) throws {
        let path = try scratch.file("key", text)
        let error = #expect(throws: SecretFileError.self) { try secretFile(path).apiKey() }
        #expect(error?.description == "key file \(path) cannot be used: \(message)")
        #expect(error?.kind == .unusable)
    }

    @Test func aFirstLineWithoutEndIsRefused() throws {
        let path = try scratch.file("key", String(repeating: "k", count: 4097))
        let error = #expect(throws: SecretFileError.self) { try secretFile(path).apiKey() }
        #expect(error?.description == "key file \(path) has a first line of more than 4 KiB")
        let longest = try scratch.file("longest", String(repeating: "k", count: 4096) + "\n")
        #expect(try secretFile(longest).apiKey().key.secret.count == 4096)
    }

    @Test func credentialsMayBeLinksAndReadableByAGroup() throws {
        let path = try scratch.file("openai_api_key", "sk-test", mode: 0o440)
        let link = "\(scratch.path)/link"
        #expect(symlink(path, link) == 0)
        for path in [path, link] {
            let file = SecretFile(name: "key file", path: path, credentialsDirectory: scratch.path)
            #expect(try file.apiKey().key.secret == "sk-test")
        }
        let open = try scratch.file("open", "sk-test", mode: 0o444)
        #expect(throws: SecretFileError.self) {
            try SecretFile(name: "key file", path: open, credentialsDirectory: scratch.path).apiKey()
        }
        // A path that only begins like the directory, or leaves it again, is not inside.
        for outside in ["\(scratch.path)/../\(scratch.path.split(separator: "/")[1])/openai_api_key"] {
            #expect(throws: SecretFileError.self) {
                try SecretFile(name: "key file", path: outside, credentialsDirectory: scratch.path).apiKey()
            }
        }
        #expect(throws: SecretFileError.self) {
            try SecretFile(name: "key file", path: path, credentialsDirectory: String(scratch.path.dropLast())).apiKey()
        }
    }

    private struct Fault: Error, CustomStringConvertible {
        let description = "it is not my kind"
    }

    /// While a receiver changes its secret, the file holds two.
    @Test func aFileMayHoldSeveralSecrets() throws {
        let path = try scratch.file("secrets", "new\nold\n")
        let words = try secretFile(path).secrets { (text) throws(Fault) in text.split(separator: "\n").map(String.init)
        }
        #expect(words == ["new", "old"])
    }

    @Test func whatIsWrongWithSecretsIsSaidOfTheFile() throws {
        let path = try scratch.file("secrets", "canary")
        let error = #expect(throws: SecretFileError.self) {
            _ = try secretFile(path).secrets { (_) throws(Fault) -> [String] in throw Fault() }
        }
        #expect(error?.description == "key file \(path) cannot be used: it is not my kind")
        let long = try scratch.file("long", String(repeating: "x", count: 4097))
        let tooLong = #expect(throws: SecretFileError.self) {
            _ = try secretFile(long).secrets { (text) throws(Fault) in [text] }
        }
        #expect(tooLong?.description == "key file \(long) has more than 4 KiB")
    }

    @Test func secretsDoNotShowThemselves() throws {
        let key = try APIKey("sk-canary")
        var dumped = ""
        dump(["key": key], to: &dumped)
        for text in [
            "\(key)", String(describing: key), String(reflecting: key), dumped, "\([key])", "\(Optional(key) as Any)",
        ] {
            #expect(!text.contains("canary"))
        }
    }

    private func secretFile(_ path: String) -> SecretFile {
        SecretFile(name: "key file", path: path, credentialsDirectory: nil)
    }
}
