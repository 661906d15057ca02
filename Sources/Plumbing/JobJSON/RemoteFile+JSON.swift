package import FineTuning
package import JSONText

extension RemoteFile {
    /// Reads a `file`; needs id and object.
    package init?(wire: JSONValue) {
        guard wire.isObject("file"), let id = wire["id"]?.word else { return nil }
        let bytes = wire["bytes"]?.number?.integer
        self.init(
            id: FileID(id), bytes: bytes.flatMap { $0 < 0 ? nil : $0 }, createdAt: wire["created_at"]?.moment,
            filename: wire["filename"]?.word, purpose: wire["purpose"]?.word, status: wire["status"]?.word,
            statusDetails: wire["status_details"]?.word, raw: wire.compactText)
    }

    /// What of a file is shown, under the API's names; what is unknown is null.
    package var json: JSONObject {
        [
            "id": .string(id.rawValue), "created_at": .seconds(createdAt), "bytes": .optional(bytes),
            "purpose": .text(purpose), "status": .text(status), "filename": .text(filename),
        ]
    }

    /// All that the API sent of the file.
    package var received: JSONObject { JSONObject(received: raw) }
}
