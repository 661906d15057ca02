@testable import BytePairEncoding

/// Rank files of a few hundred made-up tokens, and the plainest encoder that can be written, to compare with.
enum TinyVocabulary {
    /// Lines of the 256 single bytes in order, then those tokens.
    static func lines(_ tokens: [[UInt8]]) -> String {
        let all = (0...255).map { [UInt8($0)] } + tokens
        return all.enumerated().map { "\(base64($1)) \($0)\n" }.joined()
    }

    static func encoding(tokens: Int, _ pattern: SplitPattern = .o200k) -> Encoding {
        Encoding(
            name: "tiny", splitPattern: pattern, specialTokens: [SpecialToken(spelling: "<end>", id: 9999)],
            rankCount: 256 + tokens, vocabularySize: 10_000,
            rankFile: RankFile(name: "tiny.tiktoken", byteCount: 0, sha256: ""))
    }

    static func vocabulary(_ tokens: [[UInt8]]) throws -> Vocabulary {
        try Vocabulary(encoding(tokens: tokens.count), contents: Array(lines(tokens).utf8), source: "tiny.tiktoken")
    }

    /// Distinct tokens of 2 to 40 letters from a small alphabet; not closed under merges, as real ones are.
    static func randomTokens(
        _ count: Int, alphabet: ClosedRange<UInt8>, using generator: inout SeededGenerator
    ) -> [[UInt8]] {
        var tokens: [[UInt8]] = []
        var seen: Set<[UInt8]> = []
        while tokens.count < count {
            let length = Int.random(in: 0..<10, using: &generator) == 0 ? Int.random(in: 9...40, using: &generator) : 2
            var token = (0..<length).map { _ in UInt8.random(in: alphabet, using: &generator) }
            // Mostly joined from earlier ones, so that chains of merges are long.
            if let left = tokens.randomElement(using: &generator), let right = tokens.randomElement(using: &generator),
                left.count + right.count <= 40, Bool.random(using: &generator)
            {
                token = left + right
            }
            if seen.insert(token).inserted { tokens.append(token) }
        }
        return tokens
    }

    /// Scans all pairs before each merge, with a dictionary.
    static func merged(_ piece: [UInt8], _ tokens: [[UInt8]]) -> [UInt32] {
        var ranks: [[UInt8]: UInt32] = [:]
        for byte in 0...255 { ranks[[UInt8(byte)]] = UInt32(byte) }
        for (index, token) in tokens.enumerated() { ranks[token] = UInt32(256 + index) }
        if let whole = ranks[piece] { return [whole] }
        var parts = piece.map { [$0] }
        while parts.count > 1 {
            let pairs = parts.indices.dropLast().map { ranks[parts[$0] + parts[$0 + 1]] ?? .max }
            guard let lowest = pairs.min(), lowest != .max, let place = pairs.firstIndex(of: lowest) else { break }
            parts[place] += parts.remove(at: place + 1)
        }
        return parts.compactMap { ranks[$0] }
    }

    static func base64(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0...3 {
                text.append(place <= group.count ? alphabet[bits >> (18 - 6 * place) & 63] : "=")
            }
        }
        return text
    }
}
