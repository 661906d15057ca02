import Glibc

/// Inputs that people have, beside the checkout, each with a word on what is right; no part of the repository.
package enum SharedCases {
    /// The names of the inputs; none where they are not there, which is printed.
    package static let names: [String] = {
        let names = SharedData.names(in: "../cases").filter { !$0.hasSuffix(".md") }
        if names.isEmpty { print("skipped: tests with the cases, which are not beside the checkout") }
        return names
    }()

    /// The bytes of an input.
    package static func bytes(_ name: String) -> [UInt8] { SharedData.bytes("../cases/\(name)") ?? [] }

    /// The same input cut short and with bytes changed, as far as a number tells: always the same for the same number.
    package static func mutated(_ bytes: [UInt8], _ number: Int) -> [UInt8] {
        guard !bytes.isEmpty else { return bytes }
        var state = UInt64(truncatingIfNeeded: number) &* 0x9E37_79B9_7F4A_7C15 | 1
        func next(_ bound: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state % UInt64(bound))
        }
        var result = bytes
        switch number % 4 {
        case 0: result = Array(bytes[..<next(bytes.count)])
        case 1: result[next(bytes.count)] ^= UInt8(1 << next(8))
        case 2:
            let signs = Array(#"{}[]",:\ 0ntf"#.utf8)
            for _ in 0..<3 { result[next(result.count)] = signs[next(signs.count)] }
        default:
            let start = next(result.count)
            result.removeSubrange(start..<min(result.count, start + 1 + next(12)))
        }
        return result
    }
}
