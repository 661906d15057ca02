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
    /// Watches an account's models.
    case models(AccountName)
    /// Tells a service that an account, or with nil all of them, can be watched.
    case heartbeat(AccountName?)

    /// Whether it polls an account.
    var isAccount: Bool {
        switch self {
        case .account: true
        case .hook, .submissions, .store, .models, .heartbeat: false
        }
    }

    /// Whether it tells a service that all is well.
    var isHeartbeat: Bool {
        switch self {
        case .heartbeat: true
        case .hook, .submissions, .store, .account, .models: false
        }
    }
}

/// All that a loop of the daemon takes from the configuration: it is left alone for as long as this is equal.
enum LoopSettings: Equatable, Sendable {
    case hook(Hook)
    case submissions(SubmissionLoop.Parameters)
    case store(KeepingRules)
    case account(AccountLoop.Parameters)
    case models(AccountSettings)
    case heartbeat(HeartbeatLoop.Parameters)

    /// The settings of all loops; hooks first, so that what a first poll writes down is delivered at once.
    static func all(_ reading: Configuration.Reading) -> [(name: LoopName, settings: LoopSettings)] {
        let settings = reading.settings
        let hooks = reading.hooks.map { (name: LoopName.hook($0.name), settings: LoopSettings.hook($0)) }
        let submissions = SubmissionLoop.Parameters(accounts: settings.accounts, poll: settings.poll)
        let accounts = settings.accounts.map { account in
            (
                name: LoopName.account(account.name),
                settings: LoopSettings.account(
                    AccountLoop.Parameters(account: account, poll: settings.poll))
            )
        }
        return hooks + [(.submissions, .submissions(submissions)), (.store, .store(settings.store.keep))]
            + heartbeats(settings) + accounts
            + settings.accounts.map { (name: .models($0.name), settings: .models($0)) }
    }

    private static func heartbeats(_ settings: Settings) -> [(name: LoopName, settings: LoopSettings)] {
        var loops: [(name: LoopName, settings: LoopSettings)] = []
        if let url = settings.heartbeat.url {
            let all = Set(settings.accounts.map(\.name))
            loops.append((.heartbeat(nil), .heartbeat(HeartbeatLoop.Parameters(url: url, accounts: all))))
        }
        for account in settings.accounts {
            guard let url = account.heartbeat else { continue }
            loops.append(
                (.heartbeat(account.name), .heartbeat(HeartbeatLoop.Parameters(url: url, accounts: [account.name]))))
        }
        return loops
    }

    /// The loop that these settings ask for.
    func loop(in context: DaemonContext) -> any Loop {
        switch self {
        case .hook(let hook): HookLoop(hook: hook, context: context)
        case .store(let rules): StoreLoop(keeping: rules, context: context)
        case .submissions(let settings): SubmissionLoop(settings, context: context)
        case .account(let settings): AccountLoop(settings, context: context)
        case .models(let account): ModelsLoop(account, context: context)
        case .heartbeat(let settings): HeartbeatLoop(settings, context: context)
        }
    }
}
