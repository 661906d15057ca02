import Testing

@testable import JSONText

@Suite struct CompactTextTests {
    private static let texts = [
        #"{"a":1,"b":[true,null,"x"]}"#,
        #" { "a" : 1 , "b" : [ ] , "c" : { } } "#,
        "{\n\t\"a\\\"b\": \"c:d, e\",\r\n \"f\": [1, 2 ,3]}",
        #"{"slash":"\/","line":"\n","emoji":"\ud83d\ude00","e":"\u00e9","bell":"\u0007","quote":"\"","back":"\\"}"#,
        #"{"number":1.50e+10,"zero":-0}"#, #"["é, :", "水"]"#, #""only""#, "7", "null", #"{"a":1,"a":2}"#,
    ]

    @Test(arguments: texts)
    func aTextThatIsCopiedIsTheOneThatTheWriterWrites(_ text: String) throws {
        let value = try JSONValue.parse(text)
        try Array(text.utf8).withUnsafeBytes { bytes in
            var scanner = JSONScanner(bytes)
            scanner.skipBlanks()
            let start = scanner.position
            _ = try scanner.value()
            #expect(scanner.compactText(start..<scanner.position) == JSONWriter.text(value))
            var spaced: [UInt8] = []
            scanner.appendText(start..<scanner.position, isSpaced: true, to: &spaced)
            #expect(String(decoding: spaced, as: UTF8.self) == JSONWriter.text(value, style: .spaced))
        }
    }

    @Test(arguments: [
        // What is not changed stays, in its order and as it is; what was not received stands at the end.
        (#"{"b":[1,{"x":"y"}],"a":1}"#, #"{"b": [1, {"x": "y"}], "a": 2, "new": null, "files": [], "knobs": {}}"#),
        // Of a repeated key the last one counts.
        (#"{"a":0,"a":1}"#, #"{"a": 0, "a": 2, "new": null, "files": [], "knobs": {}}"#),
        // A key may be written with escapes.
        (#"{"\u0061":1}"#, #"{"a": 2, "new": null, "files": [], "knobs": {}}"#),
        // A default stands where nothing was received, or no object where one is wanted.
        (#"{"files":null,"knobs":null,"a":7}"#, #"{"files": null, "knobs": {}, "a": 2, "new": null}"#),
        (#"{"files":["f"],"knobs":{"n":"auto"}}"#, #"{"files": ["f"], "knobs": {"n": "auto"}, "a": 2, "new": null}"#),
        ("{}", #"{"a": 2, "new": null, "files": [], "knobs": {}}"#),
        // A key that only looks the same is another.
        (#"{"é":1}"#, #"{"é": 1, "a": 2, "new": null, "files": [], "knobs": {}}"#),
    ])
    func changesTakeThePlaceOfWhatWasReceived(_ received: String, _ expected: String) {
        let text = JSONWriter.spaced(
            received,
            with: [
                JSONWriter.Change(JSONObject.Member(key: "a", value: .integer(2))),
                JSONWriter.Change(JSONObject.Member(key: "new", value: .null)),
                JSONWriter.Change("files", unless: .value) { .array([]) },
                JSONWriter.Change("knobs", unless: .object) { .object([:]) },
            ])
        #expect(text.map { String(decoding: $0, as: UTF8.self) } == expected)
    }

    @Test(arguments: ["", "[]", "7", "{", #"{"a":1} x"#])
    func whatIsNoObjectIsNotChanged(_ received: String) {
        #expect(JSONWriter.spaced(received, with: []) == nil)
    }
}
