import Dispatch
import FineTuning
import HTTPClient
import Services
import Settings
import Synchronization

/// Tells a service, which raises the alarm when it hears nothing, that all is well; polls do not wait for it.
final class HeartbeatLoop: Loop {
    /// All that the loop takes from the configuration.
    struct Parameters: Equatable, Sendable {
        /// The service's address.
        var url: HTTPAddress
        /// The accounts that must all be well.
        var accounts: Set<AccountName>
    }

    let pulse = Pulse()
    private let settings: Parameters
    private let context: DaemonContext
    private let transport: any HTTPTransport
    private let stop = StopFlag()
    private let ticker = Ticker(name: "ftd.heartbeat")
    private let heartbeat: Mutex<Heartbeat>
    private let lastCause = Mutex<String?>(nil)

    private static let timeout: Duration = .seconds(10)
    /// Between two tries to tell of a failure.
    private static let patience: Duration = .seconds(30)
    private static let longestWait: Duration = .seconds(600)

    init(_ settings: Parameters, context: DaemonContext) {
        self.settings = settings
        self.context = context
        transport = context.transport(stop)
        heartbeat = Mutex(Heartbeat(of: settings.accounts))
    }

    func start() { ticker.start { [weak self] in self?.turn() } }

    /// Looks at once whether there is something to tell.
    func wake() { ticker.wake() }

    func stop(_ stop: LoopStop, _ group: DispatchGroup) {
        self.stop.raise(.cut)
        ticker.stop(group)
    }

    private func turn() -> Ticker.Wait? {
        guard !stop.isRaised else { return nil }
        let isDone = beat()
        guard !stop.isRaised else { return nil }
        let wait = isDone ? Self.longestWait : Self.patience
        pulse.expect(within: wait)
        return Ticker.Wait(wait, least: isDone ? .zero : Self.patience)
    }

    /// Tells what is to be told now.
    ///
    /// - Returns: false when a failure could not be told and is to be told later.
    @discardableResult
    func beat() -> Bool {
        let standings = context.standings
        while !stop.isRaised, let ping = heartbeat.withLock({ $0.next(standings) }) {
            let isSent = send(ping)
            if !isSent, case .failed = ping { return false }
            heartbeat.withLock { $0.settle(ping, standings) }
        }
        return true
    }

    private func send(_ ping: Heartbeat.Ping) -> Bool {
        pulse.expect(within: Self.timeout + .seconds(5))
        var request = HTTPRequest(
            url: settings.url.text, timeout: Self.timeout, allowPlainHTTP: !settings.url.isEncrypted)
        switch ping {
        case .alive: break
        case .start: request.url = settings.url.appending("/start")
        case .failed(let degraded):
            request.url = settings.url.appending("/fail")
            request.method = .post
            request.headers = [HTTPHeader("Content-Type", "text/plain; charset=utf-8")]
            let lines = degraded.sorted { $0.key < $1.key }.map { "account \($0.key) cannot be watched: \($0.value)" }
            request.body = .bytes(Array(lines.joined(separator: "\n").utf8.prefix(10_000)))
        }
        var cause: String?
        do throws(HTTPTransportError) {
            let response = try transport.send(request)
            if !response.isSuccess { cause = "HTTP \(response.status)" }
        } catch {
            guard error.kind != .cancelled else { return false }
            cause = error.description
        }
        // The same cause is logged once, not at every poll.
        let isNews = lastCause.withLock { last in
            defer { last = cause }
            return last != cause
        }
        if let cause, isNews {
            let accounts = settings.accounts.map(\.rawValue).sorted().joined(separator: ",")
            context.log.warning("heartbeat failed", ["account": accounts, "cause": cause])
        }
        return cause == nil
    }
}

extension HTTPAddress {
    /// The address with something more at the end of its path, before its query.
    fileprivate func appending(_ path: String) -> String {
        let place = text.prefix { $0 != "?" }
        return place + path + text[place.endIndex...]
    }
}
