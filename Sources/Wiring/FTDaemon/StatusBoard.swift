import Files
import FineTuning
import JobStorage
import Services
import Synchronization

/// Keeps `live.json` beside the store up to date.
final class StatusBoard: Sendable {
    private let path: String
    private let log: JournalLog
    private let state: Mutex<LiveState>
    private let lastTrouble = Mutex<String?>(nil)

    init(besideStore path: String, state: LiveState, log: JournalLog) {
        self.path = path
        self.log = log
        self.state = Mutex(state)
    }

    /// Changes an account's part and writes the file; a failure to write is logged once and harms nothing else.
    func update(_ account: AccountName, _ body: (inout LiveState.Account) -> Void) {
        change { body(&$0.accounts[account, default: LiveState.Account()]) }
    }

    /// Forgets accounts that are no longer configured.
    func keepOnly(_ accounts: [AccountName]) {
        change { state in state.accounts = state.accounts.filter { accounts.contains($0.key) } }
    }

    private func change(_ body: (inout LiveState) -> Void) {
        state.withLock { state in
            body(&state)
            var trouble: String?
            do throws(FileError) { try state.write(besideStore: path) } catch { trouble = error.description }
            let isNews = lastTrouble.withLock { last in
                defer { last = trouble }
                return last != trouble
            }
            if let trouble, isNews { log.warning("could not write live.json", ["cause": trouble]) }
        }
    }
}
