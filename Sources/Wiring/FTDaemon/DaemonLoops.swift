import FineTuning
import Hooks
import Services
import Settings

/// The daemon's loops by what they work on.
typealias DaemonLoops = LoopSet<LoopName, LoopSettings>

/// What a loop of the daemon works on.
enum LoopName: Hashable, Sendable {
    /// Delivers to a hook.
    case hook(HookName)
    /// Takes submissions on.
    case submissions
    /// Looks after the store's file.
    case store
    /// Polls an account.
    case account(AccountName)

    /// Whether it polls an account.
    var isAccount: Bool {
        switch self {
        case .account: true
        case .hook, .submissions, .store: false
        }
    }
}

/// All that a loop of the daemon takes from the configuration: it is left alone for as long as this is equal.
enum LoopSettings: Equatable, Sendable {
    case hook(Hook)
    case submissions(SubmissionLoop.Parameters)
    case store(KeepingRules)
    case account(AccountLoop.Parameters)

    /// The settings of all loops; hooks first, so that what a first poll writes down is delivered at once.
    static func all(_ reading: Configuration.Reading) -> [(name: LoopName, settings: LoopSettings)] {
        let settings = reading.settings
        let hooks = reading.hooks.map { (name: LoopName.hook($0.name), settings: LoopSettings.hook($0)) }
        let submissions = SubmissionLoop.Parameters(accounts: settings.accounts, poll: settings.poll)
        let accounts = settings.accounts.map { account in
            (
                name: LoopName.account(account.name),
                settings: LoopSettings.account(
                    AccountLoop.Parameters(account: account, poll: settings.poll, heartbeat: settings.heartbeat))
            )
        }
        return hooks + [(.submissions, .submissions(submissions)), (.store, .store(settings.store.keep))] + accounts
    }

    /// The loop that these settings ask for.
    func loop(in context: DaemonContext) -> any Loop {
        switch self {
        case .hook(let hook): HookLoop(hook: hook, context: context)
        case .store(let rules): StoreLoop(keeping: rules, context: context)
        case .submissions(let settings): SubmissionLoop(settings, context: context)
        case .account(let settings): AccountLoop(settings, context: context)
        }
    }
}
