import HTTPServer
import Synchronization

/// Answers of the last moment, so that many browsers at once cost what one does.
final class AnswerCache: Sendable {
    /// What an answer depends on beside the request.
    struct Version: Hashable {
        let store: StoreVersion
        /// A daemon that dies writes nothing; nil when the lock file cannot be read.
        let isDaemonAlive: Bool?
    }

    private struct Entry {
        let response: ServerResponse
        let version: Version
        let madeAt: ContinuousClock.Instant
    }

    private static let most = 32
    private static let largest = 1 << 19
    /// Ages of data are shown in seconds.
    private static let lifetime: Duration = .seconds(1)

    private let entries = Mutex<[String: Entry]>([:])

    /// The answer to the same request, if it was made a moment ago and nothing has changed since.
    func answer(_ target: String, version: Version) -> ServerResponse? {
        entries.withLock { entries in
            guard let entry = entries[target], entry.version == version, entry.madeAt + Self.lifetime > .now else {
                return nil
            }
            return entry.response
        }
    }

    func keep(_ response: ServerResponse, for target: String, version: Version) {
        guard response.status == 200, target.utf8.count < 512, case .bytes(let bytes) = response.body,
            bytes.count <= Self.largest
        else { return }
        entries.withLock { entries in
            if entries.count >= Self.most { entries.removeAll() }
            entries[target] = Entry(response: response, version: version, madeAt: .now)
        }
    }
}
