import Text

/// A notice as a mail: plain text and HTML side by side (RFC 5322, RFC 2045, RFC 2046).
///
/// Whatever comes from outside is encoded, in the headers (RFC 2047) as in the body (base64): no line of it is the mail's.
struct NoticeMail {
    private let message: NoticeMessage
    private let sender: String
    private let recipients: [String]

    init(_ message: NoticeMessage, sender: String, recipients: [String]) {
        self.message = message
        self.sender = sender
        self.recipients = recipients
    }

    /// The same bytes for the same notice, so that a repeated mail has the `Message-ID` of the first.
    var bytes: [UInt8] {
        let id = String(message.id.unicodeScalars.filter { Self.isPlain($0) }.prefix(80).map(Character.init))
        let domain = sender.split(separator: "@").last.map(String.init) ?? "localhost"
        let boundary = "=_ftd_\(id)"
        let lines =
            [
                "From: ftd <\(sender)>",
                "To: \(recipients.joined(separator: ",\r\n "))",
                "Subject: \(Self.encoded(message.title))",
                "Date: \(HTTPDate.text(message.createdAt).replacing("GMT", with: "+0000"))",
                "Message-ID: <\(id)@\(domain)>",
                "Auto-Submitted: auto-generated",
                "MIME-Version: 1.0",
                "Content-Type: multipart/alternative; boundary=\"\(boundary)\"",
                "",
            ] + part("text/plain", message.plainText() + "\n", boundary) + part("text/html", html, boundary)
            + ["--\(boundary)--", ""]
        return Array(lines.joined(separator: "\r\n").utf8)
    }

    private func part(_ type: String, _ text: String, _ boundary: String) -> [String] {
        [
            "--\(boundary)", "Content-Type: \(type); charset=utf-8", "Content-Transfer-Encoding: base64", "",
        ] + Self.lines(Base64.encode(Array(text.utf8)), of: 76)
    }

    private var html: String {
        func cell(_ text: String) -> String { TextEscapes.html(text) }
        let rows = message.facts.map { fact in
            let value = fact.isName ? "<code>\(cell(fact.value))</code>" : cell(fact.value)
            return "<tr><td style=\"padding-right:1em;color:#57606a\">\(cell(fact.label))</td><td>\(value)</td></tr>"
        }
        let text = message.text.map { "<p style=\"white-space:pre-wrap\">\(cell($0))</p>" } ?? ""
        let link = message.link.map { "<p><a href=\"\(cell($0))\">Open the page</a></p>" } ?? ""
        return """
            <!doctype html><html><body style="font-family:sans-serif">
            <h2 style="color:\(Self.color(message.tone))">\(cell(message.title))</h2>\(text)
            <table>\(rows.joined())</table>\(link)
            </body></html>

            """
    }

    private static func color(_ tone: NoticeMessage.Tone) -> String {
        switch tone {
        case .good: "#1a7f37"
        case .bad: "#d1242f"
        case .warning: "#9a6700"
        case .neutral: "#24292f"
        }
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII
            && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "_-.".unicodeScalars.contains(scalar))
    }

    /// A header's text: as it is where it is short and plain, else in encoded words of at most 75 characters (RFC 2047,
    /// section 2), each of whole characters.
    static func encoded(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } && text.utf8.count <= 60 && !text.contains("=?")
        guard !isPlain else { return text }
        var words: [[UInt8]] = [[]]
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            if words[words.count - 1].count + bytes.count > 45 { words.append([]) }
            words[words.count - 1] += bytes
        }
        return words.map { "=?UTF-8?B?\(Base64.encode($0))?=" }.joined(separator: "\r\n ")
    }

    private static func lines(_ text: String, of length: Int) -> [String] {
        var lines: [String] = []
        var rest = text[...]
        while !rest.isEmpty {
            lines.append(String(rest.prefix(length)))
            rest = rest.dropFirst(length)
        }
        return lines
    }
}
