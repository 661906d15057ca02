/// The name that a typo most likely meant: at most a third of its letters away, upper and lower case aside.
func nearestName(to name: String, among names: [String]) -> String? {
    // Longer names than any typo would be are not worth the quadratic time.
    let wanted = Array(name.lowercased().unicodeScalars.prefix(100))
    let limit = wanted.count / 3
    var best: (name: String, distance: Int)?
    for candidate in names.prefix(1_000) {
        let scalars = Array(candidate.lowercased().unicodeScalars.prefix(100))
        guard abs(scalars.count - wanted.count) <= limit else { continue }
        let distance = editDistance(wanted, scalars)
        if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
}

/// Insertions, deletions, replacements and swaps of neighbours that lead from one to the other.
private func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in left.indices {
        var current = [row + 1]
        for column in right.indices {
            let replaced = last[column] + (left[row] == right[column] ? 0 : 1)
            var least = min(replaced, last[column + 1] + 1, current[column] + 1)
            if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                least = min(least, beforeLast[column - 1] + 1)
            }
            current.append(least)
        }
        beforeLast = last
        last = current
    }
    return last[right.count]
}
