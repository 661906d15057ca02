import Dispatch
import FineTuning
import Services
import Settings

/// All loops that run under one reading of the configuration.
final class Generation: Sendable {
    let context: DaemonContext
    let accounts: [AccountLoop]
    let hooks: [HookLoop]
    let submissions: SubmissionLoop

    init(context: DaemonContext, onFatal: @escaping @Sendable (String) -> Void) {
        self.context = context
        accounts = context.settings.accounts.map {
            AccountLoop(account: $0, context: context, onFatal: onFatal)
        }
        hooks = context.hooks.map { HookLoop(hook: $0, context: context, onFatal: onFatal) }
        submissions = SubmissionLoop(context: context)
    }

    /// Hooks first: what a poll writes down is rung for at once.
    func start() {
        for loop in hooks { loop.start() }
        submissions.start()
        let accounts = accounts
        context.onPollWanted { for loop in accounts { loop.pollNow() } }
        for loop in accounts { loop.start() }
    }

    /// Looks at everything at once.
    func wake() {
        for loop in accounts { loop.pollNow() }
        submissions.wake()
    }

    /// Ends all loops: requests and programs under way are cut short, a transaction is finished.
    ///
    /// - Returns: whether all of them ended in time.
    @discardableResult
    func stop(within patience: Duration) -> Bool {
        context.stop.raise()
        let group = DispatchGroup()
        for loop in accounts { loop.stop(group) }
        for loop in hooks { loop.stop(group) }
        submissions.stop(group)
        return group.wait(timeout: .now() + .milliseconds(Int(patience.milliseconds))) == .success
    }

    /// Whether every loop comes back when it said it would.
    var isBeating: Bool {
        let now = SuspendingClock.now
        let pulses = accounts.map(\.pulse) + hooks.map(\.pulse) + [submissions.pulse]
        return pulses.allSatisfy { $0.isOnTime(at: now) }
    }
}
