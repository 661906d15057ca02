import JSONText
import TrainingData

/// One pass of a fixer over a file.
struct FixPass {
    private let shape: TrainingShape
    private let removesDuplicates: Bool
    private var rows: RowChecker
    private var index = DuplicateIndex()

    /// How often a row is mended until nothing is left.
    private static let mostMends = 4

    init(shape: TrainingShape, removesDuplicates: Bool) {
        self.shape = shape
        self.removesDuplicates = removesDuplicates
        // One finding of a rule is enough to know that a row needs it.
        rows = RowChecker(shape: shape, tokenLimit: nil, counter: nil, mostOfARule: 1_000)
    }

    /// Appends the mended form of whole lines.
    mutating func mend(_ block: UnsafeRawBufferPointer, into output: inout [UInt8], _ report: inout FixReport) {
        for line in block.split(separator: 0x0A, omittingEmptySubsequences: true) {
            mend(line: UnsafeRawBufferPointer(rebasing: line), into: &output, &report)
        }
        let blank = blankLines(in: block)
        for _ in 0..<blank { report.count(.blankLine) }
    }

    private func blankLines(in block: UnsafeRawBufferPointer) -> Int {
        var blank = 0
        var isBlank = true
        for byte in block {
            if byte == 0x0A {
                blank += isBlank ? 1 : 0
                isBlank = true
            } else if !byte.isBlank {
                isBlank = false
            }
        }
        return blank
    }

    private mutating func mend(
        line: UnsafeRawBufferPointer, into output: inout [UInt8], _ report: inout FixReport
    ) {
        guard !line.isBlankLine else { return }
        report.rows += 1
        rows.check(lines: line)
        var rules: [CheckRule] = []
        for finding in rows.findings.kept where finding.mend != nil && !rules.contains(finding.rule) {
            rules.append(finding.rule)
        }
        let start = output.count
        if !rules.isEmpty, let value = try? JSONValue.parse(line) {
            var mended = value
            // A mend may show the next one: a key that was renamed, or one that stands alone now.
            for _ in 0..<Self.mostMends {
                mended = RowMend(shape: shape).row(mended)
                output.removeSubrange(start...)
                output.append(contentsOf: JSONWriter.bytes(mended, style: .spaced))
                // Only the mended row tells whether it is the same as another one.
                output[start...].withUnsafeBytes { rows.check(lines: $0) }
                if !rows.findings.kept.contains(where: { $0.mend != nil }) { break }
            }
        } else {
            rules = []
            output.append(contentsOf: line)
        }
        if removesDuplicates, let facts = rows.facts.first,
            case .duplicate = index.insert(question: facts.bytes, answer: 0, line: report.rows)
        {
            output.removeSubrange(start...)
            report.removed += 1
            return report.count(.duplicate)
        }
        output.append(0x0A)
        report.changed += rules.isEmpty ? 0 : 1
        for rule in rules { report.count(rule) }
    }
}
