import Testing

@testable import BytePairEncoding

@Suite struct CutTests {
    private static func cut(_ bytes: [UInt8], _ encoding: Encoding) -> Int? {
        bytes.withUnsafeBufferPointer { encoding.lastCut(in: $0) }
    }

    @Test(
        arguments: [
            ("hello world", 5), ("hello\nworld", 5), ("line one\r\nb", 8), ("abc123", 3), ("123abc", 3), ("x=1 ", 3),
            ("don't", nil), ("5's", 1), ("don't stop", 5), ("中文。中文", 6), ("e\u{301}e", nil), ("...", nil),
            ("    ", nil),
            ("aaaaaaaa", nil), ("", nil), ("a", nil), ("\u{301}1 ", 3),
        ] as [(String, Int?)])
    func theLastPlaceThatNoPieceReachesOverIsFound(text: String, offset: Int?) {
        for encoding in Encoding.all { #expect(Self.cut(Array(text.utf8), encoding) == offset, "\(encoding.name)") }
    }

    /// One or more of each class, well formed and not, and everything that a pattern names.
    private static let parts: [[UInt8]] =
        [
            "a", "B", "s", "t", "ré", "ß", "中", "ʰ", "\u{301}", "1", "٣", " ", "\n", "\r", "\t", "\u{A0}", "\u{3000}",
            "'", "/",
        ]
        .map { Array($0.utf8) }
        + ["。", "!", "👍", "ſ", "'s", "'ll", "  ", "\r\n"].map { Array($0.utf8) } + [
            [0x80], [0xE4, 0xB8], [0xF0], [0xC3],
        ]

    @Test(arguments: Encoding.all)
    func bothPartsHaveThePiecesOfTheWhole(encoding: Encoding) {
        var generator = SeededGenerator(seed: 42)
        var cuts = 0
        for _ in 0..<20_000 {
            let head = (0..<Int.random(in: 1...8, using: &generator)).flatMap { _ in
                Self.parts.randomElement(using: &generator) ?? []
            }
            guard let cut = Self.cut(head, encoding) else { continue }
            cuts += 1
            // The cut was found without knowing what follows.
            let whole =
                head
                + (0..<Int.random(in: 0...4, using: &generator)).flatMap { _ in
                    Self.parts.randomElement(using: &generator) ?? []
                }
            let first = Splitter.pieces(of: Array(whole[..<cut]), pattern: encoding.splitPattern)
            let second = Splitter.pieces(of: Array(whole[cut...]), pattern: encoding.splitPattern)
            let together = first + second.map { $0.lowerBound + cut..<$0.upperBound + cut }
            #expect(together == Splitter.pieces(of: whole, pattern: encoding.splitPattern), "\(whole) at \(cut)")
        }
        #expect(cuts > 10_000)
    }
}
