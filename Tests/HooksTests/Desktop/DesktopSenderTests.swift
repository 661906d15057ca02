import FineTuning
import Glibc
import HTTPClient
import Hooks
import TestSupport
import Testing

@Suite struct DesktopSenderTests {
    private func attempt(_ sender: DesktopSender, _ body: [UInt8]) -> DeliveryOutcome {
        var delivery = Samples.delivery()
        delivery.body = body
        return HookRunner(transport: CurlTransport(userAgent: "ftd/0"), inherited: [:])
            .attempt(delivery, of: Samples.hook(sender), at: Samples.time).outcome
    }

    @Test func notifySendGetsTitleAndText() throws {
        let directory = try TemporaryDirectory()
        let program = try directory.write(
            "notify-send",
            "#!/bin/sh\nprintf '%s\\n' \"$@\" > \(directory.path)/told; echo \"$DBUS_SESSION_BUS_ADDRESS\" >> \(directory.path)/told\n"
        )
        chmod(program, 0o755)
        let sender = DesktopSender(
            environment: ["PATH": "\(directory.path):/usr/bin:/bin", "DBUS_SESSION_BUS_ADDRESS": "unix:path=/x"])
        #expect(sender.problem == nil)
        #expect(attempt(sender, MessageSamples.failed) == .delivered("exit 0"))
        let lines = try #require(contents(of: directory.path("told"))).split(separator: "\n").map(String.init)
        #expect(lines.prefix(4) == ["--app-name=ftd", "--urgency=critical", "--", "sciq failed"])
        #expect(lines[4].contains("&lt;@U123&gt; *bold*"))
        #expect(lines.last == "unix:path=/x")
    }

    @Test func withoutASessionOrTheProgramItIsSaid() throws {
        let directory = try TemporaryDirectory()
        let nowhere = DesktopSender(environment: ["PATH": "/usr/bin", "XDG_RUNTIME_DIR": directory.path])
        let sentence =
            "no session bus: notify = yes works where a person is logged in, for ftd as that person's user unit"
        #expect(nowhere.problem == HookProblem("notify", sentence))
        #expect(
            attempt(nowhere, MessageSamples.failed) == .receiverTrouble(reason: sentence, retryAfter: nil))
        let bare = DesktopSender(environment: ["PATH": directory.path, "DBUS_SESSION_BUS_ADDRESS": "unix:path=/x"])
        #expect(
            bare.problem?.description
                == "notify-send is not there; it is in Debian's package libnotify-bin")
    }
}
