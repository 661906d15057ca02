import Commands
import FineTuning
import JobStorage
import Settings
import Text

/// How old the data of the store are, and whether somebody renews them.
struct Freshness {
    /// What the daemon left word of; nil when it never polled here.
    let live: LiveState?
    /// Nil when that cannot be known.
    let isDaemonAlive: Bool?
    /// Accounts that cannot be watched properly.
    let degraded: [StoredAccount]

    init(of store: JobStoreReader, in context: CommandContext) throws {
        let path = try context.storePlace().path
        live = LiveState.read(besideStore: path)
        isDaemonAlive = JobStoreReader.isDaemonAlive(store: path)
        degraded = try store.accounts().filter { $0.degraded != nil }
    }

    /// When every account had been polled well; nil when one never was.
    var lastGoodPoll: UnixTime? {
        guard let live, !live.accounts.isEmpty else { return nil }
        let polls = live.accounts.values.map(\.lastGoodPoll)
        return polls.contains(nil) ? nil : polls.compactMap(\.self).min()
    }

    /// `as of 08:33:10, polled 4 s ago`.
    func sentence(_ context: CommandContext) -> String {
        let now = context.now
        let polled =
            lastGoodPoll.map { "polled \(HumanText.age(of: $0, now: now))" } ?? "not polled yet"
        guard isDaemonAlive == false else { return "as of \(context.time.clock(now)), \(polled)" }
        guard let poll = lastGoodPoll else { return "ftd is not running" }
        return "ftd is not running: as of \(context.time.brief(poll, now: now)), \(polled)"
    }

    /// One line for each account that cannot be watched properly.
    func warnings(_ context: CommandContext) -> [String] {
        degraded.compactMap { account in
            account.degraded.map { fault in
                let since = context.time.brief(fault.since, now: context.now)
                return context.errorPaint("degraded", .warning)
                    + " since \(since), account \(account.name.rawValue.printable): \(fault.reason.printable)"
            }
        }
    }
}
