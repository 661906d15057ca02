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
    package var json: JSONObject { Self.fields.object(self) }

    /// Its keys.
    package static let fields: JSONFields<DeliveryView> = [
        JSONField("id", "the notice's id, the same for every hook and attempt") {
            .string($0.delivery.notice.rawValue)
        },
        JSONField("created_at", "when it was seen") { .seconds($0.delivery.createdAt) },
        JSONField("hook", "who is told") { .string($0.delivery.hook.rawValue) },
        JSONField("type", "what is told: fine_tuning.job.succeeded, ftd.api.degraded, …") {
            .string($0.delivery.type.rawValue)
        },
        JSONField("job", "the id of the job that it is about") { .text($0.delivery.job?.job.rawValue) },
        JSONField("account", "that job's account") { .text($0.delivery.job?.account.rawValue) },
        JSONField("sequence", "in which order the notices were made") { .integer($0.delivery.sequence) },
        JSONField("state", "waiting, delivered or dead") { .string($0.state.rawValue) },
        JSONField("attempts", "attempts that have ended") { .integer($0.attempts) },
        JSONField("due_at", "when the next attempt is due") { .seconds($0.due) },
        JSONField("ended_at", "when it arrived or was given up") { .seconds($0.ended) },
        JSONField("reason", "why the last attempt failed") { .text($0.reason) },
    ]
}
