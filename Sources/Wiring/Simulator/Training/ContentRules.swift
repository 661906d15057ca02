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
            let isSaid = ["tool_calls", "function_call", "refusal"].contains { message[$0].map { !$0.isNull } ?? false }
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
            guard let text = part[type]?.string ?? part["text"]?.string else {
                throw RowError(text: "\(place), key '\(type)': Input should be a valid string")
            }
            try refuseTokens(text)
        case "image_url":
            guard role == "user" else {
                throw RowError(text: "\(place): images are permitted in messages of the user only")
            }
            guard part["image_url"]?["url"]?.string != nil else {
                throw RowError(text: "\(place), key 'image_url': Input should be an object with a 'url'")
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

    private static func refuseTokens(_ text: String) throws(RowError) {
        // The cheap test first: nearly no text has this pair.
        guard text.utf8.contains(UInt8(ascii: "|")) else { return }
        if let token = forbidden.first(where: { text.contains($0) }) {
            throw RowError(text: " message contains an invalid token: \(token).", isToken: true)
        }
    }
}
