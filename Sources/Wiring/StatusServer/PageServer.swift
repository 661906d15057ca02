import FineTuning
import HTTPServer
import JSONText
import JobStorage
import JobViews
import StatusPages
import Synchronization
import Text

/// Answers requests from the store.
final class PageServer: Sendable {
    /// What a reload may change.
    struct Served: Sendable {
        let reading: WebConfiguration.Reading
        let window: StoreWindow
        let door: RequestGuard
        /// Where the pages are: `http://127.0.0.1:8484`.
        let origin: String
        /// Answers by these settings alone.
        let cache = AnswerCache()
    }

    /// Rows on a page.
    static let rows = 50
    /// Events, deliveries, models and submissions on a page.
    static let entries = 100

    private let served: Mutex<Served?>
    private let time: LocalTime
    private let clock: @Sendable () -> UnixTime

    init(time: LocalTime, clock: @escaping @Sendable () -> UnixTime = { .now() }) {
        self.time = time
        self.clock = clock
        served = Mutex(nil)
    }

    /// Serves by these settings from now on, once the store's jobs are known.
    func serve(_ reading: WebConfiguration.Reading, at address: ListenAddress) {
        let served = Served(
            reading: reading, window: StoreWindow(path: reading.store, prices: reading.prices, time: time),
            door: RequestGuard(address: address, origin: reading.origin, token: reading.token),
            origin: reading.origin ?? "http://\(address)")
        served.window.prepare()
        self.served.withLock { $0 = served }
    }

    /// The answer to one request; called on many threads at once.
    func answer(_ request: ServerRequest) -> ServerResponse {
        guard let served = served.withLock({ $0 }) else { return .text(503, "starting\n", type: "text/plain") }
        let response = served.door.refusal(of: request) ?? PageRouter(served, time, now: clock()).answer(request)
        return secured(response)
    }

    private func secured(_ response: ServerResponse) -> ServerResponse {
        var response = response
        for (name, value) in [
            ("Content-Security-Policy", PageAssets.contentSecurityPolicy), ("X-Content-Type-Options", "nosniff"),
            ("X-Frame-Options", "DENY"), ("Referrer-Policy", "no-referrer"),
            ("Cross-Origin-Opener-Policy", "same-origin"), ("Cross-Origin-Resource-Policy", "same-origin"),
        ] {
            response.headers[name] = value
        }
        if response.headers["Cache-Control"] == nil { response.headers["Cache-Control"] = "no-store" }
        return response
    }
}
