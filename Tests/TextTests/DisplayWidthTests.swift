import Testing

@testable import Text

@Suite struct DisplayWidthTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("naïve", 5), ("e\u{301}", 1), ("水", 2), ("日本語", 6), ("한국", 4), ("ｱ", 1), ("Ａ", 2),
        ("한", 2), ("😀", 2), ("👩‍👩‍👧", 2), ("👍🏽", 2), ("🇩🇪", 2), ("❤️", 2), ("❤", 1), ("✔", 1), ("✖", 1),
        ("●", 1), ("◌", 1), ("▁█", 2), ("…", 1), ("☰", 2), ("a水b", 4), ("क्षि", 3), ("𠀀", 2), ("½", 1), ("\u{AD}", 1),
    ])
    func countsColumns(_ text: String, _ width: Int) {
        #expect(text.displayWidth == width)
    }

    @Test(arguments: [
        ("abc", 3, "abc"), ("abcd", 3, "ab…"), ("abcd", 1, "…"), ("abcd", 0, ""), ("ab cd", 4, "ab…"),
        ("水水水", 6, "水水水"), ("水水水", 5, "水水…"), ("水水水", 4, "水…"), ("👩‍👩‍👧x水", 4, "👩‍👩‍👧x…"), ("e\u{301}ee", 2, "e\u{301}…"),
    ])
    func clipsByColumns(_ text: String, _ width: Int, _ clipped: String) {
        #expect(text.clipped(to: width) == clipped)
    }

    @Test(arguments: [("水", 4, "水  "), ("abcd", 3, "abcd"), ("", 2, "  ")])
    func padsByColumns(_ text: String, _ width: Int, _ padded: String) {
        #expect(text.padded(to: width) == padded)
    }
}
