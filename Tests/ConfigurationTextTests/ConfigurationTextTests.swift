import ConfigurationText
import Testing

@Suite struct ConfigurationTextTests {
    private func parse(_ text: String) -> ConfigurationText {
        ConfigurationText(text, file: "x.conf", headings: ["[one]", "[two \"name\"]"])
    }

    @Test func sectionsAndEntriesKeepTheirLinesAndRepetitions() {
        let text = parse(
            "\u{FEFF}# a comment\r\n[one] ; why\r\na = 1\r\n\r\n  b=\"x y\" z # c\r\na = 2\r\n[two  \"n m\" ]\r\n[one]\r\n"
        )
        #expect(text.problems == [])
        #expect(text.sections.map(\.kind) == ["one", "two", "one"])
        #expect(text.sections.map(\.name) == [nil, "n m", nil])
        #expect(text.sections.map(\.line) == [2, 7, 8])
        let entries = text.sections[0].entries
        #expect(entries.map(\.key) == ["a", "b", "a"])
        #expect(entries.map(\.line) == [3, 5, 6])
        #expect(entries.map(\.value.words) == [["1"], ["x y", "z"], ["2"]])
    }

    @Test(arguments: [
        ("a = 1", "x.conf:1: a stands before any section; write a heading such as [one] above it"),
        ("[one", "x.conf:1: not a heading (got \"[one\"); write [one] or [two \"name\"], alone on its line"),
        ("[one] a", "x.conf:1: not a heading (got \"[one] a\"); write [one] or [two \"name\"], alone on its line"),
        ("[]", "x.conf:1: not a heading (got \"[]\"); write [one] or [two \"name\"], alone on its line"),
        ("[one]\n\nsomething", "x.conf:3: not a setting (got \"something\"); write key = value"),
        ("[one]\n= 1", "x.conf:2: not a key before the = (got \"\"); write key = value"),
        ("[one]\na = \"b", "x.conf:2: a: a double quote is not closed; write \\\" for the character itself"),
        ("[one]\na = \u{7}", "x.conf:2: the line has a control character; the file must be plain text"),
    ])
    func aLineThatCannotBeReadIsAProblem(text: String, problem: String) {
        #expect(parse(text).problems.map(\.description) == [problem])
    }

    @Test func whatStandsBelowABadHeadingHasNoMessagesOfItsOwn() {
        let text = parse("[one\nnonsense\na = 1\n[two \"x\"]\nb = 2")
        #expect(text.problems.map(\.line) == [1])
        #expect(text.sections.map(\.name) == ["x"])
    }

    @Test func anErrorHasItsProblemsInTheOrderOfTheFile() {
        let problems = [(7, "c"), (nil, "a"), (7, "d"), (2, "b")].map { (line: Int?, text) in
            ConfigurationError.Problem(file: "x.conf", line: line, text: text)
        }
        #expect(ConfigurationError(problems).description == "x.conf: a\nx.conf:2: b\nx.conf:7: c\nx.conf:7: d")
    }
}
