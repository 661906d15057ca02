/// Estimates token counts where no rank file is installed.
///
/// The text is cut exactly as the encoding cuts it; only how many tokens a piece has is guessed, from its kind and
/// length. Measured against exact counts (o200k_base; cl100k_base in brackets):
///
/// - English question-answer rows that the figures were not fitted to: +1.0 % (+0.7 %) in total, 7.3 % (7.9 %) on average
///   for a single message, 43 % (38 %) for the worst short one; English release notes −3 %; Python source +4 %
/// - other languages in total: Spanish, French, Portuguese, Greek, Arabic, Hebrew, Japanese, Korean within 3 % (5 %); most
///   others within 17 % (21 %); too low by up to 25 % (31 %) for Finnish, Dutch and Indonesian
///
/// Bytes divided by four err by +25 % on the same English rows and by up to +84 % elsewhere.
package struct Estimator: Sendable {
    /// The encoding whose counts are estimated.
    package let encoding: Encoding

    private let weights: Weights

    /// nil for an encoding that no figures were measured for.
    package init?(_ encoding: Encoding) {
        guard let weights = Weights.measured(encoding) else { return nil }
        self.encoding = encoding
        self.weights = weights
    }

    /// The estimated number of tokens of a text.
    ///
    /// Sum these as they are and round the sum: the errors of single texts cancel out.
    package func estimate(_ text: String) -> Double {
        var text = text
        return text.withUTF8 { estimate($0) }
    }

    /// The estimated number of tokens of UTF-8 bytes.
    package func estimate(_ bytes: UnsafeBufferPointer<UInt8>) -> Double {
        let thousandths = Splitter.over(bytes, pattern: encoding.splitPattern) { splitter in
            var sum = 0
            var start = 0
            while start < splitter.count {
                let end = splitter.endOfPiece(at: start)
                sum += thousandthsOfTokens(UnsafeRawBufferPointer(start: splitter.base + start, count: end - start))
                start = end
            }
            return sum
        }
        return Double(thousandths ?? 0) / 1000
    }

    private func thousandthsOfTokens(_ piece: UnsafeRawBufferPointer) -> Int {
        var letters = 0
        var sum = 0
        var isASCII = true
        for byte in piece {
            if byte < 0x80 {
                if (byte | 0x20) &- 0x61 < 26 { letters += 1 }
                sum += weights.ascii
            } else {
                isASCII = false
                sum += weights.scalar(lead: byte)
            }
        }
        if !isASCII { return max(1000, sum + weights.base) }
        if letters > 0 { return Weights.value(piece[0] == 0x20 ? weights.word : weights.bareWord, piece.count, 300) }
        // White space and up to three digits are tokens of their own, but for runs that nobody writes.
        let isBlankOrNumber =
            switch piece[piece.count - 1] {
            case 0x30...0x39: true
            case 0x20, 0x09...0x0D: piece[0] <= 0x20
            case _: false
            }
        if isBlankOrNumber { return 1000 * (1 + piece.count / 64) }
        guard piece.count > weights.symbols.count else { return Weights.value(weights.symbols, piece.count, 0) }
        // Rules such as "=====" are one token for up to 64 of the same; anything else is about two bytes a token.
        let changes = zip(piece, piece.dropFirst()).count { $0 != $1 }
        return max(1000 * (1 + piece.count / 64), 550 * changes)
    }
}

/// Thousandths of a token by kind of piece.
///
/// Means over SciQ's training rows, release notes and Python source for pieces in ASCII; for others a linear fit over
/// these and the translations of Debian's programs to 30 languages, each language with the same weight.
private struct Weights: Sendable {
    /// ASCII words behind a blank by their length in bytes, from 1.
    let word: [Int]
    /// ASCII words behind anything else.
    let bareWord: [Int]
    /// Runs of ASCII symbols.
    let symbols: [Int]
    /// For each byte of ASCII in a piece that is not all ASCII.
    let ascii: Int
    /// For each piece that is not all ASCII.
    let base: Int
    /// For each scalar beyond ASCII by the lead byte of its UTF-8, up to and with the given one.
    let scalars: [(lead: UInt8, thousandths: Int)]

    /// The table's value for a length, going on with a slope behind its end.
    static func value(_ table: [Int], _ length: Int, _ slope: Int) -> Int {
        length <= table.count ? table[length - 1] : table[table.count - 1] + slope * (length - table.count)
    }

    func scalar(lead: UInt8) -> Int {
        // A continuation byte belongs to the lead before it.
        lead < 0xC0 ? 0 : scalars.first { lead <= $0.lead }?.thousandths ?? 0
    }

    static func measured(_ encoding: Encoding) -> Weights? {
        switch encoding.name {
        case Encoding.o200kBase.name: o200kBase
        case Encoding.cl100kBase.name: cl100kBase
        default: nil
        }
    }

    // Lead bytes: Latin, Greek, Cyrillic, Hebrew, Arabic; India and Thailand, Georgia, symbols, kana, Han, Hangul, others.
    static let o200kBase = Weights(
        word: [1000, 1000, 1000, 1007, 1020, 1058, 1066, 1134, 1155, 1263, 1344, 1344, 1578, 1733],
        bareWord: [1000, 1021, 1084, 1104, 1331, 1443, 1598, 1598, 1808, 2037, 2224, 2457, 2484, 2700],
        symbols: [1000, 1009, 1077, 1669, 1893, 2331, 2669, 3188],
        ascii: 211, base: 166,
        scalars: [
            (0xCB, 645), (0xCF, 361), (0xD3, 270), (0xD7, 428), (0xDF, 316), (0xE0, 388), (0xE1, 325), (0xE2, 988),
            (0xE3, 625), (0xE9, 844), (0xED, 587), (0xEF, 714), (0xFF, 2090),
        ])

    static let cl100kBase = Weights(
        word: [1000, 1000, 1001, 1009, 1025, 1059, 1065, 1140, 1171, 1293, 1379, 1379, 1668, 1827],
        bareWord: [1000, 1031, 1081, 1103, 1333, 1333, 1609, 1627, 1830, 2081, 2301, 2571, 2623, 2735],
        symbols: [1000, 1009, 1051, 1530, 1805, 2282, 2621, 3161],
        ascii: 267, base: 306,
        scalars: [
            (0xCB, 848), (0xCF, 971), (0xD3, 461), (0xD7, 1073), (0xDF, 716), (0xE0, 1021), (0xE1, 2023), (0xE2, 873),
            (0xE3, 908), (0xE9, 1187), (0xED, 936), (0xEF, 703), (0xFF, 2159),
        ])
}
