import FineTuning
import Services

/// One poll of an account: its server, and what could not be read without ending the poll.
final class Poll {
    /// More setbacks than this are the server's own, not those of single jobs.
    private static let mostSetbacks = 3

    /// The account as it was when the poll began.
    let account: WatchedAccount
    /// Why some entries could not be read; makes the account degraded.
    private(set) var unreadable: String?
    /// The server's first error about a single job, which makes the poll a failed one at its end.
    var setback: ProviderError? { setbacks.first }

    /// Why no more details of jobs are read in this poll; nil while nothing speaks against it.
    private(set) var detailError: ProviderError?
    /// Whether details of jobs may be read: events, checkpoints, results.
    var readsDetails: Bool { mayReadDetails && detailError == nil }

    private let mayReadDetails: Bool
    private let provider: any Provider
    private let pulse: Pulse
    private var setbacks: [ProviderError] = []

    init(_ provider: any Provider, account: WatchedAccount, mayReadDetails: Bool, pulse: Pulse) {
        self.mayReadDetails = mayReadDetails
        self.provider = provider
        self.account = account
        self.pulse = pulse
    }

    /// Makes one call, of which the watchdog hears how long it may take.
    ///
    /// - Parameter bound: the call's own bound; nil for that of ordinary calls.
    func ask<Answer>(
        within bound: Duration? = nil, _ call: (any Provider) throws(ProviderError) -> Answer
    ) throws(ProviderError) -> Answer {
        pulse.expect(within: bound ?? provider.callBound)
        return try call(provider)
    }

    /// Asks for a page, for a shorter one where the server refuses the length.
    ///
    /// - Parameter limit: remembers what the server takes.
    func page<Answer>(
        _ limit: inout PageLimit, _ call: (any Provider, Int) throws(ProviderError) -> Answer
    ) throws(ProviderError) -> Answer {
        try limit.page { asked throws(ProviderError) in
            try ask { server throws(ProviderError) in try call(server, asked) }
        }
    }

    /// Says that something could not be read; the rest counts.
    func note(unreadable reason: String) { unreadable = reason }

    /// Ends the reading of details in this poll, after an error that is not about one job alone.
    ///
    /// The poll itself goes on, unless we wanted to stop.
    func stopDetails(_ error: ProviderError) throws(ProviderError) {
        guard error.kind != .cancelled else { throw error }
        detailError = error
    }

    /// Lets the poll go on with the other jobs after an error about one, unless there are too many.
    func note(setback error: ProviderError) throws(ProviderError) {
        setbacks.append(error)
        guard setbacks.count < Self.mostSetbacks else { throw error }
    }
}
