package import Digest
package import FineTuning
package import HTTPClient
import OpenAIAPI
package import Settings

/// Turns an account's section and its key into the calls of its server.
///
/// Which provider a section names is known here and nowhere else: a second one gets its line in ``connect(_:)``.
package struct Accounts: Sendable {
    private let keys: AccountKeys
    private let transport: any HTTPTransport

    /// Takes the environment, the value of `--key-file`, and what sends the requests of every account.
    package init(environment: [String: String], keyFile: String? = nil, transport: any HTTPTransport) {
        keys = AccountKeys(environment: environment, option: keyFile)
        self.transport = transport
    }

    /// The server's calls under an account; its key is read anew each time, so that a changed key file needs no restart.
    package func connect(_ account: AccountSettings) throws(KeyError) -> AccountConnection {
        let access = try keys.access(to: account)
        let provider: any Provider = OpenAIClient(endpoint: APIEndpoint(access), transport: transport)
        return AccountConnection(provider: provider, access: access)
    }

    /// The figures of an account's organization, under its admin key; nil where it has no such key.
    package func organization(
        of account: AccountSettings
    ) throws(KeyError) -> (provider: any OrganizationProvider, address: HTTPAddress)? {
        guard let access = try keys.adminAccess(to: account) else { return nil }
        return (OpenAIClient(endpoint: APIEndpoint(access), transport: transport), access.account.baseURL)
    }

    /// Where requests of an account go: to the address of its key's source, and to the section's where there is no key.
    package func address(of account: AccountSettings) -> HTTPAddress { keys.address(of: account) }
}

/// A server as one account sees it.
package struct AccountConnection: Sendable {
    /// The server's calls.
    package let provider: any Provider
    /// What an operator should read once, for example that a key file was passed over.
    package let warnings: [String]
    private let digest: Result<String, DigestError>

    /// - Parameter identity: another one means that the listing is another history.
    package init(provider: any Provider, warnings: [String] = [], identity: String) {
        self.provider = provider
        self.warnings = warnings
        digest = .success(identity)
    }

    init(provider: any Provider, access: AccountAccess) {
        self.provider = provider
        warnings = access.warnings
        let facts = [
            access.account.baseURL.text, access.key.secret, access.account.organization ?? "",
            access.account.project ?? "",
        ]
        digest = Result { () throws(DigestError) in
            String(try SHA256.digest(of: Array(facts.joined(separator: "\n").utf8)).hex.prefix(16))
        }
    }

    /// A digest of all that decides what the account lists: another one means that its listing is another history.
    ///
    /// - Throws: `DigestError` when libcrypto fails.
    package func identity() throws(DigestError) -> String { try digest.get() }
}
