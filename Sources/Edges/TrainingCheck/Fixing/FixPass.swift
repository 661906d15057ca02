import JSONText
import TrainingData

/// One pass of a fixer over a file, line by line.
struct FixPass {
    private let shape: TrainingShape
    private let removesDuplicates: Bool
    private var rows: RowChecker
    private var index = DuplicateIndex()
    private var spread = SpreadScan()
    /// Lines of an object that goes on.
    private var held: [[UInt8]] = []

    /// How often a row is mended until nothing is left.
    private static let mostMends = 4

    init(shape: TrainingShape, removesDuplicates: Bool) {
        self.shape = shape
        self.removesDuplicates = removesDuplicates
        // One finding of a rule is enough to know that a row needs it.
        rows = RowChecker(shape: shape, tokenLimit: nil, counter: nil, mostOfARule: 1_000)
    }

    /// Appends the mended form of a line without its line feed.
    mutating func mend(line: UnsafeRawBufferPointer, into output: inout [UInt8], _ report: inout FixReport) {
        report.lines += 1
        let ended = spread.endedCount
        let isContinuation = spread.take(line, report.lines)
        if !isContinuation { release(into: &output, &report) }
        if isContinuation || spread.isOpen { held.append(Array(line)) }
        if spread.endedCount > ended { return join(into: &output, &report) }
        guard !isContinuation, !spread.isOpen else { return }
        mendOwn(line, into: &output, &report)
    }

    /// Writes what is left of an object that never ended.
    mutating func finish(into output: inout [UInt8], _ report: inout FixReport) {
        release(into: &output, &report)
    }

    /// Mends one object that is the whole of its text, such as an element of an array.
    mutating func mend(
        object: UnsafeRawBufferPointer, into output: inout [UInt8], _ report: inout FixReport
    ) { mendOwn(object, rewrites: true, into: &output, &report) }

    private mutating func release(into output: inout [UInt8], _ report: inout FixReport) {
        guard !held.isEmpty else { return }
        let lines = held
        held = []
        for line in lines { line.withUnsafeBytes { mendOwn($0, into: &output, &report) } }
    }

    private mutating func join(into output: inout [UInt8], _ report: inout FixReport) {
        var joined = JoinedText()
        for (place, line) in held.enumerated() {
            if place > 0 { joined.append(0x0A) }
            for byte in line { joined.append(byte) }
        }
        held = []
        report.count(.notJSON)
        joined.bytes.withUnsafeBytes { mendOwn($0, isChanged: true, rewrites: true, into: &output, &report) }
    }

    private mutating func mendOwn(
        _ line: UnsafeRawBufferPointer, isChanged: Bool = false, rewrites: Bool = false, into output: inout [UInt8],
        _ report: inout FixReport
    ) {
        guard !line.isBlankLine else { return report.count(.blankLine) }
        rows.check(lines: line)
        let comma = rows.findings.count(of: .trailingComma)
        let several = rows.findings.count(of: .severalObjects)
        guard comma + several > 0, let objects = Self.objects(in: line) else {
            return mendRow(line, isChanged: isChanged, rewrites: rewrites, into: &output, &report)
        }
        if comma > 0 { report.count(.trailingComma) }
        if several > 0 { report.count(.severalObjects) }
        for object in objects {
            let row = UnsafeRawBufferPointer(rebasing: line[object])
            rows.check(lines: row)
            mendRow(row, isChanged: true, rewrites: rewrites, into: &output, &report)
        }
    }

    /// The objects of a line with nothing but blanks and single commas between and behind them; nil where it is none.
    static func objects(in line: UnsafeRawBufferPointer) -> [Range<Int>]? {
        var objects: [Range<Int>] = []
        var scanner = JSONScanner(line)
        do throws(JSONSyntaxError) {
            while true {
                guard try scanner.nextKind() == .object else { return nil }
                let start = scanner.position
                _ = try scanner.value()
                objects.append(start..<scanner.position)
                scanner.skipBlanks()
                if scanner.position < line.count, line[scanner.position] == UInt8(ascii: ",") {
                    scanner = JSONScanner(line, at: scanner.position + 1)
                    scanner.skipBlanks()
                }
                guard scanner.position < line.count else { return objects }
            }
        } catch { return nil }
    }

    /// Mends a row that `rows` has just checked.
    ///
    /// - Parameter rewrites: whether the row is written anew also where nothing is to be mended.
    private mutating func mendRow(
        _ line: UnsafeRawBufferPointer, isChanged: Bool, rewrites: Bool, into output: inout [UInt8],
        _ report: inout FixReport
    ) {
        report.rows += 1
        let start = output.count
        var mends: [CheckRule: Int] = [:]
        if let value = mendable() > 0 ? try? JSONValue.parse(line) : nil {
            var value = value
            // A mend may show the next one: a key that was renamed, or one that stands alone now.
            for _ in 0..<Self.mostMends {
                let before = counts()
                value = RowMend(shape: shape, rules: Set(before.keys)).row(value)
                output.removeSubrange(start...)
                output.append(contentsOf: JSONWriter.bytes(value, style: .spaced))
                // Only the mended row tells what was mended, and whether it is the same as another one.
                output[start...].withUnsafeBytes { rows.check(lines: $0) }
                let after = counts()
                for (rule, count) in before { mends[rule, default: 0] += count - after[rule, default: 0] }
                if after.isEmpty || after == before { break }
            }
        } else if rewrites, let value = try? JSONValue.parse(line) {
            // What was spread over lines is written as every row is.
            output.append(contentsOf: JSONWriter.bytes(value, style: .spaced))
            output[start...].withUnsafeBytes { rows.check(lines: $0) }
        } else {
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
        for rule in CheckRule.allCases { report.count(rule, mends[rule, default: 0]) }
        report.changed += !mends.isEmpty || isChanged ? 1 : 0
    }

    private func mendable() -> Int { rows.findings.kept.count { $0.mend != nil } }

    /// How many findings that can be mended each rule has.
    private func counts() -> [CheckRule: Int] {
        var counts: [CheckRule: Int] = [:]
        for finding in rows.findings.kept where finding.mend != nil { counts[finding.rule, default: 0] += 1 }
        return counts
    }
}
