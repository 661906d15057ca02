import JSONText
import Testing

/// Seeded random texts against an oracle too simple to share the scanner's mistakes.
@Suite struct JSONRandomTests {
    @Test func writtenValuesAreReadBackEqual() throws {
        var random = SplitMix(seed: 1)
        for _ in 0..<2_000 {
            let value = random.value(depth: 4)
            for style in [JSONWriter.Style.compact, .spaced, .indented] {
                let bytes = JSONWriter.bytes(value, style: style)
                #expect(try JSONValue.parse(bytes) == value)
                try validate(bytes)
                #expect(Oracle.accepts(bytes))
            }
        }
    }

    @Test func mutatedTextsAreTakenExactlyWhenTheOracleTakesThem() {
        var random = SplitMix(seed: 2)
        var taken = 0
        for _ in 0..<30_000 {
            var bytes = JSONWriter.bytes(random.value(depth: 3), style: .spaced)
            for _ in 0..<Int.random(in: 1...2, using: &random) { random.mutate(&bytes) }
            let accepted = Oracle.accepts(bytes)
            taken += accepted ? 1 : 0
            do {
                try validate(bytes)
                #expect(accepted, "\(bytes)")
                _ = try JSONValue.parse(bytes)
            } catch let error as JSONSyntaxError {
                #expect(!accepted, "\(bytes) \(error)")
                #expect((0...bytes.count).contains(error.offset))
                #expect(throws: error) { try JSONValue.parse(bytes) }
            } catch {
                Issue.record(error)
            }
        }
        #expect(taken > 1_000)
    }

    @Test func stringsOfEveryLengthEndWhereTheyEnd() throws {
        for length in 0..<40 {
            for special in ["", "é", "\\n", "😀", "\\u00e9"] {
                let text = "\"" + String(repeating: "x", count: length) + special + "\""
                for padding in 0..<9 {
                    let bytes = Array((String(repeating: " ", count: padding) + text + " ").utf8)
                    let slice = try bytes.withUnsafeBytes { raw in
                        var scanner = JSONScanner(raw)
                        return try scanner.value()
                    }
                    #expect(slice.start == padding + 1)
                    #expect(slice.end == padding + text.utf8.count - 1)
                    #expect(slice.hasEscapes == special.hasPrefix("\\"))
                }
            }
        }
    }
}

/// Reproducible random numbers: SplitMix64.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    mutating func value(depth: Int) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &self) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &self))
        case 2:
            return .number(
                JSONNumber(text: ["0", "-1", "2.50", "1e5", "-3E-2", "7e+1"].randomElement(using: &self) ?? "0"))
        case 3, 4, 5: return .string(text())
        case 6: return .array((0..<Int.random(in: 0...4, using: &self)).map { _ in value(depth: depth - 1) })
        case _:
            let count = Int.random(in: 0...4, using: &self)
            return .object(
                JSONObject(members: (0..<count).map { _ in .init(key: text(), value: value(depth: depth - 1)) }))
        }
    }

    mutating func text() -> String {
        var text = String.UnicodeScalarView()
        let sample: [Unicode.Scalar] = [
            "a", "b", " ", "\"", "\\", "/", "\n", "\u{0}", "\u{1F}", "\u{7F}", "é", "中", "😀", "\u{FEFF}",
        ]
        for _ in 0..<Int.random(in: 0...20, using: &self) { text.append(sample.randomElement(using: &self) ?? "x") }
        return String(text)
    }

    mutating func mutate(_ bytes: inout [UInt8]) {
        let alphabet = Array("{}[]\",:\\/u019aeE+-. \n\u{0}tfn".utf8) + [0x80, 0xC3, 0xE2, 0xED, 0xF0, 0xFF]
        let byte = alphabet.randomElement(using: &self) ?? 0
        let index = bytes.isEmpty ? 0 : Int.random(in: 0..<bytes.count, using: &self)
        switch Int.random(in: 0..<4, using: &self) {
        case 0: bytes.insert(byte, at: index)
        case 1: if !bytes.isEmpty { bytes[index] = byte }
        case 2: if !bytes.isEmpty { bytes.remove(at: index) }
        case _: bytes.removeLast(bytes.count - index)
        }
    }
}

/// RFC 8259 as a recogniser over unicode scalars.
private struct Oracle {
    private var rest: Substring.UnicodeScalarView

    static func accepts(_ bytes: [UInt8]) -> Bool {
        guard let text = String(validating: bytes, as: UTF8.self) else { return false }
        var oracle = Oracle(rest: Substring(text).unicodeScalars)
        guard oracle.value() else { return false }
        oracle.blanks()
        return oracle.rest.isEmpty
    }

    private mutating func blanks() {
        while let next = rest.first, " \t\r\n".unicodeScalars.contains(next) { rest.removeFirst() }
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard rest.first == scalar else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func value() -> Bool {
        blanks()
        for word in ["null", "true", "false"] where rest.starts(with: word.unicodeScalars) {
            rest.removeFirst(word.count)
            return true
        }
        if take("\"") { return string() }
        if take("[") { return list("]") { $0.value() } }
        if take("{") {
            return list("}") { oracle in
                oracle.blanks()
                guard oracle.take("\""), oracle.string() else { return false }
                oracle.blanks()
                return oracle.take(":") && oracle.value()
            }
        }
        _ = take("-")
        if !take("0") { guard digits() else { return false } }
        if take(".") { guard digits() else { return false } }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            return digits()
        }
        return true
    }

    private mutating func list(_ closing: Unicode.Scalar, _ element: (inout Oracle) -> Bool) -> Bool {
        blanks()
        if take(closing) { return true }
        repeat {
            guard element(&self) else { return false }
            blanks()
        } while take(",")
        return take(closing)
    }

    private mutating func digits() -> Bool {
        let count = rest.prefix { ("0"..."9").contains($0) }.count
        rest.removeFirst(count)
        return count > 0
    }

    private mutating func string() -> Bool {
        var units: [UInt16] = []
        while let next = rest.popFirst() {
            if next == "\"" { return String(validating: units, as: UTF16.self) != nil }
            if next.value < 0x20 { return false }
            guard next == "\\" else {
                units.append(contentsOf: String(Character(next)).utf16)
                continue
            }
            guard let letter = rest.popFirst() else { return false }
            if letter == "u" {
                let digits = String(rest.prefix(4))
                guard digits.count == 4, digits.allSatisfy(\.isASCII), digits.allSatisfy(\.isHexDigit),
                    let unit = UInt16(digits, radix: 16)
                else { return false }
                rest.removeFirst(4)
                units.append(unit)
            } else if "\"\\/bfnrt".unicodeScalars.contains(letter) {
                units.append(0x61)
            } else {
                return false
            }
        }
        return false
    }
}
