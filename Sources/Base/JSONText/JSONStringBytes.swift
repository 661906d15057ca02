/// What the bytes of a string between its quotes mean.
///
/// All of these take bytes that a ``JSONScanner`` has taken as a string: unchecked bytes may come out cut short, never
/// worse.
package enum JSONStringBytes {
    /// Appends the text of a string, as UTF-8.
    package static func appendText(of raw: UnsafeRawBufferPointer, to text: inout [UInt8]) {
        forEachPart(of: raw) { part in
            switch part {
            case .plain(let run): text.append(contentsOf: run)
            case .scalar(let scalar): text.append(contentsOf: Unicode.UTF8.encode(scalar) ?? .init())
            }
        }
    }

    /// Appends the string as ``JSONWriter`` writes it, without quotes: the same text, escaped only where it must be.
    package static func appendRewritten(_ raw: UnsafeRawBufferPointer, to text: inout [UInt8]) {
        forEachPart(of: raw) { part in
            switch part {
            case .plain(let run): text.append(contentsOf: run)
            case .scalar(let scalar):
                if scalar.isASCII {
                    JSONWriter.append(escaped: UInt8(truncatingIfNeeded: scalar.value), to: &text)
                } else {
                    text.append(contentsOf: Unicode.UTF8.encode(scalar) ?? .init())
                }
            }
        }
    }

    /// The text of a string.
    package static func text(of raw: UnsafeRawBufferPointer, hasEscapes: Bool = true) -> String {
        guard hasEscapes else { return String(decoding: raw, as: UTF8.self) }
        var text: [UInt8] = []
        text.reserveCapacity(raw.count)
        appendText(of: raw, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    private enum Part {
        case plain(UnsafeRawBufferPointer)
        case scalar(Unicode.Scalar)
    }

    private static func forEachPart(of raw: UnsafeRawBufferPointer, _ body: (Part) -> Void) {
        var offset = 0
        var start = 0
        while offset < raw.count {
            guard raw[offset] == UInt8(ascii: "\\") else {
                offset += 1
                continue
            }
            if offset > start { body(.plain(UnsafeRawBufferPointer(rebasing: raw[start..<offset]))) }
            guard let escape = try? JSONScanner.escape(in: raw, at: offset) else { return }
            body(.scalar(escape.scalar))
            offset = escape.end
            start = offset
        }
        if offset > start { body(.plain(UnsafeRawBufferPointer(rebasing: raw[start..<offset]))) }
    }
}
