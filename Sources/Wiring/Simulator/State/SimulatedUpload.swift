import FineTuning
import HTTPServer
import JSONText

/// A file that comes in parts (API reference, section 1.2).
struct SimulatedUpload {
    /// How an upload stands.
    enum Status: String {
        case pending, completed, cancelled, expired
    }

    let id: String
    let createdAt: UnixTime
    let filename: String
    let purpose: String
    /// What was announced.
    let bytes: Int
    /// By their ids, in the order in which they came.
    var parts: [(id: String, content: ServerBody)] = []
    var status = Status.pending
    /// The file it became.
    var file: SimulatedFile?

    /// How long it takes parts.
    static let lifetime: Duration = .seconds(3600)
    static let greatestPart = 64 << 20
    /// The API takes 8 GB; this simulator lives in memory.
    static let greatest = 1 << 30

    /// How it stands at a moment.
    func status(at now: UnixTime) -> Status {
        status == .pending && now >= createdAt + Self.lifetime ? .expired : status
    }

    /// As the API shows it.
    func json(at now: UnixTime, file shown: JSONValue?) -> JSONValue {
        .object([
            "id": .string(id), "object": .string("upload"), "bytes": .integer(bytes),
            "created_at": .integer(createdAt.seconds), "expires_at": .integer((createdAt + Self.lifetime).seconds),
            "filename": .string(filename), "purpose": .string(purpose),
            "status": .string(status(at: now).rawValue), "file": shown ?? .null,
        ])
    }
}
