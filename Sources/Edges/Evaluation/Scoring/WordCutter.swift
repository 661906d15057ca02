/// Cuts texts into words, by the rules of the two published metrics.
struct WordCutter {
    private(set) var table = WordTable()
    private var word: [UInt8] = []

    /// The words of a text as SQuAD's evaluation normalizes it.
    ///
    /// In this order: lower case; ASCII punctuation removed, which joins what it stood between; the words `a`, `an` and
    /// `the` removed; split at blanks. Source: `normalize_answer` in the evaluation script of SQuAD 2.0 (Rajpurkar, Jia and
    /// Liang, 2018), Python's `str.lower`, `string.punctuation`, `\b` and `str.split`.
    mutating func normalizedWords(_ text: String) -> [Int] {
        var text = text
        return text.withUTF8 { bytes in
            if bytes.allSatisfy({ $0 < 0x80 && Self.kinds[Int($0)] != .other }) { return asciiWords(bytes) }
            return PythonText.normalizedWords(String(decoding: bytes, as: UTF8.self)).map { number(of: $0) }
        }
    }

    /// The words of a text as `rouge-score` cuts it: lower case, runs of `a` to `z` and `0` to `9`, no stemmer.
    ///
    /// Source: `tokenize.tokenize` of rouge-score 0.1.2 (Google Research), with `stemmer=None`.
    mutating func rougeWords(_ text: String) -> [Int] {
        var words: [Int] = []
        var text = text
        text.withUTF8 { bytes in
            var index = 0
            word.removeAll(keepingCapacity: true)
            while index < bytes.count {
                let byte = bytes[index]
                index += 1
                if byte < 0x80, Self.kinds[Int(byte)] == .word {
                    word.append(Self.lower(byte))
                    continue
                }
                // Two letters beyond ASCII have an ASCII one in lower case: İ (with a mark behind it) and the Kelvin sign.
                if byte == 0xC4, index < bytes.count, bytes[index] == 0xB0 {
                    word.append(UInt8(ascii: "i"))
                } else if byte == 0xE2, index + 1 < bytes.count, bytes[index] == 0x84, bytes[index + 1] == 0xAA {
                    word.append(UInt8(ascii: "k"))
                    index += 2
                    continue
                }
                endWord(&words)
            }
            endWord(&words)
        }
        return words
    }

    private mutating func asciiWords(_ bytes: UnsafeBufferPointer<UInt8>) -> [Int] {
        var words: [Int] = []
        word.removeAll(keepingCapacity: true)
        for byte in bytes {
            switch Self.kinds[Int(byte)] {
            case .word: word.append(Self.lower(byte))
            case .punctuation: continue
            case .blank: endWord(&words, dropsArticles: true)
            case .other: continue
            }
        }
        endWord(&words, dropsArticles: true)
        return words
    }

    private mutating func endWord(_ words: inout [Int], dropsArticles: Bool = false) {
        guard !word.isEmpty else { return }
        defer { word.removeAll(keepingCapacity: true) }
        if dropsArticles, word.count <= 3, Self.articles.contains(word) { return }
        words.append(word.withUnsafeBufferPointer { table.number(of: $0) })
    }

    private mutating func number(of word: String) -> Int {
        var word = word
        return word.withUTF8 { table.number(of: $0) }
    }

    private static let articles = ["a", "an", "the"].map { Array($0.utf8) }

    private static func lower(_ byte: UInt8) -> UInt8 {
        byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
    }

    private enum Kind {
        case word
        /// `string.punctuation` of Python.
        case punctuation
        /// What `str.split` of Python splits at.
        case blank
        /// Control characters.
        case other
    }

    private static let kinds: [Kind] = (0..<128).map { code in
        switch UInt8(code) {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            .word
        case 0x09...0x0D, 0x1C...0x20: .blank
        case 0x21...0x7E: .punctuation
        case _: .other
        }
    }
}
