/// Finds the name that somebody probably meant.
package enum NearestName {
    /// The name of a list that a typo most likely meant, upper and lower case aside; nil when none is near.
    ///
    /// Near is: at most a third of the letters wrong, one in a name of two to five letters; swapped neighbours count once.
    /// Text beyond 100 scalars and names beyond the first 1,000 are not looked at: the time is their product.
    package static func find(_ typed: String, among names: [String]) -> String? {
        let wanted = Array(typed.lowercased().unicodeScalars.prefix(100))
        // One letter is as near to every other: only its own capital is meant by it.
        let limit = wanted.count > 1 ? max(1, wanted.count / 3) : 0
        var best: (name: String, distance: Int)?
        for candidate in names.prefix(1_000) {
            let scalars = Array(candidate.lowercased().unicodeScalars.prefix(100))
            guard abs(scalars.count - wanted.count) <= limit else { continue }
            let distance = editDistance(wanted, scalars)
            if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.name
    }

    /// `; did you mean "list"?`, or nothing when no name is near; the beginning of one name alone is near it.
    package static func question(_ typed: String, among names: [String], prefix: String = "") -> String {
        let typed = String(typed.lowercased().prefix(64))
        guard !typed.isEmpty else { return "" }
        let begun = names.filter { $0.hasPrefix(typed) }
        let meant = begun.count == 1 ? begun.first : find(typed, among: names)
        return meant.map { "; did you mean \"\(prefix)\($0)\"?" } ?? ""
    }

    /// `did you mean x?`, or all the names there are: `write a, b or c`.
    package static func hint(_ typed: String, among names: [String]) -> String {
        find(typed, among: names).map { "did you mean \($0)?" } ?? "write \(names.alternatives)"
    }
}

extension [String] {
    /// `a, b or c`.
    package var alternatives: String {
        guard let last, count > 1 else { return first ?? "" }
        return dropLast().joined(separator: ", ") + " or " + last
    }
}
