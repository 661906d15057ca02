import Commands
import FineTuning
import JobStorage
import JobViews
import Settings
import Text

extension Freshness {
    /// How fresh the store is that the verb reads.
    init(of store: JobStoreReader, in context: CommandContext) throws {
        try self.init(of: store, at: try context.storePlace().path)
    }

    /// `as of 08:33:10, polled 4 s ago`.
    func sentence(_ context: CommandContext) -> String { sentence(now: context.now, time: context.time) }

    /// One line for each account that cannot be watched properly.
    func warnings(_ context: CommandContext) -> [String] {
        degraded.compactMap { account in
            account.degraded.map { degradation in
                let since = context.time.brief(degradation.since, now: context.now)
                return context.errorPaint("degraded", .warning)
                    + " since \(since), account \(account.name.rawValue.printable): \(degradation.reason.printable)"
            }
        }
    }
}
