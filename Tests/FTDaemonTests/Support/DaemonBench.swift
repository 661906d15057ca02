import Dispatch
import FineTuning
import Glibc
import JobStorage
import Services
import TestSupport
import Testing

@testable import FTDaemon

/// A daemon over a loopback server, with its own directory; signals are left out.
final class DaemonBench {
    let directory: TemporaryDirectory
    let server: LoopbackServer
    let configuration: Configuration
    let log: JournalLog

    /// - Parameters:
    ///   - text: the configuration file.
    ///   - headers: beside the usual ones of every answer.
    ///   - serve: answers every request; nil keeps it waiting.
    init(
        _ text: String = "", once: Bool = false, headers: [String] = [],
        _ serve: @escaping @Sendable (LoopbackRequest) -> (Int, String)?
    ) throws {
        directory = try TemporaryDirectory()
        server = LoopbackServer { connection in
            while let request = connection.request() {
                guard let (status, body) = serve(request) else { return connection.waitForEnd() }
                connection.reply(status, headers: ["Content-Type: application/json"] + headers, body)
            }
        }
        let path = directory.path("ftd.conf")
        try Self.write(text, to: path)
        configuration = Configuration(
            options: try DaemonOptions(
                ["--config", path, "--store", directory.path("ftd.db")] + (once ? ["--once"] : [])),
            environment: [
                "HOME": directory.path, "OPENAI_API_KEY": "sk-testing", "OPENAI_BASE_URL": "\(server.url)/v1",
            ])
        log = JournalLog(level: .error, descriptor: open("/dev/null", O_WRONLY | O_CLOEXEC), isJournal: false)
    }

    static func write(_ text: String, to path: String) throws {
        let file = try #require(fopen(path, "we"))
        fputs(text, file)
        fclose(file)
    }

    func rewrite(_ text: String) throws { try Self.write(text, to: directory.path("ftd.conf")) }

    var live: LiveState? { try? LiveState.read(besideStore: directory.path("ftd.db")) }

    /// Runs a daemon beside the test; the semaphore says that it has ended.
    static func run(_ daemon: Daemon) -> DispatchSemaphore {
        let ended = DispatchSemaphore(value: 0)
        DispatchQueue(label: "test.daemon").async {
            _ = daemon.run()
            ended.signal()
        }
        return ended
    }
}

/// A listing without jobs.
let emptyListing = "{\"object\":\"list\",\"data\":[],\"has_more\":false}"
