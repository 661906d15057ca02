import Digest
import FineTuning
import Hooks
import JobStorage
import JobViews
import Synchronization
import Text

/// Looks, whenever jobs changed, at what the month costs, and tells of each limit once a month that it is exceeded.
final class BudgetWatch: Sendable {
    private struct State {
        var budget: Budget
        /// The month that was looked at under this budget.
        var month: String?
    }

    private let state: Mutex<State>
    private let time = LocalTime(zone: .local)

    init(_ budget: Budget) { state = Mutex(State(budget: budget)) }

    /// From now on this one counts; the month is looked at again, since prices may be others too.
    func set(_ budget: Budget) { state.withLock { $0 = State(budget: budget) } }

    /// Whether the month was not looked at yet: it has begun, or the limits are new.
    func isNew(at now: UnixTime) -> Bool {
        state.withLock { !$0.budget.month.isEmpty && $0.month != time.month(of: now).name }
    }

    /// Writes down the limits that are exceeded, with their notices, in the transaction that is open.
    ///
    /// - Returns: the new deliveries, and a sentence for each limit that was seen to be exceeded now.
    func judge(
        _ store: JobStore, hooks: [Hook], knowing background: NoticeBackground, at now: UnixTime
    ) throws -> (deliveries: [Delivery], said: [String]) {
        let budget = state.withLock { $0.budget }
        guard !budget.month.isEmpty else { return ([], []) }
        let view = try BudgetView(
            of: budget, in: store.reader, now: now, time: time, facts: { background.facts(of: $0) },
            isOpenAI: { background.isAtOpenAI($0) })
        var result: (deliveries: [Delivery], said: [String]) = ([], [])
        for standing in view.standings where standing.isExceeded && view.exceededAt[standing.limit.currency] == nil {
            let notice = Notice(
                id: try NoticeID.fixed("budget", standing.month, standing.limit.currency), type: .budgetExceeded,
                createdAt: now, sequence: try store.nextSequence(),
                subject: .budget(standing, reason: standing.reason))
            result.deliveries += try store.budgetExceeded(
                standing, at: now, announcing: hooks.deliveries(of: notice, knowing: background))
            result.said.append(standing.sentence)
        }
        state.withLock { state in
            if state.budget == budget { state.month = time.month(of: now).name }
        }
        return result
    }
}

extension NoticeID {
    /// The same for the same words each time, so that what is told once has one id.
    static func fixed(_ words: String...) throws(DigestError) -> NoticeID {
        let text = words.joined(separator: "\n")
        return NoticeID("evt_" + String(try SHA256.digest(of: Array(text.utf8)).hex.prefix(32)))
    }
}
