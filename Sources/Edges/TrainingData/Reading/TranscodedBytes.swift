/// Bytes of another encoding, as UTF-8 without a byte order mark.
final class TranscodedBytes: ByteSource {
    private let name: String
    private let encoding: TextEncoding
    private let source: any ByteSource
    private var chunk = [UInt8](repeating: 0, count: 32 << 10)
    /// UTF-8 that found no room yet.
    private var ready: [UInt8] = []
    private var given = 0
    /// A unit of UTF-16 whose second byte is to come, and a surrogate whose partner is.
    private var half: UInt8?
    private var high: UInt16?
    private var offset = 0
    private var reachedEnd = false

    init(_ source: any ByteSource, from encoding: TextEncoding, name: String) {
        self.source = source
        self.encoding = encoding
        self.name = name
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(TrainingDataError) -> Int {
        while given == ready.count, !reachedEnd {
            ready.removeAll(keepingCapacity: true)
            given = 0
            try convertNext()
        }
        let part = ready[given...].prefix(buffer.count)
        buffer.copyBytes(from: part)
        given += part.count
        return part.count
    }

    private func convertNext() throws(TrainingDataError) {
        let result = chunk.withUnsafeMutableBytes { bytes in
            Result { () throws(TrainingDataError) in try source.read(into: bytes) }
        }
        let count = try result.get()
        reachedEnd = count == 0
        if reachedEnd, half != nil || high != nil { throw failure }
        for byte in chunk[..<count] {
            try take(byte)
            offset += 1
        }
    }

    private func take(_ byte: UInt8) throws(TrainingDataError) {
        switch encoding {
        case .utf8: ready.append(byte)
        case .latin1: append(Unicode.Scalar(byte))
        case .windows1252:
            let isSpecial = (0x80..<0xA0).contains(byte)
            append(isSpecial ? Self.windows[Int(byte) - 0x80] : Unicode.Scalar(byte))
        case .utf16, .utf16LittleEndian, .utf16BigEndian:
            guard let first = half else {
                half = byte
                return
            }
            half = nil
            let isBig = encoding == .utf16BigEndian
            try take(UInt16(isBig ? first : byte) << 8 | UInt16(isBig ? byte : first))
        }
    }

    private func take(_ unit: UInt16) throws(TrainingDataError) {
        if let first = high {
            guard (0xDC00..<0xE000).contains(unit) else { throw failure }
            high = nil
            let value = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(unit) - 0xDC00)
            guard let scalar = Unicode.Scalar(value) else { throw failure }
            return append(scalar)
        }
        if (0xD800..<0xDC00).contains(unit) {
            high = unit
            return
        }
        guard let scalar = Unicode.Scalar(unit) else { throw failure }
        // The mark at the start is none of the text's.
        if scalar.value == 0xFEFF, offset <= 1 { return }
        append(scalar)
    }

    private func append(_ scalar: Unicode.Scalar) {
        ready.append(contentsOf: Unicode.UTF8.encode(scalar) ?? .init())
    }

    private var failure: TrainingDataError {
        TrainingDataError(name, .notOfEncoding(encoding, byte: offset))
    }

    /// What Windows-1252 has for the bytes from 80 to 9F (hexadecimal), as the WHATWG lists it.
    private static let windows: [Unicode.Scalar] = [
        "\u{20AC}", "\u{81}", "\u{201A}", "\u{192}", "\u{201E}", "\u{2026}", "\u{2020}", "\u{2021}", "\u{2C6}",
        "\u{2030}", "\u{160}", "\u{2039}", "\u{152}", "\u{8D}", "\u{17D}", "\u{8F}", "\u{90}", "\u{2018}", "\u{2019}",
        "\u{201C}", "\u{201D}", "\u{2022}", "\u{2013}", "\u{2014}", "\u{2DC}", "\u{2122}", "\u{161}", "\u{203A}",
        "\u{153}", "\u{9D}", "\u{17E}", "\u{178}",
    ]
}
