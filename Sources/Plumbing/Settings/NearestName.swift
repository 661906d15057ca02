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

/// Insertions, deletions, changes and swaps of neighbours between two words (optimal string alignment).
private func editDistance(_ left: [Character], _ right: [Character]) -> Int {
    guard !left.isEmpty, !right.isEmpty else { return left.count + right.count }
    var beforePrevious: [Int] = []
    var previous = Array(0...right.count)
    for row in 1...left.count {
        var current = [row]
        for column in 1...right.count {
            let change = left[row - 1] == right[column - 1] ? 0 : 1
            var best = Swift.min(previous[column] + 1, current[column - 1] + 1, previous[column - 1] + change)
            if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                best = Swift.min(best, beforePrevious[column - 2] + 1)
            }
            current.append(best)
        }
        beforePrevious = previous
        previous = current
    }
    return previous[right.count]
}
