/// The length of the longest common subsequence of two lists of words.
///
/// 64 words of one list at a time, each word of the other one adding and masking whole machine words (Hyyrö, "Bit-parallel
/// LCS-length computation revisited", 2004).
struct CommonSubsequence {
    /// Where a word's mask begins, for the words of the list at hand.
    private var starts: [Int32] = []
    private var masks: [UInt64] = []
    private var row: [UInt64] = []

    /// - Parameter words: how many numbers of words there are.
    mutating func length(_ first: [Int], _ second: [Int], words: Int) -> Int {
        guard !first.isEmpty, !second.isEmpty else { return 0 }
        let (long, short) = first.count > second.count ? (first, second) : (second, first)
        let width = (short.count + 63) / 64
        if starts.count < words { starts += [Int32](repeating: -1, count: words - starts.count) }
        masks.removeAll(keepingCapacity: true)
        for (place, word) in short.enumerated() {
            if starts[word] < 0 {
                starts[word] = Int32(masks.count)
                masks.append(contentsOf: repeatElement(0, count: width))
            }
            masks[Int(starts[word]) + place / 64] |= 1 << UInt64(place % 64)
        }
        row.removeAll(keepingCapacity: true)
        row.append(contentsOf: repeatElement(.max, count: width))
        for word in long where starts[word] >= 0 { step(Int(starts[word]), width) }
        for word in short { starts[word] = -1 }
        // Bits beyond the list stay set: their masks are empty.
        return row.reduce(0) { $0 + 64 - $1.nonzeroBitCount }
    }

    private mutating func step(_ start: Int, _ width: Int) {
        var carry: UInt64 = 0
        for index in 0..<width {
            let value = row[index]
            let mask = masks[start + index]
            let (sum, first) = value.addingReportingOverflow(value & mask)
            let (total, second) = sum.addingReportingOverflow(carry)
            row[index] = total | (value & ~mask)
            carry = first || second ? 1 : 0
        }
    }
}
