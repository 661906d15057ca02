import Testing
import Text

@testable import Commands

@Suite struct TextWrappingTests {
    @Test(arguments: [
        ("", 10, [""]),
        ("short", 10, ["short"]),
        ("one two three four", 9, ["one two", "three", "four"]),
        ("one two three four", 7, ["one two", "three", "four"]),
        ("one  two", 8, ["one  two"]),
        ("one  two three", 8, ["one  two", "three"]),
        ("first\n\nthird line is long", 10, ["first", "", "third line", "is long"]),
        ("  - indented item goes on", 14, ["  - indented", "  item goes on"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("to abcdefghij", 4, ["to", "abcd", "efgh", "ij"]),
        ("日本語の文章、です。", 8, ["日本語の", "文章、で", "す。"]),
        ("水水水。水", 6, ["水水", "水。水"]),
        ("日本語 and 中文 mixed", 10, ["日本語 and", "中文 mixed"]),
        ("a\u{1B}[31mred", 20, ["a\\u{1b}[31mred"]),
        ("one\r\ntwo", 20, ["one", "two"]),
        ("trailing   ", 20, ["trailing"]),
    ])
    func breaksLines(_ text: String, _ width: Int, _ lines: [String]) {
        #expect(TextWrapping.lines(text, width: width) == lines)
    }

    @Test(arguments: [
        (
            "  training file  file-EUPGmm1yAd3axrQ0pyoeAKuE", 40, 17,
            ["  training file", "           file-EUPGmm1yAd3axrQ0pyoeAKuE"]
        ),
        ("  label  one two three", 16, 9, ["  label  one two", "        three"]),
        ("\u{1B}[31mone\u{1B}[0m two", 7, nil, ["\u{1B}[31mone\u{1B}[0m two"]),
        ("\u{1B}[31mone two\u{1B}[0m three", 7, nil, ["\u{1B}[31mone two\u{1B}[0m", "three"]),
        ("\u{1B}[2Jone", 20, nil, ["\\u{1b}[2Jone"]),
    ])
    func aPaintedTextKeepsItsColoursAndWholeIds(_ text: String, _ width: Int, _ hanging: Int?, _ lines: [String]) {
        #expect(TextWrapping.paintedLines(text, width: width, hanging: hanging) == lines)
    }

    @Test(arguments: 20...100) func everyIdThatFitsALineStaysWhole(_ width: Int) {
        let id = "ftjob-O1OEE7eEyFNJs"
        let text = "ftctl: job \(id) has succeeded, and its model has no name yet: ftctl wait \(id)"
        let layout = TextLayout(width: width, glyphs: .unicode)
        let lines = layout.lines(text, hanging: 2)
        #expect(lines.filter { $0.contains(id) }.joined().components(of: id) == 2)
        for line in lines { #expect(line.displayWidth <= width) }
        #expect(TextLayout(width: nil, glyphs: .unicode).lines(text) == [text])
    }

    @Test func noLineIsWiderThanAsked() {
        let text = "Water 水は液体です wets everything, 👩‍👩‍👧 included; supercalifragilisticexpialidocious words too."
        for width in 2...60 {
            for line in TextWrapping.lines(text, width: width) { #expect(line.displayWidth <= width) }
        }
    }
}

extension String {
    /// How often a text occurs.
    fileprivate func components(of text: String) -> Int {
        var count = 0
        var rest = self[...]
        while let range = rest.firstRange(of: text) {
            count += 1
            rest = rest[range.upperBound...]
        }
        return count
    }
}
