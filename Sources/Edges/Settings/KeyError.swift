package import ConfigurationText
package import FineTuning
internal import Text

/// Why an account has no key that may be sent, as a sentence with what to do.
package enum KeyError: Error, Equatable, CustomStringConvertible {
    /// No source has a key for this account.
    case missing(AccountName)
    /// The source is a file that gives no key.
    case unusableFile(SecretFileError)
    /// `OPENAI_API_KEY` holds something else.
    case unusableVariable
    /// `OPENAI_ADMIN_KEY` holds something else.
    case unusableAdminVariable
    /// `OPENAI_BASE_URL` is no address.
    case unusableAddress(ValueError)
    /// `OPENAI_BASE_URL` would let the key travel unencrypted; the section of that heading does not allow it.
    case unencrypted(HTTPAddress, heading: String)
    /// The environment's key is for `address`, and this account is at another one.
    case elsewhere(address: HTTPAddress, account: AccountSettings)

    /// The sentence.
    package var description: String {
        switch self {
        case .missing(.default):
            "no API key: set OPENAI_API_KEY, or key-file in the section [api] of the configuration, "
                + "or pass --key-file FILE"
        case .missing(let name):
            "no API key for the account \(name): set key-file in its section of the configuration"
        case .unusableFile(let error): error.description
        case .unusableVariable: "OPENAI_API_KEY is not a key: it is empty or has characters that no key has"
        case .unusableAdminVariable:
            "OPENAI_ADMIN_KEY is not a key: it is empty or has characters that no key has"
        case .unusableAddress(let problem): "OPENAI_BASE_URL: \(problem)"
        case .unencrypted(let address, let heading):
            "OPENAI_BASE_URL: not encrypted (got \"\(address.text.abbreviated)\"), so the key could be read "
                + "on the way; write https://, or set allow-http = yes in \(heading)"
        case .elsewhere(let address, let account):
            "the key in OPENAI_API_KEY belongs to \(address), but the base-url of \(account.heading) is "
                + "\(account.baseURL); put the key for that server into a file and name it there as key-file"
                + (account.name == .default ? ", or set OPENAI_BASE_URL=\(account.baseURL)" : "")
        }
    }
}
