import FineTuning
import JobStorage
import JobViews
import Testing
import Text

@Suite struct HookTroubleTests {
    /// 2026-11-22 08:33:10 UTC.
    private static let now = UnixTime(seconds: 1_795_336_390)
    private static let time = LocalTime(zone: .utc)

    private static func hook(_ change: (inout StoredHook) -> Void) -> StoredHook {
        var hook = StoredHook(name: HookName("slack"), counts: DeliveryCounts())
        change(&hook)
        return hook
    }

    private static func hold(since: Int64) -> HookHold {
        HookHold(
            since: now - .seconds(since), failures: 3, began: now - .seconds(5), until: now + .seconds(300),
            reason: "HTTP 503")
    }

    @Test func everyTroubleIsASentence() {
        let hooks = [
            Self.hook { _ in },
            Self.hook { $0.counts.dead = 1 },
            Self.hook { $0.hold = Self.hold(since: 30) },
            Self.hook {
                $0.hold = Self.hold(since: 3600)
                $0.counts = DeliveryCounts(waiting: 4, dead: 12)
            },
            Self.hook { $0.disabled = StoredHook.Disabling(since: Self.now - .seconds(60), reason: "HTTP 410") },
        ]
        #expect(
            HookTrouble.sentences(hooks, now: Self.now, time: Self.time) == [
                "1 notice to slack was given up: ftctl hooks deliveries --dead",
                "hook slack is held since 07:33, next try 08:38: HTTP 503",
                "12 notices to slack were given up: ftctl hooks deliveries --dead",
                "hook slack is switched off since 08:32: HTTP 410",
            ])
        #expect(HookTrouble.dead(0) == nil)
        #expect(HookTrouble.dead(2) == "2 notices were given up: ftctl hooks deliveries --dead")
    }

    @Test func aWaitingDeliverySaysWhatKeepsItBack() {
        let delivery = Delivery(
            notice: NoticeID("evt_1"), hook: HookName("slack"), type: .jobSucceeded, job: nil, sequence: 1, body: [],
            createdAt: Self.now, state: .waiting(due: Self.now, attempts: 0, reason: nil))
        let held = Self.hook { $0.hold = Self.hold(since: 30) }
        let view = DeliveryView(delivery, hook: held, silence: Self.now - .seconds(1), now: Self.now)
        #expect(view.heldBack?.reason == "held: HTTP 503")
        #expect(view.due == Self.now + .seconds(300))
        let silent = DeliveryView(delivery, hook: held, silence: Self.now + .seconds(7200), now: Self.now)
        #expect(silent.heldBack?.reason == "job silenced")
        #expect(silent.due == Self.now + .seconds(7200))
        var told = delivery
        told.state = .delivered(at: Self.now, attempts: 1, answer: "HTTP 200")
        #expect(DeliveryView(told, hook: held, now: Self.now).heldBack == nil)
        #expect(DeliveryView(told, hook: held, now: Self.now).lastAnswer == "HTTP 200")
    }
}
