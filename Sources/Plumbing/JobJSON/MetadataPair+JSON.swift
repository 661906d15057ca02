import FineTuning
package import JSONText

extension [MetadataPair] {
    /// Reads a job's `metadata` as servers send it, sorted by key: a value that is no string counts as its JSON text.
    package init(wire: JSONValue?) {
        var pairs: [String: String] = [:]
        for member in wire?.object?.members ?? [] {
            pairs[member.key] = member.value.string ?? member.value.compactText
        }
        self = pairs.map { MetadataPair(key: $0.key, value: $0.value) }.sorted { $0.key < $1.key }
    }

    /// Reads what ``json`` wrote, in its order; what is no pair of strings is left out.
    package init(json: JSONValue?) {
        self = (json?.object?.members ?? []).compactMap { member in
            member.value.string.map { MetadataPair(key: member.key, value: $0) }
        }
    }

    /// An object whose values are strings, in the order of the pairs.
    package var json: JSONObject {
        JSONObject(members: map { JSONObject.Member(key: $0.key, value: .string($0.value)) })
    }
}
