import Synchronization
import TestSupport

/// A mail server of a few lines that takes everything and writes it down.
final class MailCatcher: Sendable {
    private final class Told: Sendable { let lines = Mutex<[String]>([]) }

    private let server: LoopbackServer
    private let told: Told

    init() {
        let told = Told()
        self.told = told
        server = LoopbackServer { connection in
            connection.write("220 mail.example ready\r\n")
            var isMail = false
            while let line = connection.line() {
                told.lines.withLock { $0.append(line) }
                if isMail {
                    guard line == "." else { continue }
                    isMail = false
                }
                switch line.prefix(4) {
                case "EHLO": connection.write("250-mail.example\r\n250 AUTH PLAIN\r\n")
                case "AUTH":
                    connection.write("334 \r\n")
                    _ = connection.line()
                    connection.write("235 welcome\r\n")
                case "DATA":
                    isMail = true
                    connection.write("354 go on\r\n")
                default: connection.write("250 ok\r\n")
                }
            }
        }
    }

    var port: UInt16 { server.port }

    /// Every line that came.
    var lines: [String] { told.lines.withLock { $0 } }
}
