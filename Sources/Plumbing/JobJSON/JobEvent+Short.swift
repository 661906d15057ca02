import FineTuning
import JSONText

extension JobEvent {
    /// ``raw`` without what the event's other facts rebuild, byte for byte; where they do not, ``raw`` itself.
    ///
    /// `=OICLMTD` and the JSON of `data`: a letter for each key in the order of the text. A job's log is mostly such events,
    /// and three quarters of their text say again what its columns say.
    package var shortRaw: String {
        guard let (keys, data) = parts else { return raw }
        let letters = String(decoding: keys.map(\.letter), as: UTF8.self)
        return rebuilt(keys, data) == raw ? "=\(letters)\(data)" : raw
    }

    /// Takes what ``shortRaw`` made, once the other facts are there.
    package mutating func take(shortRaw text: String) {
        guard text.utf8.first == UInt8(ascii: "=") else {
            raw = text
            return
        }
        let rest = text.utf8.dropFirst()
        let keys = rest.prefix { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") }.compactMap(Key.init(letter:))
        raw = rebuilt(keys, String(decoding: rest.dropFirst(keys.count), as: UTF8.self))
    }

    /// The keys that events have.
    private enum Key: String, CaseIterable {
        case object
        case id
        case createdAt = "created_at"
        case level
        case message
        case type
        case data

        /// In capitals, which no JSON begins with.
        var letter: UInt8 { (rawValue.utf8.first ?? 0) & 0xDF }

        init?(letter: UInt8) {
            guard let key = Self.allCases.first(where: { $0.letter == letter }) else { return nil }
            self = key
        }
    }

    /// The keys of ``raw`` in their order, and the text of `data`; nil where it has others, or one twice.
    private var parts: (keys: [Key], data: String)? {
        var raw = raw
        return raw.withUTF8 { bytes -> ([Key], String)? in
            var scanner = JSONScanner(UnsafeRawBufferPointer(bytes))
            var keys: [Key] = []
            var data = ""
            do throws(JSONSyntaxError) {
                try scanner.beginObject()
                while let name = try scanner.nextMember() {
                    guard let key = Key(rawValue: scanner.text(name)), !keys.contains(key) else { return nil }
                    keys.append(key)
                    let start = scanner.position
                    _ = try scanner.value()
                    if key == .data {
                        data = String(decoding: bytes[start..<scanner.position], as: UTF8.self)
                    }
                }
                try scanner.finish()
            } catch {
                return nil
            }
            return (keys, data)
        }
    }

    private func rebuilt(_ keys: [Key], _ data: String) -> String {
        var text: [UInt8] = [UInt8(ascii: "{")]
        for (place, key) in keys.enumerated() {
            if place > 0 { text.append(UInt8(ascii: ",")) }
            JSONWriter.append(quoted: key.rawValue, to: &text)
            text.append(UInt8(ascii: ":"))
            switch key {
            case .object: JSONWriter.append(quoted: Self.objectName, to: &text)
            case .id: JSONWriter.append(quoted: id.rawValue, to: &text)
            case .createdAt: text.append(contentsOf: "\(createdAt.seconds)".utf8)
            case .level: JSONWriter.append(quoted: level, to: &text)
            case .message: JSONWriter.append(quoted: message, to: &text)
            case .type:
                if let type {
                    JSONWriter.append(quoted: type, to: &text)
                } else {
                    text.append(contentsOf: "null".utf8)
                }
            case .data: text.append(contentsOf: data.utf8)
            }
        }
        text.append(UInt8(ascii: "}"))
        return String(decoding: text, as: UTF8.self)
    }
}
