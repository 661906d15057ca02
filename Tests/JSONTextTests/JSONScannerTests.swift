import JSONText
import Testing

@Suite struct JSONScannerTests {
    @Test func membersAreShownInOrderWithTheirPlaces() throws {
        let found = try scan(#" {"a" : "x\"y", "b":[1, {"c": null}] ,"a":-1.5e3, "é": true} "#) { scanner in
            var found: [String] = []
            try scanner.beginObject()
            while let key = try scanner.nextMember() {
                let value = try scanner.value()
                let raw = String(decoding: scanner.raw(value), as: UTF8.self)
                found.append("\(scanner.text(key)) \(value.kind) \(value.start) \(raw) \(value.hasEscapes)")
            }
            try scanner.finish()
            return found
        }
        #expect(
            found == [
                #"a string 9 x\"y true"#, #"b array 20 [1, {"c": null}] false"#, "a number 42 -1.5e3 false",
                "é bool 56 true false",
            ])
    }

    @Test func arraysAreWalkedElementByElement() throws {
        let sums = try scan("[[], [1,2], {}, [[3]]]") { scanner in
            var kinds: [JSONSlice.Kind] = []
            try scanner.beginArray()
            while try scanner.nextElement() {
                kinds.append(try scanner.nextKind())
                if kinds.count == 2 {
                    try scanner.beginArray()
                    while try scanner.nextElement() { kinds.append(try scanner.value().kind) }
                } else {
                    _ = try scanner.value()
                }
            }
            try scanner.finish()
            return kinds
        }
        #expect(sums == [.array, .array, .number, .number, .object, .array])
    }

    @Test(arguments: [
        ("", 0, "a value"),
        ("  ", 2, "a value"),
        ("\u{FEFF}1", 0, "a value"),
        ("nul", 0, "a value"),
        ("None", 0, "a value"),
        ("truE", 0, "a value"),
        ("NaN", 0, "a value"),
        ("'a'", 0, "a value"),
        ("1 2", 2, "the end of the text"),
        ("01", 1, "the end of the text"),
        ("{}x", 2, "the end of the text"),
        ("-", 1, "a digit"),
        ("-a", 1, "a digit"),
        ("1.", 2, "a digit"),
        ("1.e1", 2, "a digit"),
        ("1e+", 3, "a digit"),
        (".5", 0, "a value"),
        ("+1", 0, "a value"),
        ("[", 1, "a value"),
        ("[1", 2, "\",\" or \"]\""),
        ("[1,", 3, "a value"),
        ("[1,]", 3, "a value"),
        ("[,1]", 1, "a value"),
        ("[1 2]", 3, "\",\" or \"]\""),
        ("[}", 1, "a value"),
        ("{", 1, "a key in double quotes or \"}\""),
        ("{,", 1, "a key in double quotes or \"}\""),
        ("{a:1}", 1, "a key in double quotes or \"}\""),
        ("{'a':1}", 1, "a key in double quotes or \"}\""),
        (#"{"a"}"#, 4, "\":\" after the key"),
        (#"{"a":}"#, 5, "a value"),
        (#"{"a":1"#, 6, "\",\" or \"}\""),
        (#"{"a":1]"#, 6, "\",\" or \"}\""),
        (#"{"a":1,}"#, 7, "a key in double quotes"),
        (#"{"a":1,,"b":2}"#, 7, "a key in double quotes"),
        (#"{"a":1 "b":2}"#, 7, "\",\" or \"}\""),
        ("\"abc", 4, "a closing double quote"),
        ("\"abc\\", 5, "a character after the backslash"),
        ("\"\\x\"", 1, "a known escape such as \\n or \\u00e9"),
        ("\"\\u12G4\"", 5, "four hexadecimal digits after \\u"),
        ("\"\\u12", 5, "four hexadecimal digits after \\u"),
        ("\"\\ud800\"", 1, "a whole surrogate pair"),
        ("\"ab\\udc00\"", 3, "a whole surrogate pair"),
        ("\"\\ud800\\ud800\"", 1, "a whole surrogate pair"),
        ("\"\\ud800\\u0041\"", 1, "a whole surrogate pair"),
        ("\"\\ud800\\n\"", 1, "a whole surrogate pair"),
        ("\"\\ud800\\u12\"", 11, "four hexadecimal digits after \\u"),
        ("\"a\nb\"", 2, "an escaped control character, such as \\n"),
        ("\"12345678\u{00}\"", 9, "an escaped control character, such as \\n"),
        ("\"1234567\u{1F}\"", 8, "an escaped control character, such as \\n"),
        ("1\u{00}", 1, "the end of the text"),
        ("[1\u{00A0}]", 2, "\",\" or \"]\""),
    ])
    func refusedTextsAreRefusedAtTheFirstWrongByte(text: String, offset: Int, expected: String) {
        let error = JSONSyntaxError(offset: offset, expected: expected)
        #expect(throws: error) { try JSONValue.parse(text) }
        #expect(throws: error) { try validate(Array(text.utf8)) }
    }

    @Test(arguments: [
        ([0x80] as [UInt8], 0), ([0xC0, 0x80], 0), ([0xC1, 0xBF], 0), ([0xC3], 0), ([0xC3, 0x28], 0),
        ([0x61, 0xE0, 0x9F, 0xBF], 1), ([0xE2, 0x82], 0), ([0xED, 0xA0, 0x80], 0), ([0xEF, 0xBF], 0),
        ([0xF0, 0x8F, 0xBF, 0xBF], 0), ([0xF4, 0x90, 0x80, 0x80], 0), ([0xF5, 0x80, 0x80, 0x80], 0),
        ([0xC3, 0xA9, 0xFF], 2), ([0xF0, 0x9F, 0x98], 0), ([0xFE], 0),
    ])
    func bytesThatAreNotUTF8AreRefusedAtTheFirstOfThem(inside: [UInt8], offset: Int) {
        for padding in 0..<10 {
            let text = [0x22] + [UInt8](repeating: 0x20, count: padding) + inside + [0x22]
            #expect(throws: JSONSyntaxError(offset: 1 + padding + offset, expected: "valid UTF-8")) {
                try validate(text)
            }
        }
    }

    @Test func theEdgesOfUTF8AreTaken() throws {
        let text = "\"\u{7F}\u{80}\u{7FF}\u{800}\u{D7FF}\u{E000}\u{FFFF}\u{10000}\u{10FFFF}\""
        try validate(Array(text.utf8))
        #expect(try JSONValue.parse(text).string.map { "\"\($0)\"" } == text)
    }

    @Test func nestingIsTakenToItsLimitAndRefusedBeyondIt() throws {
        let deep = { (levels: Int) in
            [UInt8](repeating: UInt8(ascii: "["), count: levels) + [UInt8](repeating: UInt8(ascii: "]"), count: levels)
        }
        try validate(deep(512))
        _ = try JSONValue.parse(deep(512))
        let error = JSONSyntaxError(offset: 512, expected: "at most 512 levels of nesting")
        #expect(throws: error) { try validate(deep(513)) }
        #expect(throws: error) { try JSONValue.parse(deep(10_000)) }
        #expect(throws: error) { try validate(Array(String(repeating: "[", count: 10_000).utf8)) }
    }

    /// Swift calls them equal strings; for JSON they are two keys.
    @Test func keysThatOnlyLookTheSameAreDifferent() throws {
        var object = try #require(try JSONValue.parse("{\"e\u{301}\": 1, \"\u{E9}\": 2}").object)
        #expect(object["e\u{301}"] == .integer(1))
        #expect(object["\u{E9}"] == .integer(2))
        object["\u{E9}"] = nil
        #expect(object.members.count == 1)
        #expect(JSONObject(keepingLastOf: object.members + object.members).members.count == 1)
    }

    @Test func theLastOfRepeatedKeysCounts() throws {
        #expect(try JSONValue.parse(#"{"a":1,"b":2,"\u0061":3}"#)["a"] == .integer(3))
    }

    @Test(
        arguments: [
            ("1e400", nil, nil), ("-1e400", nil, nil), ("1e-400", 0.0, 0),
            ("123456789012345678901234567890", 1.2345678901234568e29, nil),
            ("9223372036854775807", 9.2233720368547758e18, 9_223_372_036_854_775_807), ("-0", -0.0, 0), ("1.0", 1.0, 1),
            ("1.5", 1.5, nil),
        ] as [(String, Double?, Int64?)])
    func numbersKeepTheirTextAndAreConvertedOnlyWhereTheyFit(text: String, double: Double?, integer: Int64?) throws {
        let number = try #require(try JSONValue.parse(text).number)
        #expect(number.text == text)
        #expect(number.double == double)
        #expect(number.integer == integer)
    }

    @Test(arguments: [
        (#"plain"#, "plain"), (#"\u00e9\u4e2d\ud83d\ude00"#, "é中😀"), (#"a\/b"#, "a/b"), (#"\"\\"#, #"\"\\"#),
        (#"\b\f\n\r\t"#, #"\b\f\n\r\t"#), (#"\u0007\u001F\u007f\u0000"#, "\\u0007\\u001f\u{7F}\\u0000"),
        (#"\u000a\u0022\u005c\u2028"#, "\\n\\\"\\\\\u{2028}"), ("é\\u0041é", "éAé"),
    ])
    func stringsAreRewrittenAsPythonWritesThem(raw: String, rewritten: String) throws {
        var bytes: [UInt8] = []
        Array(raw.utf8).withUnsafeBytes { JSONStringBytes.appendRewritten($0, to: &bytes) }
        #expect(String(decoding: bytes, as: UTF8.self) == rewritten)
        #expect(JSONWriter.text(try JSONValue.parse("\"\(raw)\"")) == "\"\(rewritten)\"")
    }

    @Test func placesCountLinesAndScalars() {
        let error = JSONSyntaxError(offset: 9, expected: "a value")
        let place = error.place(in: Array("{\n\"é\": \n x".utf8))
        #expect(place == (3, 1))
        #expect(error.description == "not JSON at byte 10: expected a value")
    }
}

/// Takes one whole text by the scanner alone.
func validate(_ text: [UInt8]) throws {
    try text.withUnsafeBytes { bytes in
        var scanner = JSONScanner(bytes)
        _ = try scanner.value()
        try scanner.finish()
    }
}

private func scan<Result>(_ text: String, _ body: (inout JSONScanner) throws -> Result) throws -> Result {
    try Array(text.utf8).withUnsafeBytes { bytes in
        var scanner = JSONScanner(bytes)
        return try body(&scanner)
    }
}
