import FineTuning
import Glibc
import HTTPClient
import Synchronization
import TestSupport
import Testing

@testable import Hooks

/// The real client against a mail server of a few lines, which answers what a test says.
@Suite struct MailSenderTests {
    /// What the server was told, and what it answers to a command that begins so.
    private final class Server: Sendable {
        let port: UInt16
        private let server: LoopbackServer

        init(_ answers: [(String, String)] = [], offers: [String] = []) {
            let store = Box()
            server = LoopbackServer { connection in
                connection.write("220 mail.example ready\r\n")
                var isData = false
                while let line = connection.line() {
                    store.lines.withLock { $0.append(line) }
                    if isData {
                        if line == "." {
                            isData = false
                            connection.write((answers.first { $0.0 == "." }?.1 ?? "250 taken") + "\r\n")
                        }
                        continue
                    }
                    if let answer = answers.first(where: { line.hasPrefix($0.0) })?.1 {
                        connection.write(answer + "\r\n")
                    } else if line.hasPrefix("EHLO") {
                        connection.write(
                            (["250-mail.example"] + offers.map { "250-\($0)" } + ["250 8BITMIME"])
                                .joined(separator: "\r\n") + "\r\n")
                    } else if line == "DATA" {
                        isData = true
                        connection.write("354 go on\r\n")
                    } else if line.hasPrefix("AUTH") {
                        connection.write("334 \r\n")
                        if let answer = connection.line() { store.lines.withLock { $0.append(answer) } }
                        connection.write("235 welcome\r\n")
                    } else {
                        connection.write("250 ok\r\n")
                    }
                }
            }
            box = store
            port = server.port
        }

        private let box: Box
        var told: [String] { box.lines.withLock { $0 } }
    }

    private final class Box: Sendable { let lines = Mutex<[String]>([]) }

    private func attempt(_ server: Server, login: MailLogin? = nil, host: String = "127.0.0.1") -> DeliveryOutcome {
        let sender = MailSender(
            server: "smtp://\(host):\(server.port)", sender: "ftd@example.org", recipients: ["a@b.c", "d@e.f"],
            login: login)
        return HookRunner(transport: CurlTransport(userAgent: "ftd/0"), inherited: [:])
            .attempt(
                Samples.delivery(), of: Samples.hook(sender, timeout: .seconds(10)), at: Samples.time
            ).outcome
    }

    @Test func theServerGetsTheMailAndTheReceiptIsSuccess() {
        let server = Server()
        #expect(attempt(server) == .delivered("SMTP 250"))
        let told = server.told
        #expect(told.contains { $0.hasPrefix("MAIL FROM:<ftd@example.org>") })
        #expect(told.contains("RCPT TO:<a@b.c>") && told.contains("RCPT TO:<d@e.f>"))
        #expect(told.contains("Subject: sciq succeeded"))
        #expect(!told.contains { $0.hasPrefix("AUTH") })
    }

    @Test func theLoginOfTheFileIsSent() throws {
        let server = Server(offers: ["AUTH PLAIN"])
        let login = try #require(MailLogin.all(in: "me@example.org\ncanary pass\n").first)
        #expect(attempt(server, login: login) == .delivered("SMTP 250"))
        #expect(server.told.contains { $0.hasPrefix("AUTH PLAIN") })
        #expect(!"\(login) \([login])".contains("canary"))
    }

    @Test(arguments: [
        ("RCPT TO:<d@e.f>", "550 no such user", true), ("RCPT", "450 later", false), (".", "554 no", true),
        (".", "451 disk full", false), ("MAIL", "421 too busy", false), ("AUTH", "535 wrong password", false),
    ])
    func aReplySaysWhetherTheMailOrTheServerIsTheTrouble(command: String, answer: String, isRefusal: Bool) throws {
        let server = Server([(command, answer)], offers: ["AUTH PLAIN"])
        let login = command == "AUTH" ? try MailLogin.all(in: "me\npass").first : nil
        switch attempt(server, login: login) {
        case .refused(let reason, nil):
            #expect(isRefusal)
            #expect(reason.contains("(\(answer.prefix(3)))"), "\(reason)")
        case .receiverTrouble(let reason, nil):
            #expect(!isRefusal)
            #expect(reason.contains("(\(answer.prefix(3)))"), "\(reason)")
        case let other: Issue.record("\(other)")
        }
    }

    /// 0.0.0.0 leads to this machine and is not one of its names.
    @Test func whatIsNotLoopbackNeedsSTARTTLS() {
        let server = Server()
        let outcome = attempt(server, host: "0.0.0.0")
        guard case .receiverTrouble(let reason, nil) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(reason.hasPrefix("smtp://0.0.0.0:\(server.port) offers no STARTTLS"), "\(reason)")
        #expect(!server.told.contains { $0.hasPrefix("MAIL") })
    }

    @Test func reachingSendsNoMail() {
        let server = Server()
        let sender = MailSender(server: "smtp://127.0.0.1:\(server.port)", sender: "a@b.c", recipients: ["a@b.c"])
        let runner = HookRunner(transport: CurlTransport(userAgent: "ftd/0"), inherited: [:])
        #expect(runner.problem(of: Samples.hook(sender), within: .seconds(5), at: Samples.time) == nil)
        #expect(!server.told.contains { $0.hasPrefix("MAIL") })
        let nobody = MailSender(server: "smtp://127.0.0.1:1", sender: "a@b.c", recipients: ["a@b.c"])
        let problem = runner.problem(of: Samples.hook(nobody), within: .seconds(5), at: Samples.time)
        #expect(problem?.key == "smtp")
        #expect(problem?.description.hasPrefix("could not connect to smtp://127.0.0.1:1") == true)
    }

    @Test(arguments: [
        ("", MailLoginError.notTwoLines), ("name", .notTwoLines), ("name\n\n", .notTwoLines), ("a\nb\nc", .notTwoLines),
        ("\u{FEFF}a\nb", .byteOrderMark), ("a\nb\u{1}", .controlCharacter),
    ])
    func otherLoginsAreExplained(text: String, error: MailLoginError) {
        #expect(throws: error) { try MailLogin.all(in: text) }
    }
}
