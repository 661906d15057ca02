import FineTuning

/// Texts that many jobs share, each kept once and known by a number, and their order.
struct WordTable: Sendable {
    enum Kind {}
    /// Compared byte by byte.
    typealias Word = Identifier<Kind>

    /// By number.
    private(set) var words: [Word] = []
    private var numbers: [Word: Int] = [:]
    /// The numbers in the order of their words.
    private var sorted: [Int] = []
    /// Where each number stands in that order.
    private(set) var ranks: [Int] = []

    /// The number of a word, a new one for a new word; until ``rank()`` new words have no rank.
    mutating func number(of text: String) -> Int {
        let word = Word(text)
        if let known = numbers[word] { return known }
        numbers[word] = words.count
        words.append(word)
        return words.count - 1
    }

    /// Ranks the words that are new.
    mutating func rank() {
        guard sorted.count < words.count else { return }
        if words.count - sorted.count > 64 {
            sorted = words.indices.sorted { words[$0] < words[$1] }
        } else {
            for number in sorted.count..<words.count { sorted.insert(number, at: place(of: words[number])) }
        }
        ranks = Array(repeating: 0, count: words.count)
        for (rank, number) in sorted.enumerated() { ranks[number] = rank }
    }

    private func place(of word: Word) -> Int {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if words[sorted[middle]] < word { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension String {
    /// Without capitals of ASCII, as SQLite's `lower()`.
    var lowercasedASCII: String {
        guard utf8.contains(where: { (0x41...0x5A).contains($0) }) else { return self }
        return String(decoding: utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}
