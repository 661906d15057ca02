import FineTuning
package import JSONText
import Text

/// JSON text that a terminal can show: what could steer one is escaped, which changes nothing for a parser.
package enum SafeJSON {
    /// The bytes of an object, without a line break at the end.
    package static func bytes(_ object: JSONObject, style: JSONWriter.Style) -> [UInt8] {
        safe(JSONWriter.bytes(.object(object), style: style))
    }

    /// JSON text that ``JSONWriter`` wrote.
    package static func safe(_ bytes: [UInt8]) -> [UInt8] {
        // C0 is escaped already. DEL, C1, bidirectional controls and zero-width characters are 0x7F or not ASCII.
        guard bytes.contains(where: { $0 >= 0x7F }) else { return bytes }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            if scalar.value < 0x7F || String(scalar).printable == String(scalar) {
                result.append(contentsOf: UTF8.encode(scalar)?.map { $0 } ?? [])
            } else {
                for unit in String(scalar).utf16 { append(escaped: unit, to: &result) }
            }
        }
        return result
    }

    private static func append(escaped unit: UInt16, to bytes: inout [UInt8]) {
        let digits = Array("0123456789abcdef".utf8)
        bytes.append(contentsOf: "\\u".utf8)
        for shift in [12, 8, 4, 0] { bytes.append(digits[Int(unit >> UInt16(shift)) & 15]) }
    }
}
