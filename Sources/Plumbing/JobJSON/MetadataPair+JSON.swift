import FineTuning
package import JSONText

extension [MetadataPair] {
    /// Reads a job's `metadata` as servers send it, sorted by key: a value that is no string counts as its JSON text.
    package init(wire: JSONValue?) {
        // Keys that only look the same are two, as they are to the server.
        self = JSONObject(keepingLastOf: wire?.object?.members ?? []).members
            .map { MetadataPair(key: $0.key, value: $0.value.string ?? $0.value.compactText) }
            .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
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
