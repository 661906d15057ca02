package import FineTuning
package import JSONText
import JobJSON
package import JobStorage

/// A row of the outbox as it is shown: where the delivery stands, in words.
package struct DeliveryView: Sendable, Hashable {
    /// The delivery.
    package let delivery: Delivery

    private let obstacle: HeldBack?

    /// - Parameters:
    ///   - hook: its hook, as the store has it.
    ///   - silence: the end of its job's silence, if it has one.
    ///   - now: ends that lie before it hold nothing back.
    package init(_ delivery: Delivery, hook: StoredHook? = nil, silence: UnixTime? = nil, now: UnixTime? = nil) {
        self.delivery = delivery
        let obstacles = [
            hook?.hold.map { HeldBack(until: $0.until, reason: "held: \($0.reason)") },
            hook?.silencedUntil.map { HeldBack(until: $0, reason: "hook silenced") },
            silence.map { HeldBack(until: $0, reason: "job silenced") },
        ].compactMap(\.self).filter { obstacle in now.map { obstacle.until > $0 } ?? true }
        obstacle = obstacles.max { $0.until < $1.until }
    }

    /// Deliveries, newest first, with what keeps those that wait from being sent.
    ///
    /// - Parameter known: the hooks of the store, where somebody has read them already: that takes long in a large one.
    package static func all(
        _ filter: DeliveryFilter = DeliveryFilter(), limit: Int?, in store: JobStoreReader,
        hooks known: [StoredHook]? = nil, now: UnixTime
    ) throws -> [DeliveryView] {
        let hooks = Dictionary(try (known ?? store.hooks()).map { ($0.name, $0) }) { first, _ in first }
        let silences = try store.silences(at: now)
        return try store.deliveries(filter, limit: limit).map { stored in
            DeliveryView(
                stored.delivery, hook: hooks[stored.delivery.hook],
                silence: stored.delivery.job.flatMap { silences[$0] }, now: now)
        }
    }

    /// What keeps a waiting delivery from being sent.
    package struct HeldBack: Sendable, Hashable {
        /// Until when.
        package let until: UnixTime
        /// Why, in a few words.
        package let reason: String
    }

    /// Where it stands.
    package var state: DeliveryStateWord {
        switch delivery.state {
        case .waiting: .waiting
        case .delivered: .delivered
        case .dead: .dead
        case .abandoned: .abandoned
        case .grouped: .grouped
        }
    }

    /// Attempts that have ended.
    package var attempts: Int {
        switch delivery.state {
        case .waiting(_, let attempts, _), .delivered(_, let attempts, _), .dead(_, let attempts, _),
            .abandoned(_, let attempts, _):
            attempts
        case .grouped: 0
        }
    }

    /// When the next attempt is due; nil when there will be none.
    package var due: UnixTime? {
        if case .waiting(let due, _, _) = delivery.state { max(due, heldBack?.until ?? due) } else { nil }
    }

    /// When it was delivered or given up.
    package var ended: UnixTime? {
        switch delivery.state {
        case .waiting: nil
        case .delivered(let time, _, _), .dead(let time, _, _), .abandoned(let time, _, _), .grouped(_, let time): time
        }
    }

    /// Why the last attempt failed, or the delivery was given up.
    package var reason: String? {
        switch delivery.state {
        case .waiting(_, _, let reason): reason
        case .delivered, .grouped: nil
        case .dead(_, _, let reason), .abandoned(_, _, let reason): reason
        }
    }

    /// What the hook answered last, in its words or ours; nil before its first attempt.
    package var lastAnswer: String? {
        switch delivery.state {
        case .waiting(_, _, let reason): reason
        case .delivered(_, _, let answer): answer
        case .dead(_, _, let reason), .abandoned(_, _, let reason): reason
        case .grouped(let message, _): "told with \(message.rawValue)"
        }
    }

    /// Why nothing is sent now, although it waits: its hook is held, or it or its job is silenced.
    package var heldBack: HeldBack? {
        guard case .waiting = delivery.state else { return nil }
        return obstacle
    }

    /// The message that tells of it, where that is another one.
    package var group: NoticeID? {
        if case .grouped(let message, _) = delivery.state { message } else { nil }
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
        JSONField("state", "waiting, delivered, dead, abandoned or grouped") { .string($0.state.rawValue) },
        JSONField("attempts", "attempts that have ended") { .integer($0.attempts) },
        JSONField("due_at", "when the next attempt is due") { .seconds($0.due) },
        JSONField("ended_at", "when it arrived or was given up") { .seconds($0.ended) },
        JSONField("reason", "why the last attempt failed") { .text($0.reason) },
        JSONField("last_answer", "what the hook answered last") { .text($0.lastAnswer) },
        JSONField("members", "how many notices a message tells of; 0 where it is one notice itself") {
            .integer(Int64($0.delivery.members))
        },
        JSONField("grouped_into", "the id of the message that tells of it") { .text($0.group?.rawValue) },
        JSONField("held_back", "why it is not sent now, although it waits") { .text($0.heldBack?.reason) },
    ]
}
