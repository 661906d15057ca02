import Commands
import FineTuning
import JobStorage
import Settings
import Text

extension CommandContext {
    /// The account that `--account` names: one of the store or of the configuration; nil when the option is not given.
    ///
    /// - Throws: a usage error with the nearest name: a filter by an account that nobody has would find nothing, silently.
    func account(named option: String?, in store: JobStoreReader) throws -> AccountName? {
        guard let option else { return nil }
        let name = AccountName(option)
        let stored = try store.accounts().map(\.name)
        // The configuration is only read when it decides: a fault in it must not hide a store that knows the name.
        guard !stored.contains(name) else { return name }
        let configured = try settings().accounts.map(\.name)
        guard !configured.contains(name) else { return name }
        let names = configured + stored.filter { !configured.contains($0) }
        throw Self.unknown("account", option, among: names.map(\.rawValue))
    }

    /// The same for verbs that go on without a store: the configuration is asked first.
    func account(named option: String?) throws -> AccountName? {
        guard let option else { return nil }
        let configured = try settings().accounts.map(\.name)
        guard !configured.contains(AccountName(option)) else { return AccountName(option) }
        do {
            return try account(named: option, in: openStore())
        } catch StoreError.absent, StoreError.notYetMade {
            throw Self.unknown("account", option, among: configured.map(\.rawValue))
        }
    }

    /// The hook that `--hook` names: one of the store or of the configuration; nil when the option is not given.
    func hook(named option: String?, in store: JobStoreReader) throws -> HookName? {
        guard let option else { return nil }
        let name = HookName(option)
        let stored = try store.hooks().map(\.name)
        guard !stored.contains(name) else { return name }
        let configured = try settings().hooks.map(\.name)
        guard !configured.contains(name) else { return name }
        let names = configured + stored.filter { !configured.contains($0) }
        throw Self.unknown("hook", option, among: names.map(\.rawValue))
    }

    /// Said where a name is meant to be one of the configuration's, and is not.
    static func unknown(_ kind: String, _ name: String, among names: [String]) -> CommandError {
        .usage(
            "no \(kind) \"\(name)\" in the configuration\(NearestName.question(name, among: names))",
            hints: names.isEmpty ? [] : ["There are: \(names.joined(separator: ", "))"])
    }
}
