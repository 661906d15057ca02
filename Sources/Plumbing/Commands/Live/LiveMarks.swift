/// Which lines of a picture have changed a short while ago.
package struct LiveMarks {
    /// How long a change is marked: pictures follow each other faster than people read.
    package static let duration: Duration = .seconds(5)

    private struct Known {
        var state: AnyHashable
        var changedAt: Duration?
    }

    private var known: [String: Known]?

    package init() {}

    /// Looks at the next picture.
    ///
    /// - Parameter now: on a clock that never jumps.
    /// - Returns: Whether each line is marked; none is in the first picture.
    package mutating func look(at lines: [LiveLine], now: Duration) -> [Bool] {
        let before = known
        var after: [String: Known] = [:]
        let marked = lines.map { line -> Bool in
            guard let key = line.key else { return false }
            let state = AnyHashable(line.state)
            var changedAt = before == nil ? nil : now
            if let old = before?[key], old.state == state { changedAt = old.changedAt }
            after[key] = Known(state: state, changedAt: changedAt)
            return changedAt.map { now - $0 < Self.duration } ?? false
        }
        known = after
        return marked
    }
}
