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

    @Test func noLineIsWiderThanAsked() {
        let text = "Water 水は液体です wets everything, 👩‍👩‍👧 included; supercalifragilisticexpialidocious words too."
        for width in 2...60 {
            for line in TextWrapping.lines(text, width: width) { #expect(line.displayWidth <= width) }
        }
    }
}
