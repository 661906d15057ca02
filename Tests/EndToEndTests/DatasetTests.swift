import Glibc
import Testing

@testable import EndToEndSupport

/// `ftctl prepare hf:…` as a shell sees it.
@Suite struct DatasetTests {
    private static let token = "hf_CANARY4fQ2zR8s"

    private func place(_ server: DatasetServer) throws -> Place {
        let place = try Place()
        try TextFile.write("[hf]\nbase-url = \(server.url)\n", to: place.configuration)
        return place
    }

    @Test func sciqIsPreparedByItsOldName() throws {
        let server = DatasetServer(rows: 230)
        let place = try place(server)
        let output = place.file("train.jsonl")
        let first = try place.control(
            "prepare", "hf:sciq", "--preset", "sciq", "-o", output, environment: ["HF_TOKEN": Self.token])
        #expect(first.code == 0, "\(first.errors)")
        #expect(first.output == "")
        #expect(
            first.errors.hasPrefix(
                """
                hf:sciq is hf:allenai/sciq now
                read 230 rows, kept 207, dropped 23 (no support 23)
                wrote \(output), 
                """), "\(first.errors)")
        #expect(TextFile.read(output) == DatasetServer.examples(230))
        #expect(server.authorizations == ["Bearer \(Self.token)"])
        #expect(place.leaks(of: Self.token) == [])
        #expect(server.requests.count == 5)
        let second = try place.control("prepare", "hf:sciq", "--preset", "sciq", "-o", "-")
        #expect(second.output == DatasetServer.examples(230))
        #expect(second.errors.hasPrefix("reading 230 rows kept here just now\n"), "\(second.errors)")
        #expect(server.requests.count == 5)
    }

    @Test func anInterruptedRunIsGoneOnWith() throws {
        let server = DatasetServer(rows: 350, held: [200])
        let place = try place(server)
        let output = place.file("train.jsonl")
        try TextFile.write("old\n", to: output)
        let arguments = ["prepare", "hf:allenai/sciq", "--preset", "sciq", "-o", output]
        let running = try place.start(Binaries.control, arguments)
        try wait(until: "the third page is asked for") { server.requests.count == 4 }
        running.send(SIGINT)
        #expect(try running.end() == .exited(130))
        #expect(
            running.errors == """
                ftctl: interrupted; \(output) is as it was
                  The rows so far are kept: the same command goes on behind them.

                """)
        #expect(TextFile.read(output) == "old\n")
        #expect(TextFile.names(in: place.path).filter { $0.hasPrefix(".") } == [])
        let again = try place.control(arguments)
        #expect(again.errors.hasPrefix("going on behind 200 of 350 rows kept here\n"), "\(again.errors)")
        #expect(TextFile.read(output) == DatasetServer.examples(350))
        #expect(server.requests.dropFirst(4).map { $0.contains("offset=0&") } == [false, false])
    }

    @Test func aServerThatCannotBeReachedIsNamed() throws {
        let place = try Place()
        try TextFile.write("[hf]\nbase-url = http://127.0.0.1:9\n", to: place.configuration)
        let result = try place.control("prepare", "hf:a/b", "--preset", "sciq", "-o", "-")
        #expect(result.code == 5)
        #expect(result.errors.hasPrefix("ftctl: hf:a/b: could not connect to http://127.0.0.1:9"), "\(result.errors)")
    }

    @Test func aDatasetThatIsNotThereIsNotFound() throws {
        let server = DatasetServer(rows: 1)
        let place = try place(server)
        let result = try place.control("prepare", "hf:nobody/nothing", "--preset", "sciq", "-o", "-")
        #expect(result.code == 3)
        #expect(result.errors.hasSuffix("; private and gated ones need a token that may read them: set HF_TOKEN\n"))
        let split = try place.control("prepare", "hf:sciq", "--split", "dev", "--preset", "sciq", "-o", "-")
        #expect(split.code == 3)
        #expect(split.errors == "ftctl: hf:sciq: no split \"dev\"; there are train\n")
        #expect(server.requests.count == 3)
    }
}
