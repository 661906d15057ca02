import Text

/// Things made of random bits.
///
/// The generator is an argument, so that tests can give theirs. `SystemRandomNumberGenerator` is the kernel's
/// `getrandom` on Linux, fit for secrets.
package enum RandomBytes {
    /// Random bytes of the given count.
    package static func make(_ count: Int, using generator: inout some RandomNumberGenerator) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    /// Random bytes of the given count from the system's own generator.
    package static func make(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return make(count, using: &generator)
    }
}

/// Universally unique identifiers as text.
package enum UUIDText {
    /// A random one (RFC 9562, version 4) in lower case, for example `8f14e45f-ceea-467f-a34e-1b2c3d4e5f60`.
    package static func version4(using generator: inout some RandomNumberGenerator) -> String {
        var bytes = RandomBytes.make(16, using: &generator)
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = Array(Hexadecimal.encode(bytes))
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }.joined(separator: "-")
    }

    /// A random one of the system's own randomness.
    package static func version4() -> String {
        var generator = SystemRandomNumberGenerator()
        return version4(using: &generator)
    }
}
