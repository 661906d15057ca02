/// Insertions, deletions, changes and swaps of neighbours between two words (optimal string alignment).
package func editDistance<Letter: Equatable>(_ left: [Letter], _ right: [Letter]) -> Int {
    guard !left.isEmpty, !right.isEmpty else { return left.count + right.count }
    var beforePrevious: [Int] = []
    var previous = Array(0...right.count)
    for row in 1...left.count {
        var current = [row]
        for column in 1...right.count {
            let change = left[row - 1] == right[column - 1] ? 0 : 1
            var best = min(previous[column] + 1, current[column - 1] + 1, previous[column - 1] + change)
            if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                best = min(best, beforePrevious[column - 2] + 1)
            }
            current.append(best)
        }
        beforePrevious = previous
        previous = current
    }
    return previous[right.count]
}
