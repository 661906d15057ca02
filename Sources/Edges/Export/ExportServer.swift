package import FineTuning

/// What an export does besides reading and writing.
package struct ExportEffects: Sendable {
    /// The wall clock.
    package var now: @Sendable () -> UnixTime
    /// A clock that never jumps.
    package var uptime: @Sendable () -> Duration
    /// Waits; throws when the run is to end.
    package var pause: @Sendable (Duration) throws -> Void
    /// Throws when the run is to end.
    package var check: @Sendable () throws -> Void
    /// Says a sentence to the person.
    package var say: @Sendable (String) throws -> Void
    /// Told what there is to fetch, before it begins.
    package var announce: @Sendable (ExportPlan) throws -> Void
    /// Told how far it is.
    package var progress: @Sendable (_ done: Int64) -> Void

    package init(
        now: @escaping @Sendable () -> UnixTime, uptime: @escaping @Sendable () -> Duration,
        pause: @escaping @Sendable (Duration) throws -> Void, check: @escaping @Sendable () throws -> Void,
        say: @escaping @Sendable (String) throws -> Void,
        announce: @escaping @Sendable (ExportPlan) throws -> Void, progress: @escaping @Sendable (Int64) -> Void
    ) {
        self.now = now
        self.uptime = uptime
        self.pause = pause
        self.check = check
        self.say = say
        self.announce = announce
        self.progress = progress
    }
}

/// A server that is asked at a bounded rate, and again where that may help.
final class ExportServer {
    private let provider: any Provider
    private let account: AccountName
    private let leastWait: Duration
    private let effects: ExportEffects
    private var lastCall: Duration?
    /// Failures in a row that were about nothing but the server.
    private var setbacks = 0
    /// Why it is asked no more.
    private(set) var givenUp: ProviderError?
    /// How many requests were made.
    private(set) var requests = 0

    /// Calls in a row that failed to the last: the server, not the things that were asked for, is the trouble.
    private static let mostSetbacks = 3

    /// - Parameter rate: the most requests a second.
    init(_ provider: any Provider, of account: AccountName, rate: Int, effects: ExportEffects) {
        self.provider = provider
        self.account = account
        self.effects = effects
        leastWait = .seconds(1) / max(1, rate)
    }

    /// Makes one call, after the pause that the rate asks for; a failure that may pass is tried again.
    ///
    /// - Throws: `ProviderError`, at once where the server was given up; what the effects throw.
    func ask<Answer>(_ call: (any Provider) throws(ProviderError) -> Answer) throws -> Answer {
        if let givenUp { throw givenUp }
        var failures = 0
        while true {
            try effects.check()
            if let lastCall {
                let wait = lastCall + leastWait - effects.uptime()
                if wait > .zero { try effects.pause(wait) }
            }
            lastCall = effects.uptime()
            requests += 1
            do throws(ProviderError) {
                let answer = try call(provider)
                setbacks = 0
                return answer
            } catch {
                try effects.check()
                failures += 1
                guard let wait = CallPatience.wait(after: error.kind, failures: failures) else {
                    judge(error)
                    throw error
                }
                if failures > 1 || wait > .seconds(1) {
                    try effects.say("\(error); trying again in \(wait.components.seconds) s")
                }
                try effects.pause(wait)
            }
        }
    }

    /// The key that is refused, and the server that nobody reaches, are that for every call.
    private func judge(_ error: ProviderError) {
        switch error.kind {
        case .unauthorized, .unreachable, .quota, .cancelled: givenUp = error
        case .rateLimited, .server, .badReply, .notTheAPI:
            setbacks += 1
            if setbacks >= Self.mostSetbacks { givenUp = error }
        case .forbidden, .notFound, .limitReached, .invalidRequest: setbacks = 0
        }
    }
}

/// How much there is to fetch, as far as that can be known before.
package struct ExportPlan: Sendable, Equatable {
    /// Requests, about: a job's events may take several.
    package var requests = 0
    /// Files with bytes to fetch.
    package var files = 0
    /// Their bytes, as far as the API says how many.
    package var bytes: Int64 = 0
    /// Jobs of which something is fetched, or written from the store.
    package var jobs = 0
    /// Files that are there already as they should be.
    package var present = 0

    /// What a request counts in the progress beside the bytes of files.
    static let requestBytes: Int64 = 4096

    /// What the progress counts to.
    package var total: Int64 { bytes + Int64(requests) * Self.requestBytes }
}
