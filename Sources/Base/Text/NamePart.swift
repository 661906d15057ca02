/// Parts of ids, which people type instead of all of one.
package enum NamePart {
    /// The word for the newest.
    package static let latest = "latest"

    /// Which of some ids a name can mean: the one with that name, those that begin so with or without a prefix that all
    /// share, or else those that have it anywhere.
    package static func match(_ name: String, among ids: [String], prefix: String) -> [String] {
        let exact = ids.filter { $0 == name || $0 == prefix + name }
        if !exact.isEmpty { return exact.uniqued }
        guard !name.isEmpty else { return [] }
        let begun = ids.filter { $0.hasPrefix(name) || $0.hasPrefix(prefix + name) }
        return (begun.isEmpty ? ids.filter { $0.contains(name) } : begun).uniqued
    }

    /// The shortest beginning of each id, without the prefix, that no other one has.
    ///
    /// - Parameter least: the least number of characters.
    package static func shortest(of ids: [String], prefix: String, least: Int) -> [String: String] {
        let whole = ids.uniqued
        let bare = Dictionary(
            uniqueKeysWithValues: whole.map { ($0, $0.hasPrefix(prefix) ? String($0.dropFirst(prefix.count)) : $0) })
        let sorted = whole.map { (id: $0, bare: bare[$0] ?? $0) }.sorted { $0.bare < $1.bare }
        var result: [String: String] = [:]
        for (index, entry) in sorted.enumerated() {
            let neighbours = [index - 1, index + 1].filter(sorted.indices.contains).map { sorted[$0].bare }
            let shared = neighbours.map { zip($0, entry.bare).prefix { $0 == $1 }.count }.max() ?? 0
            let part = String(entry.bare.prefix(max(shared + 1, least, 1)))
            result[entry.id] = part.isEmpty || part == latest ? entry.id : part
        }
        return result
    }
}

extension [String] {
    /// Each once, at its first place.
    package var uniqued: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
