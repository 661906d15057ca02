import FineTuning
import JSONText
import Text

/// An operator's own text with `{field}` in it: what stands there of a notice is escaped for what the template makes.
///
/// `{{field}}` stands for the text `{field}`; braces around anything else are themselves, as JSON needs them.
struct NoticeTemplate: Hashable, Sendable {
    private enum Part: Hashable, Sendable {
        case text(String)
        case field(String)
    }

    let media: TemplateMedia
    private let parts: [Part]

    /// Reads a template.
    ///
    /// - Throws: what is wrong with it, and in which line.
    init(_ text: String, media: TemplateMedia) throws(TemplateProblem) {
        self.media = media
        var parts: [Part] = []
        var plain = ""
        var line = 1
        var rest = text[...]
        while let character = rest.first {
            if let (name, end, isQuoted) = Self.field(in: rest) {
                if isQuoted {
                    plain += "{\(name)}"
                } else {
                    guard TemplateFields.has(name) else {
                        let names = TemplateFields.all.map(\.name) + ["event", "metadata.KEY"]
                        throw TemplateProblem(
                            line: line,
                            text: "unknown field {\(name.abbreviated)}; \(NearestName.hint(name, among: names))")
                    }
                    guard name != TemplateFields.event || media == .json else {
                        throw TemplateProblem(line: line, text: "{event} is JSON: it fits into application/json only")
                    }
                    if !plain.isEmpty { parts.append(.text(plain)) }
                    plain = ""
                    parts.append(.field(name))
                }
                rest = rest[end...]
                continue
            }
            if character.isNewline { line += 1 }
            plain.append(character)
            rest.removeFirst()
        }
        if !plain.isEmpty { parts.append(.text(plain)) }
        self.parts = parts
        try check(text)
    }

    /// What is sent for a stored body.
    func rendered(_ body: [UInt8]) -> [UInt8] {
        let event = (try? JSONValue.parse(body)) ?? .null
        let message = NoticeMessage(event)
        return Array(
            joined { name in
                name == TemplateFields.event
                    ? String(decoding: body, as: UTF8.self)
                    : media.escaped(TemplateFields.text(name, of: event, message))
            }.utf8)
    }

    /// The text with something in the place of each field.
    private func joined(_ value: (String) -> String) -> String {
        var result = ""
        for part in parts {
            switch part {
            case .text(let text): result += text
            case .field(let name): result += value(name)
            }
        }
        return result
    }

    /// A field at the start of the text: its name, where it ends, and whether it only stands for itself.
    private static func field(in text: Substring) -> (name: String, end: Substring.Index, isQuoted: Bool)? {
        guard text.first == "{" else { return nil }
        let isQuoted = text.dropFirst().first == "{"
        let inner = text.dropFirst(isQuoted ? 2 : 1)
        let name = inner.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "_.-".contains($0)) }
        let close = isQuoted ? "}}" : "}"
        guard let first = name.first, first.isLetter, inner[name.endIndex...].hasPrefix(close) else { return nil }
        return (String(name), text.index(name.endIndex, offsetBy: close.count), isQuoted)
    }

    /// Makes it once with a letter for every field and once with nothing: JSON must come of both.
    private func check(_ text: String) throws(TemplateProblem) {
        guard media == .json else { return }
        for value in ["x", ""] {
            let bytes = Array(joined { $0 == TemplateFields.event ? "{}" : value }.utf8)
            do throws(JSONSyntaxError) { _ = try JSONValue.parse(bytes) } catch {
                let place = error.place(in: bytes)
                throw TemplateProblem(
                    line: place.line,
                    text: "does not make JSON: expected \(error.expected); are all fields in double quotes?")
            }
        }
    }
}

/// What is wrong with a template.
struct TemplateProblem: Error, Hashable {
    /// Counted from 1.
    let line: Int
    let text: String
}
