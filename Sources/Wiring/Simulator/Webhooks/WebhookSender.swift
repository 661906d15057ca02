import Digest
import Dispatch
import FineTuning
import HTTPClient
import Services
import Synchronization
import Text

/// Tells a webhook of every job that ends: at least once, and again after any answer but 2xx.
final class WebhookSender: Sendable {
    /// How often it looks for jobs that ended.
    private static let interval: Duration = .milliseconds(50)
    /// How long an answer may take.
    private static let timeout: Duration = .seconds(5)
    /// Before the second attempt; doubled each time.
    private static let firstPause: Duration = .seconds(1)
    private static let attempts = 10

    private struct Waiting {
        let event: WebhookEvent
        var failures = 0
        var due = ContinuousClock.now
    }

    private let url: String
    private let signer: WebhookSigner
    private let transport = CurlTransport(userAgent: "OpenAI/1.0 (+https://platform.openai.com/docs/webhooks)")
    private let waiting = Mutex<[Waiting]>([])
    private let ticker = Ticker(name: "ftsim.webhook")

    init(url: String, signer: WebhookSigner) {
        self.url = url
        self.signer = signer
    }

    /// Begins to tell.
    ///
    /// - Parameter take: the events since the last call.
    func start(take: @escaping @Sendable () -> [WebhookEvent]) {
        ticker.start { [weak self] in
            self?.turn(take())
            return Ticker.Wait(Self.interval, least: Self.interval)
        }
    }

    /// Tells no more; an attempt under way is let finish.
    func stop() {
        let group = DispatchGroup()
        ticker.stop(group)
        group.wait()
    }

    private func turn(_ events: [WebhookEvent]) {
        let all = waiting.withLock { $0 } + events.map { Waiting(event: $0) }
        let left = all.compactMap(attempt)
        waiting.withLock { $0 = left }
    }

    /// What is left to do about an event; nil when it was told, or given up.
    private func attempt(_ waiting: Waiting) -> Waiting? {
        guard waiting.due <= .now else { return waiting }
        if isTold(waiting.event) { return nil }
        var later = waiting
        later.failures += 1
        later.due = .now + Self.firstPause * (1 << later.failures) / 2
        return later.failures < Self.attempts ? later : nil
    }

    private func isTold(_ event: WebhookEvent) -> Bool {
        let timestamp = UnixTime.now().seconds
        do {
            let signature = try signer.signature(event, timestamp: timestamp)
            return try transport.send(
                HTTPRequest(
                    method: .post, url: url,
                    headers: [
                        HTTPHeader("Content-Type", "application/json"), HTTPHeader("webhook-id", event.deliveryID),
                        HTTPHeader("webhook-timestamp", "\(timestamp)"),
                        HTTPHeader("webhook-signature", signature),
                    ], body: .bytes(event.body), timeout: Self.timeout)
            ).isSuccess
        } catch {
            // Whatever it was, it is tried again.
            return false
        }
    }
}
