import Glibc

/// How keys of a well-known service begin, and how many characters follow at least.
struct SecretPattern {
    let start: [UInt8]
    /// Where in `start` its rarest byte stands, which is the one that is searched for.
    let markPlace: Int
    let least: Int
    let what: String

    init(_ start: String, mark: Character, least: Int, _ what: String) {
        self.start = Array(start.utf8)
        markPlace = self.start.firstIndex(of: mark.asciiValue ?? 0) ?? 0
        self.least = least
        self.what = what
    }

    /// By the rarest byte.
    private static let byMark: [(mark: UInt8, patterns: [SecretPattern])] = [
        (
            UInt8(ascii: "-"),
            [
                SecretPattern("sk-", mark: "-", least: 20, "a secret API key (sk-…)"),
                SecretPattern("xoxb-", mark: "-", least: 20, "a Slack token (xoxb-…)"),
                SecretPattern("xoxp-", mark: "-", least: 20, "a Slack token (xoxp-…)"),
            ]
        ),
        (
            UInt8(ascii: "_"),
            [
                SecretPattern("ghp_", mark: "_", least: 30, "a GitHub token (ghp_…)"),
                SecretPattern("gho_", mark: "_", least: 30, "a GitHub token (gho_…)"),
                SecretPattern("ghs_", mark: "_", least: 30, "a GitHub token (ghs_…)"),
                SecretPattern("github_pat_", mark: "_", least: 30, "a GitHub token (github_pat_…)"),
                SecretPattern("hf_", mark: "_", least: 30, "a Hugging Face token (hf_…)"),
            ]
        ),
        (UInt8(ascii: "K"), [SecretPattern("AKIA", mark: "K", least: 16, "an AWS access key (AKIA…)")]),
    ]

    private static let blockStart = Array("-----BEGIN ".utf8)
    private static let blockEnd = Array("PRIVATE KEY-----".utf8)

    /// The first likely secret of a kind: a known start that no letter precedes, long enough, with a digit in it.
    static func first(in text: UnsafeRawBufferPointer) -> TextSighting? {
        guard let base = text.baseAddress else { return nil }
        for (mark, patterns) in byMark {
            var from = 0
            while from < text.count, let hit = memchr(base + from, Int32(mark), text.count - from) {
                let offset = UnsafeRawPointer(hit) - base
                from = offset + 1
                for pattern in patterns where pattern.matches(text, markAt: offset) {
                    return TextSighting(rule: .secret, offset: offset - pattern.markPlace, what: pattern.what)
                }
                if mark == UInt8(ascii: "-"), isPrivateKey(text, at: offset) {
                    return TextSighting(rule: .secret, offset: offset, what: "a private key block")
                }
            }
        }
        return nil
    }

    private func matches(_ text: UnsafeRawBufferPointer, markAt mark: Int) -> Bool {
        let offset = mark - markPlace
        guard offset >= 0, text[offset...].starts(with: start), offset == 0 || !Self.isKeyByte(text[offset - 1])
        else { return false }
        let rest = text[(offset + start.count)...].prefix(200).prefix(while: Self.isKeyByte)
        return rest.count >= least && rest.contains { $0 &- UInt8(ascii: "0") < 10 }
    }

    private static func isKeyByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static func isPrivateKey(_ text: UnsafeRawBufferPointer, at offset: Int) -> Bool {
        let line = text[offset...].prefix(64)
        return line.starts(with: blockStart) && line.indices.contains { line[$0...].starts(with: blockEnd) }
    }
}
