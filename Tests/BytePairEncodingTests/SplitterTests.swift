import Testing

@testable import BytePairEncoding

@Suite struct SplitterTests {
    static func pieces(_ text: String, _ pattern: SplitPattern) -> [String] {
        let bytes = Array(text.utf8)
        return Splitter.pieces(of: bytes, pattern: pattern).map { String(decoding: bytes[$0], as: UTF8.self) }
    }

    @Test(arguments: [
        ("", []),
        ("hello world", ["hello", " world"]),
        ("Hello WORLD camelCase XMLHttp", ["Hello", " WORLD", " camel", "Case", " XMLHttp"]),
        ("it's IT'S we'll x'ſy can'T", ["it's", " IT'S", " we'll", " x'ſ", "y", " can'T"]),
        ("'s 'tis don't.", ["'s", " '", "tis", " don't", "."]),
        ("1234567 ٣٤٥٦", ["123", "456", "7", " ", "٣٤٥", "٦"]),
        ("a  b   \n\n  c \r\n", ["a", " ", " b", "   \n\n", " ", " c", " \r\n"]),
        ("x \n ", ["x", " \n", " "]),
        ("http://a/b//\n/x", ["http", "://", "a", "/b", "//\n/", "x"]),
        ("中文AB! 中文AB中a", ["中文", "AB", "!", " 中文AB中a"]),
        ("e\u{301}tude \u{301}AB", ["e\u{301}tude", " \u{301}", "AB"]),
        ("\u{301}ab!\u{301}\u{301}", ["\u{301}ab", "!\u{301}\u{301}"]),
        ("👍🏽 ok…\n", ["👍🏽", " ok", "…\n"]),
        ("\u{A0}x\u{3000}\u{3000}y", ["\u{A0}x", "\u{3000}", "\u{3000}y"]),
        ("<|endoftext|>", ["<|", "endoftext", "|>"]),
    ])
    func o200kCutsAsPublished(text: String, expected: [String]) {
        #expect(Self.pieces(text, .o200k) == expected)
    }

    @Test(arguments: [
        ("", []),
        ("hello world", ["hello", " world"]),
        ("Hello WORLD camelCase", ["Hello", " WORLD", " camelCase"]),
        ("it's IT'S we'll x'ſy can'T", ["it", "'s", " IT", "'S", " we", "'ll", " x", "'ſ", "y", " can", "'T"]),
        ("'s 'tis", ["'s", " '", "tis"]),
        ("'stop 'really", ["'s", "top", " '", "really"]),
        ("12345", ["123", "45"]),
        ("a  b   \n\n  c \r\n", ["a", " ", " b", "   \n\n", " ", " c", " \r\n"]),
        ("x \n ", ["x", " \n "]),
        ("a//\n/x", ["a", "//\n", "/x"]),
        ("e\u{301}t", ["e", "\u{301}t"]),
        ("中文AB中a", ["中文AB中a"]),
    ])
    func cl100kCutsAsPublished(text: String, expected: [String]) {
        #expect(Self.pieces(text, .cl100k) == expected)
    }

    /// Python decodes each of these with one U+FFFD for each maximal ill-formed part.
    @Test(
        arguments: SplitPattern.allCases,
        [
            [0x61, 0xFF, 0x62], [0xC3], [0xC0, 0x80], [0xE4, 0xB8, 0x20], [0xED, 0xA0, 0x80, 0x41], [0xF0, 0x9F, 0x98],
            [0xF4, 0x90, 0x80, 0x80], [0x80, 0x80, 0x61], [0x20, 0xF0, 0x9F, 0x41, 0x0A], [0xE0, 0x80, 0x80],
        ] as [[UInt8]])
    func illFormedBytesCutAsTheRepairedText(pattern: SplitPattern, bytes: [UInt8]) {
        let repaired = Self.pieces(String(decoding: bytes, as: UTF8.self), pattern)
        let raw = Splitter.pieces(of: bytes, pattern: pattern).map { String(decoding: bytes[$0], as: UTF8.self) }
        #expect(raw == repaired)
    }

    @Test(arguments: SplitPattern.allCases)
    func anyBytesAreCoveredWithoutGap(pattern: SplitPattern) {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<3000 {
            let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                UInt8.random(in: Bool.random(using: &generator) ? 0...255 : 0x20...0x7A, using: &generator)
            }
            var position = 0
            for piece in Splitter.pieces(of: bytes, pattern: pattern) {
                #expect(piece.lowerBound == position && !piece.isEmpty)
                position = piece.upperBound
            }
            #expect(position == bytes.count)
        }
    }

    /// The published expression itself is the yardstick, run by the standard library's engine.
    ///
    /// That engine does not fold U+017F to `s`, as tiktoken's does, so no text here has it behind an apostrophe.
    @Test(arguments: SplitPattern.allCases)
    func cutsAsTheRegularExpression(pattern: SplitPattern) throws {
        let expression = try Regex(pattern.published).matchingSemantics(.unicodeScalar)
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<2500 {
            let text = RandomText.mixed(using: &generator)
            let scalars = text.unicodeScalars
            if zip(scalars, scalars.dropFirst()).contains(where: { $0 == "'" && $1 == "ſ" }) { continue }
            let expected = text.matches(of: expression).map { String(text[$0.range]) }
            #expect(
                Self.pieces(text, pattern) == expected, "\(text.unicodeScalars.map { String($0.value, radix: 16) })")
        }
    }
}

/// Short texts that put the alternatives of the patterns side by side.
enum RandomText {
    private static let parts: [String] = [
        " ", " ", "  ", "\n", "\r\n", "\r", "\t", "\u{A0}", "\u{2028}", "\u{3000}", "\u{85}", "'", "'s", "'S", "'ſ",
        "'ll", "'Re",
        "'vE", "'d", "'m", "'T", "a", "b", "word", "Word", "WORD", "Z", "é", "É", "ß", "ǅ", "ʰ", "ǈ", "中", "文", "の",
        "한", "\u{301}",
        "\u{20DD}", "0", "7", "42", "123", "٣", "Ⅷ", "²", "/", "//", ".", ",", "!", "-", "…", "€", "👍", "🏽", "\u{200D}",
        "\u{FEFF}", "ª", "ſ",
        "K", "_", "\u{0}", "\u{7F}",
    ]

    static func mixed(using generator: inout SeededGenerator) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 1...14, using: &generator) {
            text += parts[Int.random(in: 0..<parts.count, using: &generator)]
        }
        return text
    }
}
