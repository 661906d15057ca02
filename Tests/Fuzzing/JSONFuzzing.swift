@testable import JSONText

/// Scanner, parser and writer of JSON: one verdict, and a text that survives the round trip.
enum JSONFuzzing {
    static func run(on input: [UInt8]) throws {
        let scanned = scan(input)
        let value: JSONValue
        do throws(JSONSyntaxError) { value = try JSONValue.parse(input) } catch {
            try promise(scanned == error, "the parser says \(error), the scanner \(scanned as Any)")
            try promise((0...input.count).contains(error.offset), "an error beyond the text")
            let place = error.place(in: input)
            try promise(place.line >= 1 && place.column >= 1, "a place before the text")
            return try promiseSentence(error.description)
        }
        try promise(scanned == nil, "the scanner alone says \(scanned as Any)")
        try promiseRoundTrip(value)
    }

    /// Walks over the text without keeping it; nil when it is JSON.
    private static func scan(_ input: [UInt8]) -> JSONSyntaxError? {
        input.withUnsafeBytes { bytes in
            do throws(JSONSyntaxError) {
                var scanner = JSONScanner(bytes)
                _ = try scanner.value()
                try scanner.finish()
                return nil
            } catch {
                return error
            }
        }
    }

    private static func promiseRoundTrip(_ value: JSONValue) throws {
        let written = JSONWriter.bytes(value)
        for style in [JSONWriter.Style.compact, .spaced, .indented] {
            let again = try JSONValue.parse(JSONWriter.bytes(value, style: style))
            try promise(JSONWriter.bytes(again) == written, "another text after a round trip, \(style)")
        }
        try visit(value)
    }

    /// Looks at every value the way its users do.
    private static func visit(_ value: JSONValue) throws {
        switch value {
        case .null, .bool: break
        case .number(let number):
            if let integer = number.integer, let double = number.double {
                try promise(abs(double - Double(integer)) <= abs(double) * 1e-15, "another integer than number")
            }
        case .string(let text):
            let quoted = JSONWriter.bytes(value)
            var rewritten: [UInt8] = []
            quoted[1..<quoted.count - 1].withUnsafeBytes { JSONStringBytes.appendRewritten($0, to: &rewritten) }
            try promise(rewritten.elementsEqual(quoted[1..<quoted.count - 1]), "a string is rewritten otherwise")
            let decoded = quoted[1..<quoted.count - 1].withUnsafeBytes { JSONStringBytes.text(of: $0) }
            try promise(decoded.utf8.elementsEqual(text.utf8), "a string is read otherwise")
        case .array(let elements): for element in elements { try visit(element) }
        case .object(let object):
            for member in object.members {
                try promise(object[member.key] != nil, "a member that its key does not find")
                try visit(member.value)
            }
        }
    }
}
