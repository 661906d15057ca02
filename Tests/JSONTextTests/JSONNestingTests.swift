import JSONText
import Testing

/// Where values end, in good and in broken text.
@Suite struct JSONNestingTests {
    @Test(
        arguments: [
            (#"{"a": 1}"#, 8, 0, false), (#"{"a": "}"}"#, 10, 0, false), (#"{"a": "\"}"}"#, 12, 0, false),
            (#"[[1], {"b": [2]}] rest"#, 17, 0, false), (#"{"a": {"b": 1}"#, nil, 1, false),
            (#"{"a": "b"#, nil, 1, true),
            (#"{"a": "b\\"}"#, 12, 0, false), ("}", 1, 0, false), (#""[""#, nil, 0, false), ("", nil, 0, false),
        ] as [(String, Int?, Int, Bool)])
    func aValueEndsWithItsLastBracket(text: String, end: Int?, depth: Int, isInString: Bool) {
        var nesting = JSONNesting()
        let closed = text.utf8.firstIndex { nesting.take($0) }
        #expect(closed.map { text.utf8.distance(from: text.startIndex, to: $0) + 1 } == end)
        #expect(nesting.depth == depth)
        #expect(nesting.isInString == isInString)
    }

    @Test func aBackslashBeforeTheEndOfALineEscapesNothing() {
        var nesting = JSONNesting()
        for byte in #"{"a\"#.utf8 { _ = nesting.take(byte) }
        nesting.endLine()
        for byte in #"" "#.utf8 { _ = nesting.take(byte) }
        #expect(!nesting.isInString)
        #expect(nesting.depth == 1)
    }
}
