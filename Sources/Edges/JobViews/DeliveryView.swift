package import FineTuning
package import JSONText
import JobJSON
package import JobStorage

/// A row of the outbox as it is shown: where the delivery stands, in words.
package struct DeliveryView: Sendable, Hashable {
    /// The delivery.
    package let delivery: Delivery

    package init(_ delivery: Delivery) { self.delivery = delivery }

    /// Where it stands.
    package var state: DeliveryStateWord {
        switch delivery.state {
        case .waiting: .waiting
        case .delivered: .delivered
        case .dead: .dead
        }
    }

    /// Attempts that have ended.
    package var attempts: Int {
        switch delivery.state {
        case .waiting(_, let attempts, _), .delivered(_, let attempts), .dead(_, let attempts, _): attempts
        }
    }

    /// When the next attempt is due; nil when there will be none.
    package var due: UnixTime? {
        if case .waiting(let due, _, _) = delivery.state { due } else { nil }
    }

    /// When it was delivered or given up.
    package var ended: UnixTime? {
        switch delivery.state {
        case .waiting: nil
        case .delivered(let time, _), .dead(let time, _, _): time
        }
    }

    /// Why the last attempt failed, or the delivery was given up.
    package var reason: String? {
        switch delivery.state {
        case .waiting(_, _, let reason): reason
        case .delivered: nil
        case .dead(_, _, let reason): reason
        }
    }

    /// Keys are only ever added; what is unknown is null.
    package var json: JSONObject {
        [
            "id": .string(delivery.notice.rawValue), "created_at": .seconds(delivery.createdAt),
            "hook": .string(delivery.hook.rawValue), "type": .string(delivery.type.rawValue),
            "job": .text(delivery.job?.job.rawValue), "account": .text(delivery.job?.account.rawValue),
            "sequence": .integer(delivery.sequence), "state": .string(state.rawValue),
            "attempts": .integer(attempts), "due_at": .seconds(due), "ended_at": .seconds(ended),
            "reason": .text(reason),
        ]
    }
}
