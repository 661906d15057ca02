import Accounts
import Commands
import FineTuning
import HTTPClient
import Settings

extension CommandContext {
    /// The configured account of that name; `default` for nil.
    func account(_ name: AccountName?) throws -> AccountSettings {
        let settings = try settings()
        let name = name ?? .default
        guard let account = settings.account(name) else {
            throw Self.unknown("account", name.rawValue, among: settings.accounts.map(\.name.rawValue))
        }
        return account
    }

    /// The server as an account sees it; warnings about the key are said.
    func client(for account: AccountSettings, keyFile: String? = nil) throws -> any Provider {
        let connection = try accounts(keyFile: keyFile).connect(account)
        for warning in connection.warnings { try say("ftctl: \(warning)") }
        return connection.provider
    }

    /// The same for calls that are paid for and waited for: an interrupt does not end them.
    func patientClient(for account: AccountSettings, keyFile: String?) throws -> any Provider {
        let transport = CurlTransport(userAgent: "ftctl/\(ProductVersion.text)")
        let accounts = Accounts(environment: environment, keyFile: keyFile, transport: transport)
        let connection = try accounts.connect(account)
        for warning in connection.warnings { try say("ftctl: \(warning)") }
        return connection.provider
    }

    /// What turns accounts into servers; an interrupt ends their calls.
    func accounts(keyFile: String?) -> Accounts {
        let interrupt = interrupt
        let transport = CurlTransport(userAgent: "ftctl/\(ProductVersion.text)") { interrupt.isRaised }
        return Accounts(environment: environment, keyFile: keyFile, transport: transport)
    }
}
