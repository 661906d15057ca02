import FineTuning
import HTTPServer
import JSONText

/// A file that the simulator keeps.
struct SimulatedFile {
    var id: String
    var createdAt: UnixTime
    /// From when the status reads `processed`.
    var processedAt: UnixTime
    /// From when it is gone.
    var expiresAt: UnixTime?
    var filename: String
    var purpose: String
    var content: ServerBody

    /// As the API shows it.
    func json(isProcessed: Bool) -> JSONValue {
        .object([
            "object": .string("file"),
            "id": .string(id),
            "purpose": .string(purpose),
            "filename": .string(filename),
            "bytes": .integer(content.count),
            "created_at": .integer(createdAt.seconds),
            "expires_at": expiresAt.map { .integer($0.seconds) } ?? .null,
            "status": .string(isProcessed ? "processed" : "uploaded"),
            "status_details": .null,
        ])
    }
}
