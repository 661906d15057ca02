import FineTuning
import Glibc
import JSONText
import TestSupport
import Testing
import Text

@testable import EndToEndSupport

/// Hooks that cannot work are refused before anything is at stake, with the line; what was in force stays in force.
@Suite struct BadHookTests {
    /// A hook's lines below its heading, which is in line 9, and how the refusal ends.
    struct Fault: CustomTestStringConvertible {
        let lines: [String]
        /// Behind `ftd.conf:`.
        let message: String
        /// The file that the lines name as FILE, and its mode.
        var file = ""
        var mode: mode_t = 0o600

        var testDescription: String { message }
    }

    private static let noPrefix =
        "not a webhook secret: it does not begin with whsec_; where the receiver's key is the text itself, write whsec_ "
        + "and that text in base64"

    private static let faults = [
        Fault(
            lines: ["webhook = http://127.0.0.1:1/x"],
            message: "10: hook.h.webhook: could not connect to http://127.0.0.1:1"),
        Fault(
            lines: ["webhook = https://nowhere.invalid/x"],
            message: "10: hook.h.webhook: could not resolve the name in https://nowhere.invalid"),
        Fault(
            lines: ["webhook = https://169.254.169.254/x"],
            message: "10: hook.h.webhook: refused to connect to https://169.254.169.254: it is at 169.254.169.254, "
                + "a link-local or metadata address"),
        Fault(
            lines: ["smtp = smtp://127.0.0.1:1", "from = a@b.c", "to = a@b.c"],
            message: "10: hook.h.smtp: could not connect to smtp://127.0.0.1:1"),
        Fault(
            lines: ["smtp = smtp://127.0.0.1:1", "to = a@b.c"],
            message: "10: hook.h.smtp: mail needs a sender; write from = name@example.org"),
        Fault(
            lines: ["smtp = smtp://127.0.0.1:1", "from = a@b.c", "to = a@b.c", "login-file = FILE"],
            message: "13: hook.h.login-file: login file FILE cannot be used: not a login; write the name in the first "
                + "line and the password in the second", file: "name only\n"),
        Fault(
            lines: ["webhook = http://127.0.0.1:1/x", "secret-file = FILE"],
            message: "11: hook.h.secret-file: secret file FILE can be read or written by others (mode 0644): run chmod "
                + "600 FILE", file: "whsec_AAAA\n", mode: 0o644),
        Fault(
            lines: ["webhook = http://127.0.0.1:1/x", "secret-file = FILE"],
            message:
                "11: hook.h.secret-file: secret file FILE cannot be used: it stands in quotes; write it without them",
            file: "\"whsec_AAAA\"\n"),
        Fault(
            lines: ["webhook = http://127.0.0.1:1/x", "secret-file = FILE"],
            message:
                "11: hook.h.secret-file: secret file FILE cannot be used: not a webhook secret: v1,… is a signature; "
                + "write the secret that the receiver checks it with, whsec_…", file: "v1,AAAA\n"),
        Fault(
            lines: ["webhook = http://127.0.0.1:1/x", "secret-file = FILE"],
            message:
                "11: hook.h.secret-file: secret file FILE cannot be used: it begins with a byte order mark, which is "
                + "invisible; save the file as UTF-8 without one", file: "\u{FEFF}whsec_AAAA\n"),
        Fault(
            lines: ["webhook = http://127.0.0.1:1/x", "secret-file = FILE"],
            message: "11: hook.h.secret-file: secret file FILE cannot be used: \(noPrefix)", file: "c2VjcmV0\n"),
        Fault(
            lines: ["webhook = http://127.0.0.1:1/x", "secret-file = /nowhere/secret"],
            message:
                "11: hook.h.secret-file: secret file /nowhere/secret does not exist; make it, with the secret in its "
                + "first line and mode 600"),
        Fault(
            lines: ["webhook = http://127.0.0.1:1/x", "format = template", "template-file = FILE"],
            message: "12: hook.h.template-file: FILE:2: unknown field {modell}; did you mean model?",
            file: "{\n\"m\": \"{modell}\"}\n"),
        Fault(
            lines: ["webhook = http://127.0.0.1:1/x", "format = template"],
            message: "11: hook.h.format: a template is wanted and none is named; write template-file = /PATH"),
        Fault(
            lines: ["webhook = http://127.0.0.1:1/x", "format = slak"],
            message:
                "11: hook.h.format: not a known word (got \"slak\"); write standard, slack, discord, teams, ntfy or "
                + "template"),
        Fault(
            lines: ["run = /nowhere/hook"],
            message: "10: hook.h.run: cannot run /nowhere/hook: No such file or directory; is the path right?"),
        Fault(
            lines: ["run = FILE"],
            message: "10: hook.h.run: cannot run FILE: it must be a file that is executable for user USER",
            file: "#!/bin/sh\n", mode: 0o600),
        Fault(
            lines: ["on = suceeded", "run = /bin/true"],
            message: "10: hook.h.on: not a known word (got \"suceeded\"); did you mean succeeded?"),
        Fault(
            lines: ["run = /bin/true", "formt = slack"],
            message: "11: hook.h.formt: unknown key; did you mean hook.h.format?"),
        Fault(
            lines: ["run = /bin/true", "env = FTD_HOOK=x"],
            message: "11: hook.h.env: is set by ftd itself (got \"FTD_HOOK\"); choose another name"),
        Fault(
            lines: ["notify = yes"],
            message:
                "10: hook.h.notify: no session bus: notify = yes works where a person is logged in, for ftd as that "
                + "person's user unit"),
    ]

    /// The lines of the faulty hook, and its message, in a place.
    private func made(_ fault: Fault, in place: Place) throws -> (lines: [String], message: String) {
        let path = place.file("file")
        if !fault.file.isEmpty { try TextFile.write(fault.file, to: path, mode: fault.mode) }
        func filled(_ text: String) -> String {
            text.replacing("FILE", with: path).replacing("USER", with: "\(geteuid())")
        }
        return (["[hook \"h\"]"] + fault.lines.map(filled), filled(fault.message))
    }

    @Test(arguments: faults)
    func checkConfigRefusesItWithItsLine(fault: Fault) throws {
        let place = try Place()
        let (lines, message) = try made(fault, in: place)
        try place.configure("http://127.0.0.1:1/v1", sections: lines)
        let check = try place.start("ftd", ["--check-config"])
        #expect(try check.end() == .exited(2))
        #expect(check.errors.hasPrefix("ftd: \(place.configuration):\(message)"), "\(check.errors)")
    }

    @Test func aReloadRefusesThemAllAndWhatWasInForceStays() throws {
        let place = try Place()
        let server = try SimulatedServer(place)
        let log = try HookLog(place)
        try place.configure(server.baseURL, sections: log.section(on: "ended"))
        let daemon = try place.startDaemon()
        for fault in Self.faults {
            let (lines, message) = try made(fault, in: place)
            try place.configure(server.baseURL, sections: lines)
            daemon.send(SIGHUP)
            let first = String(message.prefix { $0 != "\"" && $0 != "(" })
            try wait(until: "\(message)\n\(daemon.errors)") {
                daemon.errors.contains("reload refused") && daemon.errors.contains(first)
            }
        }
        let job = try server.makeJob("running")
        try place.waitForPoll()
        try server.move(job, to: "failed")
        try wait(until: "the old hook is told") { log.told(job) == ["fine_tuning.job.failed"] }
        #expect(try daemon.stop() == .exited(0))
    }

    /// A certificate that nobody vouches for, made on the spot.
    @Test(.enabled(if: access("/usr/bin/openssl", X_OK) == 0, "there is no /usr/bin/openssl"))
    func aCertificateThatNobodyVouchesForIsRefused() throws {
        let place = try Place()
        let port = LoopbackServer { _ in }.port
        let made = try place.shell(
            "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout \(place.file("tls.key")) "
                + "-out \(place.file("tls.pem"))")
        #expect(made.code == 0, "\(made.errors)")
        let server = try place.launch(
            [
                "/usr/bin/openssl", "s_server", "-accept", "127.0.0.1:\(port)", "-key", place.file("tls.key"), "-cert",
                place.file("tls.pem"), "-quiet",
            ], environment: place.environment())
        try wait(until: "it listens") { try place.shell("exec 3<>/dev/tcp/127.0.0.1/\(port)").code == 0 }
        try place.configure(
            "http://127.0.0.1:1/v1", sections: ["[hook \"h\"]", "webhook = https://127.0.0.1:\(port)/"])
        let check = try place.start("ftd", ["--check-config"])
        #expect(try check.end() == .exited(2))
        #expect(
            check.errors.hasPrefix(
                "ftd: \(place.configuration):10: hook.h.webhook: the certificate of https://127.0.0.1:\(port) is not trusted"
            ),
            "\(check.errors)")
        try server.destroy()
    }

    @Test func aReceiverThatIsReachedIsGood() throws {
        let place = try Place()
        let receiver = try WebhookReceiver()
        try place.configure("http://127.0.0.1:1/v1", sections: receiver.section("h"))
        let check = try place.start("ftd", ["--check-config"])
        #expect(try check.end() == .exited(0), "\(check.errors)")
        #expect(receiver.calls.isEmpty)
    }
}
