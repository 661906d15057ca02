import JSONText
import Testing

@Suite struct JSONValueTests {
    @Test(arguments: [
        (#"{"a": [1, 2.50, -3e+2], "b": null}"#, #"{"a":[1,2.50,-3e+2],"b":null}"#),
        (#""\u00e9\ud83d\ude00\/""#, #""é😀/""#),
        (#"[true,false,{}]"#, #"[true,false,{}]"#),
    ])
    func parsedTextIsWrittenBackWithItsMeaning(text: String, compact: String) throws {
        #expect(JSONWriter.text(try JSONValue.parse(text)) == compact)
    }
}
