import JSONText

/// The safe mends of what a message says.
struct ContentMend {
    /// The rules whose mends are made.
    let rules: Set<CheckRule>

    func content(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): .string(visible(text))
        case .array(let parts): .array(parts.map(part))
        case .number(let number): rules.contains(.contentShape) ? .string(number.text) : value
        case .null, .bool, .object: value
        }
    }

    private func part(_ value: JSONValue) -> JSONValue {
        guard let object = value.object, let type = object["type"]?.string else { return value }
        if rules.contains(.contentShape), let part = ResponsesPart(rawValue: type) { return chat(object, part) }
        return .object(
            JSONObject(
                members: object.members.map { member in
                    JSONObject.Member(key: member.key, value: member.value).with { value in
                        switch (type, member.key) {
                        case ("text", "text"), ("refusal", "refusal"), ("refusal", "text"):
                            value.string.map { .string(visible($0)) } ?? value
                        case ("image_url", "image_url"):
                            rules.contains(.contentShape) && value.string != nil ? .object(["url": value]) : value
                        default: value
                        }
                    }
                }))
    }

    /// A part of the Responses API as chat has it; what its answers carry beside the text has no place there.
    private func chat(_ object: JSONObject, _ part: ResponsesPart) -> JSONValue {
        switch part {
        case .inputText, .outputText:
            guard let text = object["text"]?.string else { return .object(object) }
            return .object(["type": .string(part.chatType), "text": .string(visible(text))])
        case .inputImage:
            guard let url = object["image_url"], url.string != nil else { return .object(object) }
            var image: JSONObject = ["url": url]
            if let detail = object["detail"], detail.string != nil { image["detail"] = detail }
            return .object(["type": .string(part.chatType), "image_url": .object(image)])
        }
    }

    /// The text without what nobody sees, and with line feeds where something else ended a line.
    private func visible(_ text: String) -> String {
        let mendsControls = rules.contains(.controlCharacter)
        let mendsInvisible = rules.contains(.invisibleCharacter)
        guard mendsControls || mendsInvisible else { return text }
        let isRightToLeft = text.unicodeScalars.contains { Invisible.isRightToLeft($0.value) }
        var result = String.UnicodeScalarView()
        var before: UInt32 = 0
        for scalar in text.unicodeScalars {
            let value = scalar.value
            defer { before = value }
            let isControl = (value < 0x20 && value != 9 && value != 10 && value != 13) || value == 0x7F
            // Flags of regions are spelled with tag characters behind a black flag.
            let isTagged = value >= 0xE_0000 && (before == 0x1_F3F4 || (0xE_0020...0xE_007E).contains(before))
            let isMeant = value < 0xA0 ? mendsControls : mendsInvisible
            guard isControl || Invisible.contains(value), isMeant, !isTagged else {
                result.append(scalar)
                continue
            }
            switch Invisible.mend(value, inRightToLeft: isRightToLeft) {
            case .remove: break
            case .lineEnd: result.append("\n")
            case .leave: result.append(scalar)
            }
        }
        return String(result)
    }
}

extension JSONObject.Member {
    /// The member with another value.
    fileprivate func with(_ change: (JSONValue) -> JSONValue) -> Self { Self(key: key, value: change(value)) }
}
