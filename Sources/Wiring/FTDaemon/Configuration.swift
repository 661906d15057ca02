import Commands
import FineTuning
import Glibc
import Hooks
import JobStorage
import Settings

/// Where the settings come from, so that a reload can read them again.
struct Configuration: Sendable {
    /// One reading of the configuration, hooks' secrets included.
    struct Reading: Sendable {
        let settings: Settings
        let hooks: [Hook]
    }

    let options: DaemonOptions
    let environment: [String: String]

    private var places: Places { Places(environment: environment, exists: ProcessEnvironment.exists) }

    /// The configuration file in force; nil for the built-in configuration.
    var path: String? { places.configuration(option: options.configuration) }

    /// Reads it; nothing of a bad one comes into force.
    func read() throws -> Reading {
        let settings = try Settings.load(path, home: places.home, hookKinds: HookKinds.keys)
        let hooks = try settings.hooks.map { try Hook($0, credentials: environment["CREDENTIALS_DIRECTORY"]) }
        return Reading(settings: settings, hooks: hooks)
    }

    /// The store's place.
    func store(_ settings: Settings) throws -> Places.StorePlace {
        guard let place = places.store(option: options.store, configured: settings.store.path) else {
            throw CommandError.usage("no place for the store: set HOME, or name a file with --store")
        }
        return place
    }
}
