import FineTuning
import Hooks

/// A configured hook: what it wants, when it is tried, and where it goes.
struct Hook: Equatable, Sendable {
    let name: HookName
    let interest: HookInterest
    let schedule: RetrySchedule
    let target: HookTarget
}

extension [Hook] {
    /// The outbox rows of a notice: one for each hook that wants it, all with the same body.
    func deliveries(of notice: Notice) -> [Delivery] {
        let interested = filter { $0.interest.wants(notice) }
        guard !interested.isEmpty else { return [] }
        let body = HookPayload.body(of: notice)
        return interested.map { Delivery(notice, to: $0.name, body: body, schedule: $0.schedule) }
    }
}
