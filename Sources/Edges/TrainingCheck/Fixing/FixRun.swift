import TrainingData

/// How the bytes of a file become rows for a pass: lines, the elements of an array, or either of them out of UTF-16.
struct FixRun {
    /// What the file is, if it is not rows one a line.
    let format: ForeignFormat?
    private var pass: FixPass
    private var array: ArrayRows?
    private var utf16: UTF16Text?
    /// Of UTF-16: text behind the last line feed.
    private var rest: [UInt8] = []
    private var isFirst = true

    init(format: ForeignFormat?, start: UnsafeRawBufferPointer? = nil, _ pass: FixPass) {
        self.format = format
        self.pass = pass
        if format == .jsonArray { array = ArrayRows() }
        if format == .utf16, let start { utf16 = UTF16Text(start) }
    }

    /// Takes whole lines; false where they are not what the file began as.
    mutating func take(_ bytes: UnsafeRawBufferPointer, into output: inout [UInt8], _ report: inout FixReport) -> Bool {
        if isFirst {
            isFirst = false
            switch format {
            case .jsonArray: report.count(.notJSONL)
            case .utf16: report.count(.notJSONL)
            default: break
            }
        }
        guard utf16 == nil else { return takeUTF16(bytes, into: &output, &report) }
        guard array == nil else { return takeElements(bytes, into: &output, &report) }
        takeLines(bytes, into: &output, &report)
        return true
    }

    /// Takes the end; false where something is missing.
    mutating func finish(into output: inout [UInt8], _ report: inout FixReport) -> Bool {
        let left = rest
        rest = []
        if utf16 != nil, !left.isEmpty {
            let isTaken = left.withUnsafeBytes { takeText($0, into: &output, &report) }
            guard isTaken else { return false }
        }
        pass.finish(into: &output, &report)
        return utf16?.isWhole ?? true && array?.isClosed ?? true
    }

    private mutating func takeElements(
        _ bytes: UnsafeRawBufferPointer, into output: inout [UInt8], _ report: inout FixReport
    ) -> Bool {
        guard var elements = array else { return false }
        defer { array = elements }
        return elements.take(bytes) { pass.mend(object: $0, into: &output, &report) }
    }

    private mutating func takeLines(
        _ bytes: UnsafeRawBufferPointer, into output: inout [UInt8], _ report: inout FixReport
    ) {
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        // Behind the last line feed there is no line.
        if lines.last?.isEmpty == true { lines.removeLast() }
        for line in lines { pass.mend(line: UnsafeRawBufferPointer(rebasing: line), into: &output, &report) }
    }

    private mutating func takeUTF16(
        _ bytes: UnsafeRawBufferPointer, into output: inout [UInt8], _ report: inout FixReport
    ) -> Bool {
        guard utf16?.append(bytes, to: &rest) ?? false else { return false }
        guard let end = rest.lastIndex(of: 0x0A) else { return true }
        let lines = Array(rest[...end])
        rest.removeSubrange(...end)
        return lines.withUnsafeBytes { takeText($0, into: &output, &report) }
    }

    private mutating func takeText(
        _ bytes: UnsafeRawBufferPointer, into output: inout [UInt8], _ report: inout FixReport
    ) -> Bool {
        if array == nil, report.lines == 0, bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "[") {
            array = ArrayRows()
        }
        guard array == nil else { return takeElements(bytes, into: &output, &report) }
        takeLines(bytes, into: &output, &report)
        return true
    }
}
