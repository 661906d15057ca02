import Testing
import Text

@testable import Settings

@Suite struct ConfigurationValueTests {
    @Test(arguments: [
        ("  20s  ", "20s", ["20s"]),
        (" a b  c", "a b  c", ["a", "b", "c"]),
        (" a # a comment", "a", ["a"]),
        (" a ; a comment", "a", ["a"]),
        ("# only a comment", "", []),
        (" https://host/#part;x", "https://host/#part;x", ["https://host/#part;x"]),
        (" \" kept \"", " kept ", [" kept "]),
        (" /bin/say \"two words\" three", "/bin/say two words three", ["/bin/say", "two words", "three"]),
        (" a\"b c\"d", "ab cd", ["ab cd"]),
        (" \"# not; a comment\" # one", "# not; a comment", ["# not; a comment"]),
        (" \"\" a", "a", ["", "a"]),
        (#" say \"hi\" \\ \n"#, #"say "hi" \ \n"#, ["say", "\"hi\"", "\\", "\\n"]),
        (#" "a \" b""#, #"a " b"#, [#"a " b"#]),
        ("\tа б\t", "а б", ["а", "б"]),
    ])
    func quotesKeepWhatWouldOtherwiseSeparate(line: String, text: String, words: [String]) throws {
        let value = try ConfigurationValue(readingRestOfLine: Substring(line))
        #expect(value.text == text)
        #expect(value.words == words)
    }

    @Test func verbatimTextKeepsItsQuotesAndLosesItsComment() throws {
        let value = try ConfigurationValue(readingRestOfLine: #" {"a": "b # c", "d\"": "\\"} # why"#)
        #expect(value.verbatim == #"{"a": "b # c", "d\"": "\\"}"#)
    }

    @Test func anOpenQuoteIsRefused() {
        #expect(throws: ValueProblem("a double quote is not closed; write \\\" for the character itself")) {
            try ConfigurationValue(readingRestOfLine: " \"open")
        }
    }
}

@Suite struct DurationConfigurationTests {
    @Test(arguments: [
        ("200ms", Duration.milliseconds(200)), ("20s", .seconds(20)), ("5m", .seconds(300)), ("1h", .seconds(3600)),
        ("30d", .seconds(2_592_000)), ("0s", .zero), ("3650d", .seconds(315_360_000)),
    ])
    func aDurationIsANumberAndAUnit(text: String, duration: Duration) throws {
        #expect(try Duration(text: text) == duration)
        #expect(duration.configurationText == text)
    }

    @Test(arguments: [
        ("soon", "not a duration (got \"soon\"); write 20s, 5m or 1h"),
        ("", "not a duration (got nothing); write 20s, 5m or 1h"),
        ("20", "not a duration (got \"20\"); write 20s, 5m or 1h"),
        ("s", "not a duration (got \"s\"); write 20s, 5m or 1h"),
        ("-5s", "not a duration (got \"-5s\"); write 20s, 5m or 1h"),
        ("1.5h", "not a duration (got \"1.5h\"); write 20s, 5m or 1h"),
        ("20 s", "not a duration (got \"20 s\"); write 20s, 5m or 1h"),
        ("٣s", "not a duration (got \"٣s\"); write 20s, 5m or 1h"),
        ("3651d", "too long (got \"3651d\"); 3650d is the longest"),
        ("99999999999999999999s", "too long (got \"99999999999999999999s\"); 3650d is the longest"),
    ])
    func anythingElseIsRefused(text: String, message: String) {
        let problem = #expect(throws: ValueProblem.self) { try Duration(text: text) }
        #expect(problem?.description == message)
    }
}
