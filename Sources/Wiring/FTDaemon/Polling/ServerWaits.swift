import FineTuning
import Settings
import Synchronization

/// How long servers have asked to be left alone, for loops that begin anew under other settings.
final class ServerWaits: Sendable {
    /// A server as one account's key sees it: what it asked of another key, or at another address, does not count.
    private struct Server: Hashable {
        let account: AccountName
        let address: String
        let keyFile: String?

        init(_ account: AccountSettings) {
            self.account = account.name
            address = account.baseURL.text
            keyFile = account.keyFile
        }
    }

    private let ends = Mutex<[Server: SuspendingClock.Instant]>([:])

    /// Keeps what the server asked for; nil: it asked for nothing.
    func keep(_ end: SuspendingClock.Instant?, for account: AccountSettings) {
        ends.withLock { $0[Server(account)] = end }
    }

    /// When the account's server may be asked again; nil: at once.
    func end(for account: AccountSettings) -> SuspendingClock.Instant? {
        ends.withLock { $0[Server(account)] }.flatMap { $0 > .now ? $0 : nil }
    }
}
