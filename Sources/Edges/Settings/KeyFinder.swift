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

/// A key as it was found: where it may be sent is not decided here.
package struct FoundKey: Equatable, Sendable {
    /// The key.
    package var key: APIKey
    /// Where it came from.
    package var source: KeySource
    /// What an operator should read once, for example that another source was passed over.
    package var warnings: [String] = []
}

/// Finds the key of an account: `--key-file`, the credential `openai_api_key`, the section's `key-file`,
/// `OPENAI_API_KEY`, in this order.
package struct KeyFinder: Sendable {
    private let environment: [String: String]
    private let option: String?

    /// Takes the environment and the value of `--key-file`.
    package init(environment: [String: String], option: String? = nil) {
        self.environment = environment
        self.option = option
    }

    /// The key of an account, read anew each time.
    package func key(of account: AccountSettings) throws(KeyError) -> FoundKey {
        if let option { return try read(option, .option(path: option), for: account) }
        if account.name == .default, let path = credentialPath, ProcessEnvironment.exists(path) {
            return try read(path, .credential(path: path), for: account)
        }
        guard let keyFile = account.keyFile else { return try environmentKey(of: account) }
        do throws(SecretFileError) {
            return try open(keyFile, .keyFile(path: keyFile), for: account)
        } catch {
            // Only a file that cannot be opened may be passed over: one that is open to others must be repaired.
            let isUnread = error.kind == .unopened || error.kind == .unavailable
            guard isUnread, value("OPENAI_API_KEY") != nil else { throw .unusableFile(error) }
            var found = try environmentKey(of: account)
            found.warnings.append("\(error); the key in OPENAI_API_KEY is used instead")
            return found
        }
    }

    /// The admin key of an account: its `admin-key-file`, otherwise `OPENAI_ADMIN_KEY`; nil where there is none.
    package func adminKey(of account: AccountSettings) throws(KeyError) -> FoundKey? {
        if let file = account.adminKeyFile { return try read(file, .keyFile(path: file), for: account) }
        guard account.name == .default, let text = value("OPENAI_ADMIN_KEY") else { return nil }
        do throws(ValueError) { return FoundKey(key: try APIKey(text), source: .environment) } catch {
            throw .unusableAdminVariable
        }
    }

    /// Whether the environment's key would be this account's, if there were one.
    package func usesEnvironment(for account: AccountSettings) -> Bool {
        option == nil && account.name == .default && account.keyFile == nil
    }

    private func read(_ path: String, _ source: KeySource, for account: AccountSettings) throws(KeyError) -> FoundKey {
        do throws(SecretFileError) { return try open(path, source, for: account) } catch { throw .unusableFile(error) }
    }

    private func open(
        _ path: String, _ source: KeySource, for account: AccountSettings
    ) throws(SecretFileError) -> FoundKey {
        let file = SecretFile(
            name: "key file", path: path, credentialsDirectory: value("CREDENTIALS_DIRECTORY"),
            isChecked: account.checksKeyFile)
        let (key, warning) = try file.apiKey()
        let label = "key file \(path.printable)"
        return FoundKey(
            key: key, source: source, warnings: [warning, Self.shortness(of: key, in: label)].compactMap(\.self))
    }

    private func environmentKey(of account: AccountSettings) throws(KeyError) -> FoundKey {
        guard let text = value("OPENAI_API_KEY") else { throw .missing(account.name) }
        do throws(ValueError) {
            let key = try APIKey(text)
            return FoundKey(
                key: key, source: .environment,
                warnings: [Self.shortness(of: key, in: "OPENAI_API_KEY")].compactMap(\.self))
        } catch {
            throw .unusableVariable
        }
    }

    /// What is said of a key that could stand in any text: it is not taken out of messages.
    private static func shortness(of key: APIKey, in label: String) -> String? {
        guard key.secret.utf8.count < APIKey.leastHiddenSize else { return nil }
        return "\(label): the key has fewer than \(APIKey.leastHiddenSize) characters, so it is not taken out of a "
            + "server's messages; is it whole?"
    }

    private var credentialPath: String? { value("CREDENTIALS_DIRECTORY").map { "\($0)/openai_api_key" } }

    private func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
}
