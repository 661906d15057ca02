package import FineTuning
package import JSONText

extension RemoteFile {
    /// Reads a `file`; needs id and object.
    package init?(wire: JSONValue, raw: String? = nil) {
        guard wire.isObject("file"), let id = wire["id"]?.word else { return nil }
        let bytes = wire["bytes"]?.number?.integer
        self.init(
            id: FileID(id), bytes: bytes.flatMap { $0 < 0 ? nil : $0 }, createdAt: wire["created_at"]?.moment,
            filename: wire["filename"]?.word, purpose: wire["purpose"]?.word, status: wire["status"]?.word,
            statusDetails: wire["status_details"]?.word, raw: raw ?? wire.compactText)
    }

    /// What of a file is shown, under the API's names; what is unknown is null.
    package var json: JSONObject { Self.fields.object(self) }

    /// Its keys.
    package static let fields: JSONFields<RemoteFile> = [
        JSONField("id", "the file's id") { .string($0.id.rawValue) },
        JSONField("created_at", "when it was uploaded or made") { .seconds($0.createdAt) },
        JSONField("bytes", "its size") { .optional($0.bytes) },
        JSONField("purpose", "fine-tune for uploads, fine-tune-results for what jobs leave") { .text($0.purpose) },
        JSONField("status", "as the API words it: processed, …") { .text($0.status) },
        JSONField("filename", "its name at the API") { .text($0.filename) },
    ]

    /// All that the API sent of the file.
    package var received: JSONObject { JSONObject(received: raw) }
}
