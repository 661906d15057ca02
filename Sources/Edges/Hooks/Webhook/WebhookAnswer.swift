import FineTuning
import HTTPClient
import JSONText
import Text

/// What a webhook's receiver answered, and what that means.
struct WebhookAnswer {
    private let response: HTTPResponse
    private let secrets: String

    /// - Parameter secrets: the address and whatever else was sent and must not be shown: some servers repeat it.
    init(_ response: HTTPResponse, secrets: String) {
        self.response = response
        self.secrets = secrets
    }

    /// How the attempt ended.
    var outcome: DeliveryOutcome {
        let status = response.status
        let answer = "HTTP \(status)"
        switch status {
        case 200..<300: return .delivered(answer)
        case 300..<400:
            return .refused(
                reason: "\(answer): redirects are not followed; give the hook the final address", retryAfter: wait)
        case 410: return .gone(reason: "\(answer): the receiver is gone for good")
        default:
            let reason = answer + (words.map { ": \($0)" } ?? "")
            // A 503 without a time is what many frameworks answer to a request that they broke at.
            let isOverloaded = [429, 502, 504].contains(status) || status == 503 && wait != nil
            return isOverloaded
                ? .receiverTrouble(reason: reason, retryAfter: wait) : .refused(reason: reason, retryAfter: wait)
        }
    }

    /// How long the receiver wants to be left alone: the longer of what its header and its body say.
    ///
    /// Discord says it in the body of a 429, in seconds with fractions (Discord, "Rate limits").
    private var wait: Duration? {
        guard response.status == 429,
            let seconds = (try? JSONValue.parse(response.body))?["retry_after"]?.number?.double,
            seconds.isFinite, seconds >= 0
        else { return response.retryAfter }
        return max(.seconds(min(seconds, 100_000_000)), response.retryAfter ?? .zero)
    }

    /// The first line of a refusal, where receivers say what they did not like; nil for pages and for echoes.
    private var words: String? {
        let body = response.body.prefix(1024).drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
        let line = body.prefix { $0 != 0x0A && $0 != 0x0D }
        guard !line.isEmpty, line.first != UInt8(ascii: "<") else { return nil }
        let text = String(decoding: line, as: UTF8.self)
        let parts = secrets.drop { $0 != ":" }.dropFirst(3).drop { $0 != "/" && $0 != "?" && $0 != " " }
            .split { !$0.isLetter && !$0.isNumber }
        guard !parts.contains(where: { $0.utf8.count >= 6 && text.contains($0) }) else { return nil }
        return text.printable.cut(toBytes: 200)
    }
}
