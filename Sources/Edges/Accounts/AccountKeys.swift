internal import ConfigurationText
import FineTuning
import Settings

/// A key, and the account as the key's source has it: where the key may go, and whom it stands for.
struct AccountAccess: Equatable, Sendable {
    /// The section, with the address, organization and project that belong to the key.
    var account: AccountSettings
    /// The key.
    var key: APIKey
    /// Where it came from.
    var source: KeySource
    /// What an operator should read once.
    var warnings: [String]
}

/// The rule that a key goes only to the address of its own source.
///
/// A file's key goes to the section's `base-url`, the environment's to `OPENAI_BASE_URL`, and `OPENAI_ORG_ID` and
/// `OPENAI_PROJECT_ID` go with the environment's key only.
struct AccountKeys: Sendable {
    private let environment: [String: String]
    private let finder: KeyFinder

    /// Takes the environment and the value of `--key-file`.
    init(environment: [String: String], option: String? = nil) {
        self.environment = environment
        finder = KeyFinder(environment: environment, option: option)
    }

    /// The key of an account and where it may go, read anew each time.
    func access(to account: AccountSettings) throws(KeyError) -> AccountAccess {
        try access(to: account, with: finder.key(of: account))
    }

    /// The admin key of an account and where it may go; nil where it has none.
    ///
    /// It is the whole organization's: no organization and no project is named beside it.
    func adminAccess(to account: AccountSettings) throws(KeyError) -> AccountAccess? {
        guard let found = try finder.adminKey(of: account) else { return nil }
        var result: AccountAccess
        do throws(KeyError) { result = try access(to: account, with: found) } catch {
            // The environment's key is of another server: this account has none.
            if case .elsewhere = error { return nil }
            throw error
        }
        (result.account.organization, result.account.project) = (nil, nil)
        return result
    }

    private func access(to account: AccountSettings, with found: FoundKey) throws(KeyError) -> AccountAccess {
        var result = AccountAccess(account: account, key: found.key, source: found.source, warnings: found.warnings)
        switch found.source {
        case .option, .credential, .keyFile: return result
        case .environment: break
        }
        let address = try environmentAddress(account)
        // A named account has an address of its own; the environment knows of one server only.
        guard address == account.baseURL || account.name == .default && value("OPENAI_BASE_URL") != nil else {
            throw .elsewhere(address: address, account: account)
        }
        let isElsewhere = address != account.baseURL
        result.account.baseURL = address
        result.account.organization = value("OPENAI_ORG_ID") ?? (isElsewhere ? nil : account.organization)
        result.account.project = value("OPENAI_PROJECT_ID") ?? (isElsewhere ? nil : account.project)
        return result
    }

    /// Where requests of an account go: to the address of its key's source.
    ///
    /// Without a usable key none goes anywhere: the address is then the one of the source that the key would have, and
    /// the section's where the environment's address is none either.
    func address(of account: AccountSettings) -> HTTPAddress {
        do throws(KeyError) { return try access(to: account).account.baseURL } catch {
            guard finder.usesEnvironment(for: account), value("OPENAI_BASE_URL") != nil else { return account.baseURL }
        }
        do throws(KeyError) { return try environmentAddress(account) } catch { return account.baseURL }
    }

    /// The server that the environment's key is for.
    private func environmentAddress(_ account: AccountSettings) throws(KeyError) -> HTTPAddress {
        guard let text = value("OPENAI_BASE_URL") else { return .openAI }
        let address: HTTPAddress
        do throws(ValueError) { address = try HTTPAddress(text) } catch { throw .unusableAddress(error) }
        guard address.isEncrypted || address.isLoopback || account.allowsHTTP else {
            throw .unencrypted(address, heading: account.heading)
        }
        return address
    }

    private func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
}
