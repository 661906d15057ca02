import Commands
import FineTuning
import OpenAIAPI
import Settings

extension CommandContext {
    /// The configured account of that name; `default` for nil.
    func account(_ name: AccountName?) throws -> AccountSettings {
        let settings = try settings()
        let name = name ?? .default
        guard let account = settings.account(name) else {
            throw CommandError.usage(
                "no account \"\(name)\" in the configuration",
                hints: ["There are: \(settings.accounts.map(\.name.rawValue).joined(separator: ", "))"])
        }
        return account
    }

    /// The API as an account sees it; warnings about the key are said.
    func client(for account: AccountSettings, keyFile: String? = nil) throws -> OpenAIClient {
        let access = try KeyFinder(environment: environment, option: keyFile).access(to: account)
        for warning in access.warnings { try say("ftctl: \(warning)") }
        let interrupt = interrupt
        return OpenAIClient(endpoint: APIEndpoint(access), userAgent: "ftctl/\(ProductVersion.text)") {
            interrupt.isRaised
        }
    }
}
