/// Base64 (RFC 4648) of any bytes.
package enum Base64 {
    /// Which texts a decoder takes.
    package enum Reading: Sendable {
        /// The one canonical text only: standard alphabet, padded, no blanks, no bits left over.
        case strict
        /// Also the URL alphabet, blanks and line breaks anywhere, and missing padding.
        case tolerant
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let padding = UInt8(ascii: "=")

    /// The padded text in the standard alphabet, on one line.
    package static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var index = 0
        while index < bytes.count {
            let count = min(3, bytes.count - index)
            var group = UInt32(bytes[index]) << 16
            if count > 1 { group |= UInt32(bytes[index + 1]) << 8 }
            if count > 2 { group |= UInt32(bytes[index + 2]) }
            for place in 0..<4 {
                text.append(place <= count ? alphabet[Int(group >> (18 - 6 * UInt32(place)) & 63)] : padding)
            }
            index += 3
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of a text; nil when it is not base64.
    package static func decode(_ text: String, _ reading: Reading = .strict) -> [UInt8]? {
        decode(Array(text.utf8), reading)
    }

    /// The bytes of a text; nil when it is not base64.
    package static func decode(_ text: [UInt8], _ reading: Reading = .strict) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 4 * 3)
        var group: UInt32 = 0
        var digits = 0
        var pads = 0
        for byte in text {
            if byte == padding {
                pads += 1
            } else if let value = value(of: byte, reading) {
                guard pads == 0 else { return nil }
                group = group << 6 | UInt32(value)
                digits += 1
                if digits == 4 {
                    bytes.append(contentsOf: [UInt8(group >> 16 & 255), UInt8(group >> 8 & 255), UInt8(group & 255)])
                    (group, digits) = (0, 0)
                }
            } else if reading == .strict || ![0x20, 0x09, 0x0A, 0x0D].contains(byte) {
                return nil
            }
        }
        return rest(of: group, digits: digits, pads: pads, reading).map { bytes + $0 }
    }

    /// The bytes of an unfinished last group; nil when no bytes are written like that.
    private static func rest(of group: UInt32, digits: Int, pads: Int, _ reading: Reading) -> [UInt8]? {
        let due = digits == 0 ? 0 : 4 - digits
        guard digits != 1, pads == due || (reading == .tolerant && pads == 0) else { return nil }
        // The digits of a last group hold more bits than its bytes; the canonical text has zeros there.
        let spareBits: UInt32 = digits == 2 ? 15 : digits == 3 ? 3 : 0
        guard reading == .tolerant || group & spareBits == 0 else { return nil }
        switch digits {
        case 2: return [UInt8(group >> 4 & 255)]
        case 3: return [UInt8(group >> 10 & 255), UInt8(group >> 2 & 255)]
        default: return []
        }
    }

    private static func value(of digit: UInt8, _ reading: Reading) -> UInt8? {
        switch digit {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): digit - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): digit - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        case UInt8(ascii: "-"): reading == .tolerant ? 62 : nil
        case UInt8(ascii: "_"): reading == .tolerant ? 63 : nil
        default: nil
        }
    }
}
