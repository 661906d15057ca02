/// Which questions were seen, with which answers, on which line.
///
/// A table of 16 bytes a slot that is never more than three quarters full and doubles: 21 to 43 bytes for each row
/// that is no duplicate, half as much again while it doubles.
struct DuplicateIndex {
    /// What is known about a row.
    enum Verdict: Equatable {
        case new
        /// Question and answer stand on that line already.
        case duplicate(line: Int)
        /// The question stands there with another answer.
        case contradiction(line: Int)
    }

    private struct Slot {
        var key: UInt64
        var answer: UInt32
        /// 0 in an empty slot.
        var line: UInt32
    }

    private var slots = [Slot](repeating: Slot(key: 0, answer: 0, line: 0), count: 1 << 10)
    private var used = 0

    /// Takes a row in.
    mutating func insert(question: UInt64, answer: UInt64, line: Int) -> Verdict {
        let place = slot(of: question)
        let short = UInt32(truncatingIfNeeded: answer)
        guard let first = known(place) else {
            add(Slot(key: question, answer: short, line: UInt32(clamping: line)), at: place)
            return .new
        }
        if first.answer == short { return .duplicate(line: Int(first.line)) }
        // Further answers stand under a key of their own, so that a question asked often stays cheap.
        var pair = ContentHash(seed: question)
        pair.combine(answer)
        let further = slot(of: pair.value)
        if let same = known(further) { return .duplicate(line: Int(same.line)) }
        add(Slot(key: pair.value, answer: short, line: UInt32(clamping: line)), at: further)
        return .contradiction(line: Int(first.line))
    }

    /// The first line with that question.
    func line(ofQuestion question: UInt64) -> Int? { known(slot(of: question)).map { Int($0.line) } }

    private func known(_ place: Int) -> Slot? { slots[place].line == 0 ? nil : slots[place] }

    private func slot(of key: UInt64) -> Int {
        let mask = slots.count - 1
        var place = Int(truncatingIfNeeded: key) & mask
        while slots[place].line != 0, slots[place].key != key { place = (place + 1) & mask }
        return place
    }

    private mutating func add(_ slot: Slot, at place: Int) {
        slots[place] = slot
        used += 1
        guard used * 4 > slots.count * 3 else { return }
        let old = slots
        slots = [Slot](repeating: Slot(key: 0, answer: 0, line: 0), count: old.count * 2)
        for slot in old where slot.line != 0 { slots[self.slot(of: slot.key)] = slot }
    }
}
