import JSONText
import TrainingData

extension RowChecker {
    /// What a message says.
    struct Content {
        var hash = ContentHash(seed: 7)
        /// Whether nothing but blanks is said, with no picture either.
        var isBlank = true
        var tokens = 0
    }

    /// Looks at one text: sums, hash, and whatever should not be in it.
    mutating func inspect(_ slice: JSONSlice, _ message: Int, into content: inout Content) {
        guard slice.hasEscapes else {
            return inspect(raw(slice), slice, message, into: &content)
        }
        var buffer: [UInt8] = []
        swap(&buffer, &scratch)
        buffer.removeAll(keepingCapacity: true)
        JSONStringBytes.appendText(of: raw(slice), to: &buffer)
        buffer.withUnsafeBytes { inspect($0, slice, message, into: &content) }
        swap(&buffer, &scratch)
    }

    private mutating func inspect(
        _ text: UnsafeRawBufferPointer, _ slice: JSONSlice, _ message: Int, into content: inout Content
    ) {
        let traits = inspector.traits(of: text)
        content.hash.combine(traits.hash)
        if !traits.isBlank { content.isBlank = false }
        row.textBytes += text.count
        sketches?.add(text)
        if countsTokens { content.tokens += count(text) }
        guard traits.marks & TextInspector.Mark.closerLook != 0 else { return }
        for sighting in TextInspector.sightings(in: text, traits) {
            // Behind an escape the offset in the line is another one: then the text's start has to do.
            let offset = slice.hasEscapes ? slice.start : slice.start + sighting.offset
            add(sighting.rule, at: offset, mend: sighting.mend) {
                "message \(message) contains \(sighting.what)\(sighting.consequence)"
            }
        }
    }

    /// Content that is a list of parts.
    mutating func inspectParts(
        _ slice: JSONSlice, _ message: MessageSlices, into content: inout Content
    ) throws(JSONSyntaxError) {
        let number = message.number
        var scanner = JSONScanner(line, at: slice.start)
        var count = 0
        try scanner.beginArray()
        while try scanner.nextElement() {
            count += 1
            guard try scanner.nextKind() == .object else {
                let value = try scanner.value()
                add(.contentShape, at: value.start) {
                    "message \(number), part \(count) is to be an object; found \(value.kind.words)"
                }
                continue
            }
            let start = scanner.position
            var type: JSONSlice?
            var text: JSONSlice?
            var refusal: JSONSlice?
            var image: JSONSlice?
            try scanner.beginObject()
            while let key = try scanner.nextMember() {
                let name = self.text(key)
                let value = try scanner.value()
                switch name {
                case "type": type = value
                case "text": text = value
                case "refusal": refusal = value
                case "image_url": image = value
                default: break
                }
            }
            let kind = type.flatMap { $0.kind == .string ? self.text($0) : nil }
            if kind == "refusal" { text = refusal ?? text }
            switch kind {
            case "text", "refusal":
                if let text, text.kind == .string {
                    inspect(text, number, into: &content)
                } else {
                    add(.contentShape, at: start) { "message \(number), part \(count) has no text" }
                }
            case "image_url":
                content.isBlank = false
                let picture = raw(image ?? slice)
                content.hash.combine(picture)
                sketches?.add(picture)
                try inspectImage(image, at: start, message, "message \(number), part \(count)", into: &content)
            default:
                content.isBlank = false
                let found = kind.map(shownName) ?? "none"
                let mend = kind.flatMap { ResponsesPart(rawValue: $0) }.flatMap { part in
                    (part == .inputImage ? image : text)?.kind == .string ? "writes \"\(part.chatType)\"" : nil
                }
                add(.contentShape, at: type?.start ?? start, mend: mend) {
                    let origin = mend == nil ? "" : ", a part of the Responses API"
                    return
                        "message \(number), part \(count): the type is to be text or image_url; found \(found)\(origin)"
                }
            }
        }
        if count == 0 {
            content.isBlank = false
            add(.contentShape, at: slice.start) { "message \(number): the content has no parts" }
        }
    }
}

/// The types of content parts of the Responses API, which chat rows have under other names.
enum ResponsesPart: String {
    case inputText = "input_text"
    case outputText = "output_text"
    case inputImage = "input_image"

    /// The type that means the same in a chat row.
    var chatType: String {
        switch self {
        case .inputText, .outputText: "text"
        case .inputImage: "image_url"
        }
    }
}

extension TextSighting {
    /// What comes of it.
    var consequence: String {
        switch rule {
        case .specialToken: ": the server refuses it in any text"
        case .secret: ": whoever uses the model could read it"
        case .emailAddress, .cardNumber, .iban, .phoneNumber, .nationalID, .password:
            ": whoever uses the model could be told it"
        default: ""
        }
    }
}
