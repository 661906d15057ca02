import FineTuning
import Services
import Text

/// What the log says of a hook's deliveries.
struct HookLines: Sendable {
    let hook: HookName
    let log: JournalLog

    /// An attempt that ended.
    struct Attempt {
        let delivery: Delivery
        /// From 1.
        let number: Int
        let took: Duration
        /// The hold that it was to end, if it was a probe.
        let hold: HookHold?
        /// When it ended.
        let time: UnixTime
    }

    /// Says how an attempt ended.
    func ended(_ attempt: Attempt, _ end: AttemptEnd) {
        switch end {
        case .interrupted: break
        case .holdsHook(let hold): held(hold)
        case .recorded(let state):
            if let hold = attempt.hold {
                let length = HumanText.duration(attempt.time - hold.since)
                log.info("hook released", ["hook": hook.rawValue, "held": length])
            }
            stands(attempt, state)
        case .disablesHook(let state, let reason):
            stands(attempt, state)
            log.error("hook disabled", ["hook": hook.rawValue, "cause": reason])
        }
    }

    /// Says what an operator should know of an attempt, whatever came of it.
    func remarked(_ remark: String, on delivery: Delivery) {
        log.warning("hook", ["hook": hook.rawValue, "id": delivery.notice.rawValue, "note": remark])
    }

    /// Says that several notices became one message.
    func grouped(_ message: Delivery) {
        log.info(
            "notices grouped",
            ["hook": hook.rawValue, "notices": "\(message.members)", "id": message.notice.rawValue])
    }

    /// The first trouble is said, and then ever fewer of those that follow it.
    private func held(_ hold: HookHold) {
        let isNews = hold.failures & (hold.failures - 1) == 0
        log.log(
            isNews ? .warning : .debug, "hook held",
            [
                "hook": hook.rawValue, "failures": "\(hold.failures)",
                "next": HumanText.duration(hold.until - hold.began), "cause": hold.reason,
            ])
    }

    /// Says that there is a way again to a receiver, before the next probe was due.
    func returned(_ hold: HookHold, at time: UnixTime) {
        log.info("receiver is back", ["hook": hook.rawValue, "held": HumanText.duration(time - hold.since)])
    }

    private func stands(_ attempt: Attempt, _ state: Delivery.State) {
        let delivery = attempt.delivery
        let (number, took) = ("\(attempt.number)", "\(attempt.took.milliseconds)ms")
        switch state {
        case .delivered:
            log.info(
                "delivered",
                [
                    "hook": hook.rawValue, "job": delivery.job?.job.rawValue, "type": delivery.type.rawValue,
                    "attempt": number, "took": took, "id": delivery.notice.rawValue,
                ])
        case .waiting(let due, _, let reason):
            log.warning(
                "delivery failed",
                [
                    "hook": hook.rawValue, "job": delivery.job?.job.rawValue, "type": delivery.type.rawValue,
                    "attempt": number, "took": took, "id": delivery.notice.rawValue,
                    "retry_in": "\(max(0, (due - attempt.time).components.seconds))s", "cause": reason,
                ])
        case .dead(_, _, let reason), .abandoned(_, _, let reason):
            log.error(
                "delivery dead",
                [
                    "hook": hook.rawValue, "job": delivery.job?.job.rawValue, "type": delivery.type.rawValue,
                    "attempt": number, "took": took, "id": delivery.notice.rawValue, "cause": reason,
                ])
        case .grouped: break
        }
    }
}
