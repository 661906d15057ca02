import FineTuning
import Glibc
import Hooks
import Settings
import TestSupport
import Testing

@Suite struct HookTests {
    private func hooks(_ lines: String, secret: String = "whsec_AAAA", in directory: TemporaryDirectory) throws
        -> [Hook]
    {
        let file = try #require(fopen(directory.path("secret"), "we"))
        fputs(secret, file)
        fclose(file)
        chmod(directory.path("secret"), 0o600)
        let text = "[hook \"h\"]\n" + lines.replacing("SECRET", with: directory.path("secret"))
        return try Settings(reading: text, file: "ftd.conf", home: nil, hookKinds: HookKinds.keys)
            .hooks.map { try Hook($0, credentials: nil) }
    }

    @Test(arguments: [
        "run = /bin/true", "run = /bin/true --flag", "run = /bin/true\ntimeout = 5s", "run = /bin/true\nretry = 0s 1s",
        "run = /bin/true\non = all", "run = /bin/true\nmetadata.team = search", "webhook = https://a.example/",
        "webhook = https://a.example/\nsecret-file = SECRET",
    ])
    func aHookThatIsReadAgainEqualsItselfAndNoOther(lines: String) throws {
        let directory = try TemporaryDirectory()
        let hooks = try hooks(lines, in: directory)
        #expect(hooks.count == 1)
        #expect(try hooks == self.hooks(lines, in: directory))
        #expect(try hooks != self.hooks("run = /bin/false", in: directory))
        #expect(try hooks != self.hooks("webhook = https://b.example/", in: directory))
    }

    /// A reload keeps what did not change; a new secret in the same file is a change.
    @Test func anotherSecretMakesAnotherHook() throws {
        let directory = try TemporaryDirectory()
        let lines = "webhook = https://a.example/\nsecret-file = SECRET"
        #expect(try hooks(lines, in: directory) != hooks(lines, secret: "whsec_BBBB", in: directory))
    }

    @Test func aHookWhoseKindNobodyReadIsRefused() throws {
        let settings = try Settings(
            reading: "[hook \"h\"]\nrun = /bin/true", file: "ftd.conf", home: nil, hookKinds: [])
        let hook = try #require(settings.hooks.first)
        #expect(throws: HookProblem.self) { try Hook(hook, credentials: nil) }
    }

    @Test func aNoticeHasARowForEachHookThatWantsIt() {
        let sender = ProgramSender(arguments: ["/bin/true"])
        var failed = HookSettings(name: HookName("failed"))
        failed.on = ["failed"]
        var late = HookSettings(name: HookName("late"))
        late.schedule = RetrySchedule(delays: [.seconds(5)])
        let hooks = [Samples.hook(sender), Hook(failed, sender: sender), Hook(late, sender: sender)]
        let notice = Samples.notice()
        let deliveries = hooks.deliveries(of: notice, knowing: NoticeBackground())
        #expect(deliveries.map(\.hook) == [HookName("deploy"), HookName("late")])
        #expect(deliveries.map(\.body) == [Samples.body(of: notice), Samples.body(of: notice)])
        #expect(
            deliveries.map(\.state) == [
                .waiting(due: notice.createdAt, attempts: 0, reason: nil),
                .waiting(due: notice.createdAt + .seconds(5), attempts: 0, reason: nil),
            ])
    }
}
