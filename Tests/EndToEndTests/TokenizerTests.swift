import Glibc
import JSONText
import TestSupport
import Testing

@testable import EndToEndSupport

/// Rank files over the wire and on the disk, and what is counted with them.
@Suite struct TokenizerTests {
    private static let ranksAreThere: Bool = {
        let areThere = ["o200k_base", "cl100k_base"].allSatisfy { SharedData.has("tokenizers/\($0).tiktoken") }
        if !areThere { print("skipped: tests with the published rank files, which are not beside the checkout") }
        return areThere
    }()

    private let place: Place
    init() throws { place = try Place() }

    private var directory: String { place.file("home/.local/share/ftd/tokenizers") }

    /// Points the configuration at a server.
    private func configure(_ url: String) throws {
        try TextFile.write("[tokenizer]\nurl = \(url)/encodings/\n", to: place.configuration)
    }

    /// Serves each request line with some text.
    private func server(_ answer: @escaping @Sendable (String, LoopbackConnection) -> Void) -> LoopbackServer {
        LoopbackServer { connection in
            while let request = connection.request() { answer(request.line, connection) }
        }
    }

    @Test(.enabled(if: ranksAreThere, "the published rank files are not beside the checkout"))
    func rankFilesAreDownloadedOnceAndCountedWith() throws {
        let server = server { line, connection in
            let name = line.split(separator: " ").dropFirst().first?.split(separator: "/").last ?? ""
            let bytes = line.hasPrefix("GET /encodings/") ? SharedData.bytes("tokenizers/\(name)") : nil
            guard let bytes else { return connection.reply(404) }
            connection.reply(200, String(decoding: bytes, as: UTF8.self))
        }
        try configure(server.url)
        let result = try place.control("tokenizer", "install")
        #expect(result.code == 0)
        #expect(
            result.errors == """
                o200k_base installed, 3.6 MB, verified: ~/.local/share/ftd/tokenizers/o200k_base.tiktoken
                cl100k_base installed, 1.7 MB, verified: ~/.local/share/ftd/tokenizers/cl100k_base.tiktoken
                next: ftctl tokens FILE    ftctl check train.jsonl

                """)
        #expect(TextFile.names(in: directory) == ["cl100k_base.tiktoken", "o200k_base.tiktoken"])
        let connections = server.connectionCount
        let again = try place.control("tokenizer", "install", "cl100k_base")
        #expect(again.errors.hasPrefix("cl100k_base already installed"))
        #expect(server.connectionCount == connections)

        let counted = try place.shell(
            "printf 'hello world' | $ftctl tokens -; printf 'hello world' | $ftctl tokens - --ids")
        #expect(counted.output == "2\n[24912, 2375]\n")
        #expect(counted.errors == "")
        let list = try place.control("tokenizer", "list", "-o", "jsonl")
        let rows = try list.output.split(separator: "\n").map { try JSONValue.parse(Array($0.utf8)) }
        #expect(rows.map { $0["verified"] } == [.bool(true), .bool(true)])
    }

    @Test func anotherFileThanThePublishedOneIsNotInstalled() throws {
        let server = server { _, connection in connection.reply(200, "IQ== 0\n") }
        try configure(server.url)
        let result = try place.control("tokenizer", "install", "cl100k_base")
        #expect(result.code == 1)
        #expect(
            result.errors == """
                ftctl: cl100k_base.tiktoken is not what was published; nothing was installed
                  expected 1,681,126 bytes, sha256 223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7
                  \(server.url)/encodings/cl100k_base.tiktoken has 7 bytes, sha256 \
                6835144307f0676d6abbe57e06e604d8b5d10ebf0da0e54e62d205358324d140
                  Another source: [tokenizer] url in ftd.conf, or a local copy: --from FILE

                """)
        #expect(TextFile.names(in: directory) == [])
    }

    @Test func aLongerFileIsNotReadToItsEnd() throws {
        let server = server { _, connection in
            connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            let piece = String(repeating: "x", count: 0x10000)
            for _ in 0..<40 { connection.write("10000\r\n\(piece)\r\n") }
            connection.waitForEnd()
        }
        try configure(server.url)
        let result = try place.control("tokenizer", "install", "cl100k_base")
        #expect(result.code == 1)
        #expect(
            result.errors.hasPrefix("ftctl: cl100k_base.tiktoken is not what was published; nothing was installed\n"))
        #expect(result.errors.contains("\n  \(server.url)/encodings sent more than that\n"), "\(result.errors)")
        #expect(TextFile.names(in: directory) == [])
    }

    @Test func aDownloadThatIsCutLeavesNothing() throws {
        let server = LoopbackServer { connection in
            _ = connection.request()
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1681126\r\n\r\nIQ== 0\n")
        }
        try configure(server.url)
        let result = try place.control("tokenizer", "install", "cl100k_base")
        #expect(result.code == 5)
        #expect(
            result.errors.hasPrefix(
                "ftctl: cannot download cl100k_base.tiktoken: \(server.url) closed the connection before its answer was "
                    + "whole"), "\(result.errors)")
        #expect(TextFile.names(in: directory) == [])
    }

    @Test func aRedirectIsNotFollowed() throws {
        let server = server { _, connection in connection.reply(302, headers: ["Location: http://127.0.0.1:9/"]) }
        try configure(server.url)
        let result = try place.control("tokenizer", "install", "o200k_base")
        #expect(result.code == 5)
        #expect(
            result.errors == """
                ftctl: cannot download \(server.url)/encodings/o200k_base.tiktoken: the server answered 302, a redirect, \
                which is not followed
                  Another source: [tokenizer] url in ftd.conf, or a local copy: --from FILE

                """)
        #expect(TextFile.names(in: directory) == [])
    }

    @Test func aDownloadThatIsInterruptedLeavesNothing() throws {
        let server = server { _, connection in
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1681126\r\n\r\nIQ== 0\n")
            connection.waitForEnd()
        }
        try configure(server.url)
        let program = try place.start(Binaries.control, ["tokenizer", "install", "cl100k_base"])
        try wait(until: "the download has begun") { server.connectionCount == 1 }
        program.send(SIGINT)
        #expect(try program.end() == .exited(130))
        #expect(program.errors == "ftctl: interrupted; cl100k_base.tiktoken was not installed\n")
        #expect(TextFile.names(in: directory) == [])
    }
}
