import JSONText

/// The subsets and splits of a dataset, as `/splits` lists them.
struct HubSplits {
    /// The subsets, each once, in the server's order.
    private(set) var subsets: [String] = []
    private var splits: [(subset: String, split: String)] = []

    /// Reads an answer.
    init(_ body: [UInt8]) throws(HubError) {
        let listing: JSONValue
        do throws(JSONSyntaxError) { listing = try JSONValue.parse(body) } catch { throw .malformed("\(error)") }
        guard let items = listing["splits"]?.array else { throw .malformed("no list of splits") }
        var known: Set<String> = []
        for item in items {
            guard let subset = item["config"]?.string, let split = item["split"]?.string else { continue }
            if known.insert(subset).inserted { subsets.append(subset) }
            splits.append((subset, split))
        }
        guard !splits.isEmpty else { throw .malformed("no split at all") }
    }

    /// The subset that is meant, once it is known that it has the split.
    func subset(_ wanted: String?, split: String) throws(HubError) -> String {
        let subset = try subset(wanted)
        let existing = splits.filter { $0.subset == subset }.map(\.split)
        guard existing.contains(split) else { throw .noSplit(split, existing: existing) }
        return subset
    }

    private func subset(_ wanted: String?) throws(HubError) -> String {
        if let wanted {
            guard subsets.contains(wanted) else { throw .noSubset(wanted, existing: subsets) }
            return wanted
        }
        if subsets.contains("default") { return "default" }
        guard subsets.count == 1, let only = subsets.first else { throw .severalSubsets(subsets) }
        return only
    }
}
