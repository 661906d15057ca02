import Files
import FineTuning
import JobStorage
import Services
import Text

/// Keeps `live.json` beside the store up to date.
final class StatusBoard: Sendable {
    private struct State {
        var live: LiveState
        /// Nil until somebody has said which accounts there are.
        var accounts: Set<AccountName>?
        /// Why the file could not be written last time.
        var cause: String?
    }

    private let path: String
    private let log: JournalLog
    private let onFailure: @Sendable (String?) -> Void
    private let state: Turns<State>

    /// - Parameter onFailure: called when the file cannot be written, with the cause, and with nil when it can be again.
    init(
        besideStore path: String, state: LiveState, log: JournalLog,
        onFailure: @escaping @Sendable (String?) -> Void = { _ in }
    ) {
        self.path = path
        self.log = log
        self.onFailure = onFailure
        self.state = Turns("ftd.board", State(live: state))
    }

    /// Changes an account's part and writes the file; a failure to write is logged once and harms nothing else.
    ///
    /// What the loop of an account that is no longer configured says is not written down.
    func update(_ account: AccountName, _ body: (inout LiveState.Account) -> Void) {
        state.use { state in
            guard state.accounts?.contains(account) != false else { return }
            body(&state.live.accounts[account, default: LiveState.Account()])
            write(&state)
        }
    }

    /// Forgets accounts that are no longer configured.
    func keepOnly(_ accounts: [AccountName]) {
        state.use { state in
            state.accounts = Set(accounts)
            state.live.accounts = state.live.accounts.filter { accounts.contains($0.key) }
            write(&state)
        }
    }

    /// Says whether the last reload was refused, and why; nil once one was not.
    func reloadRefused(_ cause: String?) {
        state.use { state in
            state.live.refusedReload = cause.map { LiveState.Problem(since: .now(), cause: $0) }
            write(&state)
        }
    }

    /// Says why nothing can be written to the store; nil once something was.
    func storeFails(_ cause: String?) {
        state.use { state in
            guard state.live.storeProblem?.cause != cause else { return }
            let since = state.live.storeProblem?.since ?? .now()
            state.live.storeProblem = cause.map { LiveState.Problem(since: since, cause: $0) }
            write(&state)
        }
    }

    private func write(_ state: inout State) {
        var cause: String?
        state.live.writtenAt = .now()
        do throws(FileError) { try state.live.write(besideStore: path) } catch { cause = error.description }
        if let cause, cause != state.cause { log.warning("could not write live.json", ["cause": cause]) }
        if cause != state.cause { onFailure(cause) }
        state.cause = cause
    }
}
