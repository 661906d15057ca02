package import FineTuning
package import JSONText

extension RemoteModel {
    /// Reads a `model`; needs id and object.
    package init?(wire: JSONValue, raw: String? = nil) {
        guard wire.isObject("model"), let id = wire["id"]?.word else { return nil }
        self.init(
            name: ModelName(id), createdAt: wire["created"]?.moment, ownedBy: wire["owned_by"]?.word,
            shutdownDate: wire["shutdown_date"]?.word, raw: raw ?? wire.compactText)
    }
}
