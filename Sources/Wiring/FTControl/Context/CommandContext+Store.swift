import Commands
import FineTuning
import Glibc
import Hooks
import JobStorage
import Settings
import Text

extension CommandContext {
    /// Where files are looked for.
    var places: Places { Places(environment: environment, exists: ProcessEnvironment.exists) }

    /// The configuration in force; read anew at each call.
    func settings() throws -> Settings {
        try Settings.load(
            places.configuration(option: configPath), home: places.home, hookKinds: HookKinds.keys)
    }

    /// Where the store is, or would be.
    func storePlace() throws -> Places.StorePlace {
        // The configuration is only read when it decides: a fault in it must not hide a store that was named.
        if let place = places.store(option: storePath, configured: nil),
            place.origin == .option || place.origin == .environment
        {
            return place
        }
        guard let place = places.store(option: storePath, configured: try settings().store.path) else {
            throw CommandError.usage("no place for the store: set HOME, or name a store with --store")
        }
        return place
    }

    /// The store, for reading.
    func openStore() throws -> JobStoreReader {
        let place = try storePlace()
        do throws(StoreError) {
            return try JobStoreReader(path: place.path)
        } catch {
            guard case .notReadable = error, place.origin == .system else { throw error }
            throw CommandError(
                .unauthorized, "no right to read the store \(place.path): you are not in group ftd",
                hints: ["Join it and log in again: sudo usermod -aG ftd $USER"])
        }
    }

    /// The job that a user named: by its id, by any unique part of it with or without `ftjob-`, or as `latest`.
    func job(named name: String, in store: JobStoreReader, account: AccountName? = nil) throws -> JobKey {
        switch try store.match(name, account: account) {
        case .one(let key): return key
        case .none:
            throw Self.noJob(name)
        case .several(let keys, let count):
            // The same id in two accounts: only the account tells them apart.
            let isExact = Set(keys.map(\.job)).count == 1
            let candidates = keys.map { isExact ? "\($0.job) of account \($0.account)" : $0.job.rawValue }
            throw Self.ambiguous(
                name, "job", among: candidates, count: count,
                isExact ? "say which account with --account" : "write more of the id")
        }
    }

    /// Said where a name means several things, with the first of them.
    ///
    /// - Parameters:
    ///   - count: how many there are in all.
    ///   - advice: what tells them apart.
    static func ambiguous(
        _ name: String, _ noun: String, among candidates: [String], count: Int,
        _ advice: String = "write more of the id"
    ) -> CommandError {
        let shown = candidates.prefix(5)
        let rest = count > shown.count ? ["and \(HumanText.number(count - shown.count)) more"] : []
        return .usage(
            "\"\(name)\" may be any of \(HumanText.count(count, noun)): \(advice)", hints: Array(shown) + rest)
    }

    /// Said where a job is named that the store does not have.
    static func noJob(_ name: String) -> CommandError {
        CommandError(.notFound, "no job \"\(name)\" in the store", hints: ["All jobs: ftctl list --all"])
    }

    /// A path as a person writes it: with `~` for the home directory.
    func shown(path: String) -> String {
        guard let home = places.home, path.hasPrefix(home + "/") else { return path }
        return "~" + path.dropFirst(home.count)
    }
}
