import JSONText
import TrainingCheck
import TrainingData

/// Sees to it that no example has more tokens than allowed.
final class TokenLimitFilter: ExampleFilter {
    private let limit: TokenLimit
    private var tokens: ExampleTokens
    private(set) var report = TokenLimitReport()

    init(_ limit: TokenLimit, shape: TrainingShape) {
        self.limit = limit
        tokens = ExampleTokens(shape: shape, counter: limit.counter)
        report.isExact = limit.counter.isExact
    }

    func judge(_ example: UnsafeRawBufferPointer) -> ExampleVerdict {
        guard tokens.count(example) > limit.most else { return .keep }
        // What has just been written is JSON.
        guard limit.action != .drop, let row = (try? JSONValue.parse(example))?.object,
            let conversation = Exchanges(row["messages"]?.array ?? [])
        else { return .drop(.tooLong) }
        switch limit.action {
        case .drop: return .drop(.tooLong)
        case .cut:
            guard let short = cut(conversation, of: row) else { return .drop(.tooLong) }
            report.cut += 1
            return .replace([short])
        case .split:
            let parts = split(conversation, of: row)
            guard parts.count > 1 else { return .drop(.tooLong) }
            report.split += 1
            report.parts += parts.count
            return .replace(parts)
        }
    }

    /// The example without its oldest exchanges, and without the end of its last question if need be.
    private func cut(_ conversation: Exchanges, of row: JSONObject) -> [UInt8]? {
        for first in 1..<max(conversation.exchanges.count, 1) {
            if let short = fitting(conversation.messages(from: first), of: row) { return short }
        }
        guard let last = conversation.exchanges.last,
            let question = last.firstIndex(where: { $0["role"]?.string == "user" }),
            let text = last[question]["content"]?.string
        else { return nil }
        let scalars = Array(text.unicodeScalars)
        // The most scalars that fit, by halving: the tokens of a beginning hardly ever exceed those of a longer one.
        var (fits, tooMany) = (0, scalars.count)
        var best: [UInt8]?
        while tooMany - fits > 1 {
            let middle = fits + (tooMany - fits) / 2
            var exchange = last
            var message = exchange[question].object ?? JSONObject()
            var beginning = String.UnicodeScalarView()
            beginning.append(contentsOf: scalars[..<middle])
            message["content"] = .string(String(beginning))
            exchange[question] = .object(message)
            if let short = fitting(conversation.opening + exchange, of: row) {
                best = short
                fits = middle
            } else {
                tooMany = middle
            }
        }
        return best
    }

    /// Consecutive exchanges as examples; those that are too long alone are left out.
    private func split(_ conversation: Exchanges, of row: JSONObject) -> [[UInt8]] {
        var parts: [[UInt8]] = []
        var waiting: (messages: [JSONValue], bytes: [UInt8])?
        for exchange in conversation.exchanges {
            let longer = (waiting?.messages ?? conversation.opening) + exchange
            if let bytes = fitting(longer, of: row) {
                waiting = (longer, bytes)
                continue
            }
            if let waiting { parts.append(waiting.bytes) }
            let alone = conversation.opening + exchange
            waiting = fitting(alone, of: row).map { (alone, $0) }
        }
        return parts + (waiting.map { [$0.bytes] } ?? [])
    }

    /// The example with other messages, if it is short enough.
    private func fitting(_ messages: [JSONValue], of row: JSONObject) -> [UInt8]? {
        var row = row
        row["messages"] = .array(messages)
        let bytes = JSONWriter.bytes(.object(row), style: .spaced) + [0x0A]
        return bytes.withUnsafeBytes { tokens.count($0) } <= limit.most ? bytes : nil
    }
}

/// A conversation in its parts: what opens it, and questions with all that follows each.
private struct Exchanges {
    /// Messages of the system or the developer at the start.
    let opening: [JSONValue]
    /// From a user's message to the one before the next.
    private(set) var exchanges: [[JSONValue]] = []

    /// Nil when nobody asks.
    init?(_ messages: [JSONValue]) {
        opening = Array(messages.prefix { ["system", "developer"].contains($0["role"]?.string) })
        for message in messages[opening.count...] {
            if message["role"]?.string == "user",
                exchanges.last.map({ $0.contains { $0["role"]?.string == "assistant" } }) ?? true
            {
                exchanges.append([message])
            } else if exchanges.isEmpty {
                exchanges.append([message])
            } else {
                exchanges[exchanges.count - 1].append(message)
            }
        }
        guard !exchanges.isEmpty else { return nil }
    }

    func messages(from first: Int) -> [JSONValue] { opening + exchanges[first...].flatMap(\.self) }
}
