extension String {
    /// The text with everything that could steer a terminal, a log line or a page made visible.
    ///
    /// Text from the API, from hooks and from files is untrusted. Control characters (C0, DEL, C1), bidirectional
    /// controls, zero-width characters and line separators become `\u{…}` (CVE-2021-25743 and CWE-117 are what happens
    /// otherwise); line breaks and tabs become one blank.
    package var printable: String {
        // Nearly every text is plain ASCII, and a long list asks for hundreds of thousands of them.
        if isPrintableASCII { return self }
        guard unicodeScalars.contains(where: { $0.actsOnItsSurroundings }) else { return self }
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            if !scalar.actsOnItsSurroundings {
                result.append(scalar)
            } else if "\n\r\t".unicodeScalars.contains(scalar) {
                result.append(" ")
            } else {
                result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
            }
        }
        return String(result)
    }
}

extension String {
    /// Whether all of it is plain ASCII, eight bytes at a time.
    private var isPrintableASCII: Bool {
        guard let isSo = utf8.withContiguousStorageIfAvailable({ UnsafeRawBufferPointer($0).isPrintableASCII }) else {
            return utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
        }
        return isSo
    }
}

extension UnsafeRawBufferPointer {
    fileprivate var isPrintableASCII: Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        var offset = 0
        while offset &+ 8 <= count {
            let word = loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            // The high bit of some byte is set where one is not ASCII, below a blank, or the last of ASCII.
            if (word | (word &- ones &* 0x20) | (word &+ ones)) & (ones &* 0x80) != 0 { return false }
            offset &+= 8
        }
        while offset < count {
            let byte = self[offset]
            guard byte >= 0x20, byte < 0x7F else { return false }
            offset &+= 1
        }
        return true
    }
}

extension Unicode.Scalar {
    /// Whether the scalar acts on its surroundings instead of showing itself.
    ///
    /// The zero-width joiner and the variation selectors stay: emoji are made with them.
    var actsOnItsSurroundings: Bool {
        switch value {
        case 0..<0x20, 0x7F...0x9F: true
        case 0x061C, 0x200B, 0x200C, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A...0x202E, 0x2060...0x2064: true
        case 0x2066...0x206F, 0xFEFF, 0xFFF9...0xFFFB, 0x1_D173...0x1_D17A, 0xE_0000...0xE_007F: true
        default: false
        }
    }
}
