import TestSupport
import Testing
import TrainingCheck
import TrainingData

/// Checks rows behind ten good ones.
func checked(_ rows: String..., with checker: Checker = Checker()) throws -> CheckReport {
    let scratch = try TemporaryDirectory()
    let text = (tenGoodRows + rows).map { $0 + "\n" }.joined()
    return try checker.run(on: .file(scratch.write("train.jsonl", text))).training
}

/// Checks a whole file.
func checkedFile(_ bytes: [UInt8], with checker: Checker = Checker()) throws -> CheckReport {
    let scratch = try TemporaryDirectory()
    return try checker.run(on: .file(scratch.write("train.jsonl", bytes))).training
}

extension CheckReport {
    /// `11:4 unknown-role: sentence`, one a finding.
    var lines: [String] {
        findings.map { finding in
            let place = [finding.line, finding.column].compactMap { $0.map(String.init) }.joined(separator: ":")
            return "\(place) \(finding.rule): \(finding.message)"
        }
    }

    /// The names of the rules that found something.
    var names: [String] { rules.map { "\($0.rule)" } }
}

/// One token a word, for sums that can be done by hand.
struct WordCounter: TokenCounter {
    let encoding = "words"
    let isExact = true

    mutating func count(_ text: UnsafeBufferPointer<UInt8>) -> Int { text.split(separator: 0x20).count }
}
