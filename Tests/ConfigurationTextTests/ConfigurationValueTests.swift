import ConfigurationText
import Testing

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
        #expect(throws: ValueError("a double quote is not closed; write \\\" for the character itself")) {
            try ConfigurationValue(readingRestOfLine: " \"open")
        }
    }
}
