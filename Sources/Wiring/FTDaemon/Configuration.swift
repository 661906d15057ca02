import Accounts
import Commands
import Dispatch
import FineTuning
import Glibc
import HTTPClient
import Hooks
import JobStorage
import Settings
import Synchronization
import Text

/// Where the settings come from, so that a reload can read them again.
struct Configuration: Sendable {
    /// One reading of the configuration, hooks' secrets included.
    struct Reading: Sendable {
        let settings: Settings
        let hooks: [Hook]
        let background: NoticeBackground
    }

    let options: DaemonOptions
    let environment: [String: String]

    private var places: Places { Places(environment: environment, exists: ProcessEnvironment.exists) }

    /// The configuration file in force; nil for the built-in configuration.
    var path: String? { places.configuration(option: options.configuration) }

    /// Reads it; nothing of a bad one comes into force.
    func read() throws -> Reading {
        let settings = try Settings.load(path, home: places.home, hookKinds: HookKinds.keys)
        var hooks: [Hook] = []
        var found: [(HookName, HookProblem)] = []
        for section in settings.hooks {
            do throws(HookProblem) {
                hooks.append(try Hook(section, credentials: environment["CREDENTIALS_DIRECTORY"]))
            } catch {
                found.append((section.name, error))
            }
        }
        if let error = HookProblemsError(found, in: settings) { throw error }
        let accounts = Accounts(environment: environment, transport: CurlTransport(userAgent: "ftd"))
        let background = NoticeBackground(
            page: settings.web.url, models: try ModelTable.load(places.modelFiles),
            accountsAtOpenAI: Set(settings.accounts.filter { accounts.address(of: $0) == .openAI }.map(\.name)))
        return Reading(settings: settings, hooks: hooks, background: background)
    }

    /// Looks whether hooks could work: at their programs, and for a trusted way to their receivers, which are sent nothing.
    ///
    /// - Throws: ``HookProblemsError``.
    func tryOut(_ hooks: [Hook], of settings: Settings) throws {
        let found = Mutex<[(HookName, HookProblem)]>([])
        let runner = HookRunner(transport: CurlTransport(userAgent: "ftd/\(ProductVersion.text)"))
        DispatchQueue.concurrentPerform(iterations: hooks.count) { index in
            let hook = hooks[index]
            let bound = min(hook.timeout, Self.reachBound)
            guard let problem = runner.problem(of: hook, within: bound, at: .now()) else { return }
            found.withLock { $0.append((hook.name, problem)) }
        }
        if let error = HookProblemsError(found.withLock { $0 }, in: settings) { throw error }
    }

    /// The longest that a receiver is waited for while a configuration is looked at.
    private static let reachBound: Duration = .seconds(5)

    /// The store's place.
    func store(_ settings: Settings) throws -> Places.StorePlace {
        guard let place = places.store(option: options.store, configured: settings.store.path) else {
            throw CommandError.usage("no place for the store: set HOME, or name a file with --store")
        }
        return place
    }
}
