import JSONText

/// The server's rules for what a message says: text, or a list of parts (API reference, sections 5.1 and 5.2).
enum ContentRules {
    private static let forbidden = [
        "<|endoftext|>", "<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>", "<|endofprompt|>", "<|im_start|>",
        "<|im_end|>", "<|im_sep|>",
    ]
    private static let greatestImages = 10

    /// Checks the content.
    ///
    /// - Parameter images: those of the row so far.
    static func check(_ message: JSONObject, role: String, place: String, images: inout Int) throws(RowError) {
        if let refusal = message["refusal"]?.string { try refuseTokens(refusal) }
        switch message["content"] {
        case .string(let text): try refuseTokens(text)
        case .array(let parts):
            guard !parts.isEmpty else {
                throw RowError(text: "\(place), key 'content': List should have at least 1 item")
            }
            for (index, part) in parts.enumerated() {
                try check(part, role: role, place: "\(place), part \(index + 1)", images: &images)
            }
        case nil, .null:
            let isSaid =
                ["tool_calls", "function_call"].contains { message[$0].map { !$0.isNull } ?? false }
                || message["refusal"]?.string != nil
            guard role == "assistant", isSaid else {
                throw RowError(text: "\(place), key 'content': Field required")
            }
        case .bool, .number, .object:
            throw RowError(text: "\(place), key 'content': Input should be a string or a list of parts")
        }
    }

    private static func check(
        _ part: JSONValue, role: String, place: String, images: inout Int
    ) throws(RowError) {
        guard let type = part["type"]?.string else {
            throw RowError(text: "\(place) Discriminator 'type' is missing in value")
        }
        switch type {
        case "text", "refusal":
            guard let text = (part[type] ?? part["text"])?.string else {
                throw RowError(text: "\(place), key '\(type)': Input should be a valid string")
            }
            try refuseTokens(text)
        case "image_url":
            guard role == "user" else {
                throw RowError(text: "\(place): images are permitted in messages of the user only")
            }
            guard let url = part["image_url"]?["url"]?.string else {
                throw RowError(text: "\(place), key 'image_url': Input should be an object with a 'url'")
            }
            if let detail = part["image_url"]?["detail"], !detail.isNull,
                !["low", "high", "auto"].contains(detail.string)
            {
                throw RowError(text: "\(place), key 'image_url.detail': Input should be 'low', 'high' or 'auto'")
            }
            guard isFetchable(url) else {
                throw RowError(
                    text: "\(place), key 'image_url.url': Input should be a URL or base64 encoded image data")
            }
            images += 1
            guard images <= greatestImages else {
                throw RowError(text: " has more than \(greatestImages) images")
            }
        default:
            throw RowError(
                text:
                    "\(place) Input tag '\(type)' found using 'type' does not match any of the expected tags: 'text', "
                    + "'image_url'")
        }
    }

    /// An address of the web with a host, or a data: URL whose base64 can be decoded.
    ///
    /// What is in an image is looked at when it is fetched: one of a wrong format or too large is left out.
    private static func isFetchable(_ url: String) -> Bool {
        let scheme = url.prefix { $0 != ":" }.lowercased()
        let rest = url.utf8.dropFirst(scheme.utf8.count + 1)
        switch scheme {
        case "http", "https":
            guard rest.starts(with: "//".utf8), let host = rest.dropFirst(2).first else { return false }
            return host > 0x20 && host != UInt8(ascii: "/")
        case "data":
            guard let comma = rest.prefix(200).firstIndex(of: UInt8(ascii: ",")),
                String(rest[..<comma])?.lowercased().hasSuffix(";base64") == true
            else { return false }
            return isBase64(rest[rest.index(after: comma)...])
        default: return false
        }
    }

    private static func isBase64(_ text: Substring.UTF8View) -> Bool {
        let digits = text.prefix { $0 != UInt8(ascii: "=") }
        let pads = text.dropFirst(digits.count)
        return !digits.isEmpty && pads.count <= 2 && pads.allSatisfy { $0 == UInt8(ascii: "=") }
            && (digits.count + pads.count).isMultiple(of: 4)
            && digits.allSatisfy { byte in
                (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10 || byte == UInt8(ascii: "+")
                    || byte == UInt8(ascii: "/")
            }
    }

    private static func refuseTokens(_ text: String) throws(RowError) {
        // The cheap test first: nearly no text has this pair.
        guard text.utf8.contains(UInt8(ascii: "|")) else { return }
        if let token = forbidden.first(where: { text.contains($0) }) {
            throw RowError(text: " message contains an invalid token: \(token).", isToken: true)
        }
    }
}
