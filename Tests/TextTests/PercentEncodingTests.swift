import Testing
import Text

@Suite struct PercentEncodingTests {
    @Test(arguments: [
        ("ft:gpt-4o-mini:org::A1", "ft%3Agpt-4o-mini%3Aorg%3A%3AA1"), ("../a?b#c", "..%2Fa%3Fb%23c"), ("..", "%2E%2E"),
        (".", "%2E"), ("é 1", "%C3%A9%201"), ("a-b._~Z9", "a-b._~Z9"), ("\n\u{1}", "%0A%01"), ("", ""),
    ])
    func segmentsStayInTheirPlace(_ text: String, _ encoded: String) {
        #expect(text.percentEncoded == encoded)
    }
}
