import HTTPServer
import Testing

@Suite struct MultipartFormTests {
    static func form(_ text: String, boundary: String = "xx") throws(MultipartError) -> MultipartForm {
        try MultipartForm(
            contentType: "multipart/form-data; boundary=\(boundary)", body: ServerBody(Array(text.utf8)))
    }

    static func part(_ disposition: String, _ content: String) -> String {
        "--xx\r\nContent-Disposition: \(disposition)\r\n\r\n\(content)\r\n"
    }

    @Test func readsFieldsAndFiles() throws {
        let form = try Self.form(
            Self.part("form-data; name=\"purpose\"", "fine-tune")
                + Self.part("form-data; name=\"expires_after[anchor]\"", "created_at")
                + "--xx\r\ncontent-disposition: FORM-DATA; NAME=file; filename=\"a \\\"b\\\"; c.jsonl\"\r\n"
                + "Content-Type: application/jsonl\r\n\r\n{}\r\n\r\n--x\r\n--xy\r\n\r\n"
                + Self.part("form-data; name=e", "") + "--xx--\r\n")
        #expect(form.parts.map(\.name) == ["purpose", "expires_after[anchor]", "file", "e"])
        #expect(form["purpose"]?.text == "fine-tune")
        #expect(form["expires_after[anchor]"]?.text == "created_at")
        #expect(form["file"]?.filename == "a \"b\"; c.jsonl")
        #expect(form["file"]?.headers["content-type"] == "application/jsonl")
        #expect(form["file"]?.text == "{}\r\n\r\n--x\r\n--xy\r\n")
        #expect(form["e"]?.text == "")
        #expect(form["nothing"]?.text == nil)
    }

    @Test func aQuotedBoundaryMayHaveBlanks() throws {
        let body = ServerBody(Array("--a b\r\nContent-Disposition: form-data; name=n\r\n\r\n1\r\n--a b--".utf8))
        let form = try MultipartForm(contentType: "Multipart/Form-Data; charset=x; boundary=\"a b\"", body: body)
        #expect(form["n"]?.text == "1")
    }

    /// The content's bytes include many near-boundaries, and the windows of the parser end inside some of them.
    @Test(arguments: [0, 1, 2, 3, 4, 5, 6])
    func findsABoundaryAcrossWindows(shift: Int) throws {
        let near = "\r\n--x\r\r\n-"
        let content = String(repeating: "a", count: shift) + String(repeating: near, count: (1 << 21) / near.utf8.count)
        let form = try Self.form(Self.part("form-data; name=n", content) + "--xx--")
        #expect(form["n"]?.body.count == content.utf8.count)
        #expect(form["n"]?.text == nil)
    }

    static let hostile: [(String, MultipartError)] = [
        ("", .unterminated),
        ("--xx", .unterminated),
        ("--xx-", .unterminated),
        ("preamble\r\n--xx--", .unterminated),
        ("--xx\r\n", .partHeader(number: 1)),
        ("--xx\r\n\r\n", .unterminated),
        ("--xx\r\n\r\na\r\n--xx--", .partHeader(number: 1)),
        ("--xx\r\nContent-Disposition: form-data; name=a\r\n\r\nbody", .unterminated),
        ("--xx\r\nContent-Disposition: form-data; name=a\r\n\r\nbody\r\n--xx", .unterminated),
        ("--xx\r\nContent-Disposition: form-data; name=a\n\nbody\r\n--xx--", .partHeader(number: 1)),
        ("--xx\r\nContent-Disposition: attachment; name=a\r\n\r\nb\r\n--xx--", .partHeader(number: 1)),
        ("--xx\r\nContent-Disposition: form-data\r\n\r\nb\r\n--xx--", .partHeader(number: 1)),
        ("--xx\r\n: x\r\n\r\nb\r\n--xx--", .partHeader(number: 1)),
        ("--xx\r\nX: " + String(repeating: "x", count: 20_000) + "\r\n\r\nb\r\n--xx--", .partHeader(number: 1)),
        (String(repeating: part("form-data; name=a", "b"), count: 101) + "--xx--", .tooManyParts),
    ]

    @Test(arguments: hostile)
    func refusesWhatIsNoForm(text: String, failure: MultipartError) {
        #expect(throws: failure) { try Self.form(text) }
    }

    @Test(arguments: [
        ("application/json", MultipartError.notMultipart), ("multipart/mixed; boundary=xx", .notMultipart),
        ("multipart/form-data", .boundary), ("multipart/form-data; boundary=", .boundary),
        ("multipart/form-data; boundary=\"\"", .boundary),
        ("multipart/form-data; boundary=" + String(repeating: "x", count: 71), .boundary),
    ])
    func refusesOtherMediaTypes(type: String, failure: MultipartError) {
        #expect(throws: failure) { try MultipartForm(contentType: type, body: ServerBody()) }
    }

    /// Every prefix of a sound form ends in a refusal, never in a crash.
    @Test func everyTruncationIsRefused() throws {
        let whole = Array((Self.part("form-data; name=\"a\"; filename=\"b\"", "content") + "--xx--").utf8)
        for length in 0..<whole.count {
            #expect(throws: MultipartError.self) {
                try MultipartForm(
                    contentType: "multipart/form-data; boundary=xx", body: ServerBody(Array(whole[..<length])))
            }
        }
    }

    @Test func linesComeOneByOneAcrossPieces() {
        let long = String(repeating: "x", count: 300_000)
        var lines: [Int] = []
        ServerBody(Array("a\n\n\(long)\n\(long)b".utf8)).forEachLine {
            lines.append($0.count)
            return true
        }
        #expect(lines == [1, 0, 300_000, 300_001])
    }
}
