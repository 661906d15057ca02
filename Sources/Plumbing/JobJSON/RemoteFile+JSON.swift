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
}
