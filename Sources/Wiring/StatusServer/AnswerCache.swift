import HTTPServer
import Synchronization

/// Answers of the last moment, so that many browsers at once cost what one does.
final class AnswerCache: Sendable {
    private struct Entry {
        let response: ServerResponse
        let version: Int64
        let madeAt: ContinuousClock.Instant
    }

    private static let most = 32
    private static let largest = 1 << 19
    /// Ages of data are shown in seconds.
    private static let lifetime: Duration = .seconds(1)

    private let entries = Mutex<[String: Entry]>([:])

    /// The answer to the same request, if it was made a moment ago and the store has not changed since.
    func answer(_ target: String, version: Int64) -> ServerResponse? {
        entries.withLock { entries in
            guard let entry = entries[target], entry.version == version, entry.madeAt + Self.lifetime > .now else {
                return nil
            }
            return entry.response
        }
    }

    func keep(_ response: ServerResponse, for target: String, version: Int64) {
        guard response.status == 200, target.utf8.count < 512, case .bytes(let bytes) = response.body,
            bytes.count <= Self.largest
        else { return }
        entries.withLock { entries in
            if entries.count >= Self.most { entries.removeAll() }
            entries[target] = Entry(response: response, version: version, madeAt: .now)
        }
    }
}
