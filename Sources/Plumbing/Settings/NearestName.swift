internal import FineTuning

/// The name of a list that somebody probably meant, if one is near enough.
///
/// Near is: at most a third of the letters wrong, and at most two in all; swapped neighbours count once.
package func nearestName(to word: String, in names: [String]) -> String? {
    let limit = min(2, max(1, word.count / 3))
    let best = names.map { (name: $0, distance: editDistance(Array(word), Array($0))) }
        .min { $0.distance < $1.distance }
    guard let best, best.distance <= limit else { return nil }
    return best.name
}

/// `did you mean "x"?`, or all the names there are.
func nearestHint(for word: String, in names: [String]) -> String {
    nearestName(to: word, in: names).map { "did you mean \($0)?" } ?? "write \(names.alternatives)"
}

extension [String] {
    /// `a, b or c`.
    package var alternatives: String {
        guard let last, count > 1 else { return first ?? "" }
        return dropLast().joined(separator: ", ") + " or " + last
    }
}
