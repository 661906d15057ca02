import Synchronization

@testable import BytePairEncoding

/// Splitter, encoder and estimator: nothing lost, and what a plain reading of the published rules gives.
enum TokenFuzzing {
    static func run(on input: [UInt8]) throws {
        try shared.withLock { shared in
            try promise(shared.encoders.count == 2, "the small vocabulary is refused")
            for (pattern, expression) in shared.expressions {
                try promisePieces(of: input, pattern, try expression.get())
            }
            for place in shared.encoders.indices { try promiseTokens(of: input, &shared.encoders[place]) }
        }
        for encoding in Encoding.all {
            let estimate = Estimator(encoding)?.estimate(String(decoding: input, as: UTF8.self)) ?? 0
            try promise(estimate.isFinite && estimate >= 0, "an estimate of \(estimate)")
        }
    }

    // MARK: The pattern

    /// What is dear to make, and what a run leaves to the next: the encoders' caches.
    private struct Shared {
        let expressions = SplitPattern.allCases.map { pattern in
            (pattern, Result { try Regex(pattern.published).matchingSemantics(.unicodeScalar) })
        }
        var encoders = SplitPattern.allCases.compactMap(encoder)
    }

    private static let shared = Mutex(Shared())

    private static func promisePieces(of input: [UInt8], _ pattern: SplitPattern, _ expression: Regex<AnyRegexOutput>)
        throws
    {
        let pieces = Splitter.pieces(of: input, pattern: pattern)
        var end = 0
        for piece in pieces {
            try promise(piece.lowerBound == end && !piece.isEmpty, "a gap before \(piece)")
            end = piece.upperBound
        }
        try promise(end == input.count, "the pieces end at \(end)")
        guard input.count <= 80 else { return }
        let text = String(decoding: input, as: UTF8.self)
        let scalars = text.unicodeScalars
        // The standard library knows letters of Unicode 17, which the published encodings do not.
        if scalars.contains(where: { ($0.properties.age?.major ?? 0) > 16 }) { return }
        // The standard library's engine does not fold U+017F to "s", as the published one does.
        if zip(scalars, scalars.dropFirst()).contains(where: { $0 == "'" && $1 == "\u{17F}" }) { return }
        let expected = text.matches(of: expression).map { String(text[$0.range]) }
        let found = pieces.map { String(decoding: input[$0], as: UTF8.self) }
        let same =
            found.count == expected.count
            && zip(found, expected).allSatisfy { $0.unicodeScalars.elementsEqual($1.unicodeScalars) }
        try promise(same, "\(pattern): pieces \(found) instead of \(expected)")
    }

    // MARK: The merges

    private static func promiseTokens(of input: [UInt8], _ encoder: inout Encoder) throws {
        let ids = encoder.encode(input)
        try promise(encoder.vocabulary.decode(ids) == input, "another text after decoding")
        try promise(encoder.count(input) == ids.count, "counted otherwise than encoded")
        try promise(encoder.encode(input) == ids, "encoded otherwise the second time")
        // The oracle's time is quadratic.
        guard input.count <= 250 else { return }
        let plain = plainTokens(of: input, encoder.vocabulary.encoding.splitPattern)
        try promise(ids == plain, "tokens \(ids) instead of \(plain)")
    }

    /// Every single byte, and joined ones of which some are never reached by a merge.
    private static let tokens: [[UInt8]] =
        (0...255).map { [UInt8($0)] }
        + [
            "th", "he", "in", " t", "er", "the", " the", "\u{E9}", "ab", "ba", "aba", "abab", "aa", "aaaa", "aaaaaaaa",
            "  ", "    ", "\n\n", "\r\n", "ing", "tion", " a", "12", "123", "--", "----", "'s", "'ll", "\u{4E2D}",
            "abcdefghijklmnopqrstuvwxyz", "hello", " world",
        ].map { Array($0.utf8) } + [[0xC3, 0xC3], [0xE4, 0xB8], [0xF0, 0x9F], [0xFF, 0xFE]]

    private static let ranks: [[UInt8]: UInt32] = Dictionary(
        zip(tokens, 0...), uniquingKeysWith: { first, _ in first })

    private static func encoder(_ pattern: SplitPattern) -> Encoder? {
        let lines = tokens.enumerated().map { "\(base64($1)) \($0)\n" }.joined()
        let encoding = Encoding(
            name: "small", splitPattern: pattern, specialTokens: [], rankCount: tokens.count,
            vocabularySize: tokens.count, rankFile: RankFile(name: "small", byteCount: 0, sha256: ""))
        return (try? Vocabulary(encoding, contents: Array(lines.utf8), source: "small")).map(Encoder.init)
    }

    private static func plainTokens(of input: [UInt8], _ pattern: SplitPattern) -> [UInt32] {
        Splitter.pieces(of: input, pattern: pattern).flatMap { piece -> [UInt32] in
            if let whole = ranks[Array(input[piece])] { return [whole] }
            var parts = input[piece].map { [$0] }
            while parts.count > 1 {
                let pairs = parts.indices.dropLast().map { ranks[parts[$0] + parts[$0 + 1]] ?? .max }
                guard let least = pairs.min(), least != .max, let place = pairs.firstIndex(of: least) else { break }
                parts[place] += parts.remove(at: place + 1)
            }
            return parts.compactMap { ranks[$0] }
        }
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0...3 { text.append(place <= group.count ? alphabet[bits >> (18 - 6 * place) & 63] : "=") }
        }
        return text
    }
}
