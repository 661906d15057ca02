internal import ConfigurationText
internal import FineTuning
internal import Text

/// Where an API key came from.
package enum KeySource: Equatable, Sendable {
    /// `--key-file`.
    case option(path: String)
    /// The service manager's credential `openai_api_key`.
    case credential(path: String)
    /// The section's `key-file`.
    case keyFile(path: String)
    /// `OPENAI_API_KEY`.
    case environment
}

/// A key, and the account as the key's source has it: where the key may go, and whom it stands for.
package struct AccountAccess: Equatable, Sendable {
    /// The section, with the address, organization and project that belong to the key.
    package var account: AccountSettings
    /// The key.
    package var key: APIKey
    /// Where it came from.
    package var source: KeySource
    /// What to print once, on standard error.
    package var warnings: [String] = []
}

/// Why an account has no key, as a sentence with what to do.
package struct KeyError: Error, Equatable, CustomStringConvertible {
    /// Why there is no key, and where to put one.
    package let description: String
}

/// Finds the key of an account: `--key-file`, the credential `openai_api_key`, the section's `key-file`,
/// `OPENAI_API_KEY`.
///
/// A key goes only to the base URL of its own source: a file's to the section's, the environment's to
/// `OPENAI_BASE_URL`, and `OPENAI_ORG_ID` and `OPENAI_PROJECT_ID` go with the environment's key only.
package struct KeyFinder: Sendable {
    private let environment: [String: String]
    private let option: String?

    /// Takes the environment and the value of `--key-file`.
    package init(environment: [String: String], option: String? = nil) {
        self.environment = environment
        self.option = option
    }

    /// The key of an account, read anew each time: do so after a 401 and at reload.
    package func access(to account: AccountSettings) throws(KeyError) -> AccountAccess {
        if let option { return try read(option, .option(path: option), for: account) }
        if account.name == .default, let path = credentialPath, ProcessEnvironment.exists(path) {
            return try read(path, .credential(path: path), for: account)
        }
        guard let keyFile = account.keyFile else { return try environmentAccess(to: account) }
        let result: AccountAccess
        do throws(SecretFileError) {
            result = try open(keyFile, .keyFile(path: keyFile), for: account)
        } catch {
            // Only a file that cannot be opened may be passed over: one that is open to others is a fault to mend.
            guard error.kind == .unopened, value("OPENAI_API_KEY") != nil else {
                throw KeyError(description: "\(error)")
            }
            var fallback = try environmentAccess(to: account)
            fallback.warnings.append("\(error); the key in OPENAI_API_KEY is used instead")
            return fallback
        }
        return result
    }

    /// Where requests of an account go: to the address of its key's source, and to the section's where there is no key.
    package func address(of account: AccountSettings) -> HTTPAddress {
        if let access = try? access(to: account) { return access.account.baseURL }
        let isOfTheEnvironment = option == nil && account.name == .default && account.keyFile == nil
        return isOfTheEnvironment && value("OPENAI_BASE_URL") != nil
            ? (try? environmentAddress(account)) ?? account.baseURL : account.baseURL
    }

    private func read(_ path: String, _ source: KeySource, for account: AccountSettings) throws(KeyError)
        -> AccountAccess
    {
        do throws(SecretFileError) { return try open(path, source, for: account) } catch {
            throw KeyError(description: "\(error)")
        }
    }

    private func open(_ path: String, _ source: KeySource, for account: AccountSettings) throws(SecretFileError)
        -> AccountAccess
    {
        let file = SecretFile(
            name: "key file", path: path, credentialsDirectory: value("CREDENTIALS_DIRECTORY"),
            isChecked: account.checksKeyFile)
        let (key, warning) = try file.apiKey()
        return AccountAccess(account: account, key: key, source: source, warnings: warning.map { [$0] } ?? [])
    }

    private func environmentAccess(to account: AccountSettings) throws(KeyError) -> AccountAccess {
        guard let text = value("OPENAI_API_KEY") else { throw missing(account) }
        let key: APIKey
        do throws(ValueProblem) { key = try APIKey(text) } catch {
            throw KeyError(description: "OPENAI_API_KEY is not a key: it is empty or has characters that no key has")
        }
        let address = try environmentAddress(account)
        // A named account has an address of its own; the environment knows of one server only.
        guard address == account.baseURL || account.name == .default && value("OPENAI_BASE_URL") != nil else {
            throw KeyError(
                description:
                    "the key in OPENAI_API_KEY belongs to \(address), but the base-url of \(account.heading) is "
                    + "\(account.baseURL); put the key for that server into a file and name it there as key-file"
                    + (account.name == .default ? ", or set OPENAI_BASE_URL=\(account.baseURL)" : ""))
        }
        var result = AccountAccess(account: account, key: key, source: .environment)
        let isElsewhere = address != account.baseURL
        result.account.baseURL = address
        result.account.organization = value("OPENAI_ORG_ID") ?? (isElsewhere ? nil : account.organization)
        result.account.project = value("OPENAI_PROJECT_ID") ?? (isElsewhere ? nil : account.project)
        return result
    }

    /// The server that the environment's key is for.
    private func environmentAddress(_ account: AccountSettings) throws(KeyError) -> HTTPAddress {
        guard let text = value("OPENAI_BASE_URL") else { return .openAI }
        let address: HTTPAddress
        do throws(ValueProblem) { address = try HTTPAddress(text) } catch {
            throw KeyError(description: "OPENAI_BASE_URL: \(error)")
        }
        guard address.isEncrypted || address.isLoopback || account.allowsHTTP else {
            throw KeyError(
                description:
                    "OPENAI_BASE_URL: not encrypted (got \"\(address.text.abbreviated)\"), so the key could be read "
                    + "on the way; write https://, or set allow-http = yes in \(account.heading)")
        }
        return address
    }

    private func missing(_ account: AccountSettings) -> KeyError {
        KeyError(
            description: account.name == .default
                ? "no API key: set OPENAI_API_KEY, or key-file in the section [api] of the configuration, "
                    + "or pass --key-file FILE"
                : "no API key for the account \(account.name): set key-file in its section of the configuration")
    }

    private var credentialPath: String? { value("CREDENTIALS_DIRECTORY").map { "\($0)/openai_api_key" } }

    private func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
}
