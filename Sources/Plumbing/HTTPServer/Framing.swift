/// What a request's header must be like before its body is believed.
///
/// libmicrohttpd 0.9.75 lets a missing or repeated Host, contradicting lengths and names with blanks through.
enum Framing {
    /// The answer to a header that is ambiguous or malformed (RFC 9112 sections 3.2, 5.1 and 6.3), nil for a sound one.
    static func refusal(target: String, headers: ServerHeaders, version: String) -> ServerResponse? {
        let hosts = headers.values("Host")
        let lengths = headers.values("Content-Length")
        let codings = headers.values("Transfer-Encoding")
        let reason: String? =
            if hosts.isEmpty, version != "HTTP/1.0" {
                "the request has no Host header"
            } else if hosts.count > 1 {
                "the request has more than one Host header"
            } else if headers.fields.contains(where: { !isToken($0.name) }) {
                "the request has a malformed header name"
            } else if lengths.count > 1 {
                "the request has more than one Content-Length header"
            } else if let length = lengths.first, !isNumber(length) {
                "the request has a malformed Content-Length header"
            } else if !codings.isEmpty, !lengths.isEmpty || version == "HTTP/1.0" {
                "the request has a Transfer-Encoding header where none may be"
            } else if codings.contains(where: { !$0.equalsIgnoringCase("chunked") }) || codings.count > 1 {
                "the request has a transfer coding other than chunked"
            } else if !target.hasPrefix("/") && target != "*" {
                "the request target is not a path"
            } else {
                nil
            }
        guard let reason else { return nil }
        var response = ServerResponse.text(400, message(reason))
        response.closes = true
        return response
    }

    /// The answer to a body over the limit.
    static func tooLarge(_ limit: Int) -> ServerResponse {
        var response = ServerResponse.text(413, message("the request body is over the limit of \(limit) bytes"))
        response.closes = true
        return response
    }

    /// An error body in the shape of the API's.
    ///
    /// The texts are ours and need no escaping.
    static func message(_ text: String) -> String {
        #"{"error":{"message":"\#(text)","type":"invalid_request_error","param":null,"code":null}}"#
    }

    private static func isToken(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"):
                    true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }

    private static func isNumber(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count < 19 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}
