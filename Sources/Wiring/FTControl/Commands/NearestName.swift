/// Finds the name that somebody probably meant.
enum NearestName {
    /// The closest candidate, or nil when none is close: at most one mistake in three characters.
    ///
    /// A candidate that begins with the typed text is as close as one mistake. Of equally close ones the first wins.
    static func to(_ typed: String, among candidates: some Sequence<String>) -> String? {
        let typed = typed.lowercased()
        guard !typed.isEmpty, typed.utf8.count <= 64 else { return nil }
        let limit = max(1, typed.count / 3)
        var best: (name: String, distance: Int)?
        for candidate in candidates {
            let isPrefix = typed.count > 1 && candidate.lowercased().hasPrefix(typed)
            let distance = isPrefix ? 1 : distance(typed, candidate.lowercased())
            if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.name
    }

    /// ` (did you mean "list"?)`, or nothing.
    static func question(_ typed: String, among candidates: some Sequence<String>, prefix: String = "") -> String {
        to(typed, among: candidates).map { "; did you mean \"\(prefix)\($0)\"?" } ?? ""
    }

    /// How many insertions, deletions, replacements and swaps of neighbours lead from one to the other.
    static func distance(_ left: String, _ right: String) -> Int {
        let left = Array(left), right = Array(right)
        var previous: [Int] = []
        var current = Array(0...right.count)
        for row in left.indices {
            let beforePrevious = previous
            previous = current
            current[0] = row + 1
            for column in right.indices {
                let replaced = previous[column] + (left[row] == right[column] ? 0 : 1)
                current[column + 1] = min(replaced, previous[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    current[column + 1] = min(current[column + 1], beforePrevious[column - 1] + 1)
                }
            }
        }
        return current[right.count]
    }
}
