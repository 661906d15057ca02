import FineTuning
import Glibc
import JSONText
import Text
import TrainingData

/// What is asked of the rows beside the rules of their shape.
struct RowDemands {
    /// What an image counts as; nil where that is not known.
    var imageTokens: ImageTokens?
    /// Fields that a grader reads of each row, as the keys that lead there.
    var graderFields: [[String]] = []
}

/// Checks the rows of one part of a file after another; one for each thread.
struct RowChecker {
    let shape: TrainingShape
    let tokenLimit: Int?
    let demands: RowDemands
    private var counter: (any TokenCounter)?
    /// Whether there is a counter: asked for every text.
    let countsTokens: Bool
    /// What the rows of the part gave that have messages.
    private(set) var facts: [RowFacts] = []
    /// The other rows: facts of a million rows such as `{}` would take more memory than their text.
    private(set) var emptyRows = 0
    private(set) var lines = 0
    /// Lines that end before their object does.
    private(set) var unfinished = 0
    private(set) var findings: FindingTally
    /// Findings of the row at hand: dropped again when it turns out to be no JSON.
    private var ofRow: FindingTally
    var line = UnsafeRawBufferPointer(start: nil, count: 0)
    var row = RowFacts()
    var conversation = ConversationHash()
    let inspector = TextInspector()
    var scratch: [UInt8] = []
    /// Tokens of each role's name, since they are the same in every row.
    private var roleTokens: [Int?] = Array(repeating: nil, count: MessageRole.allCases.count)
    /// Sketches of what the rows say; nil when nobody compares them.
    var sketches: RowSketches?
    /// The column that was counted last, from which the next one is counted.
    private var counted = (offset: 0, column: 1)
    /// The functions of the row, and the calls of them.
    var calls = RowCalls()

    init(
        shape: TrainingShape, tokenLimit: Int?, counter: (any TokenCounter)?, mostOfARule: Int,
        sketches kind: RowSketches.Kind = .none, demands: RowDemands = RowDemands()
    ) {
        self.shape = shape
        self.tokenLimit = tokenLimit
        self.demands = demands
        self.counter = counter
        countsTokens = counter != nil
        findings = FindingTally(mostOfARule: mostOfARule)
        ofRow = FindingTally(mostOfARule: mostOfARule)
        sketches = RowSketches(kind, answersEndQuestions: shape != .preference)
    }

    /// Checks whole lines; the results replace those of the part before.
    ///
    /// - Parameter continuations: lines, the first one 1, that belong to the object of a line before.
    mutating func check(lines text: UnsafeRawBufferPointer, continuations: [SpreadScan.Continuation] = []) {
        var continuations = continuations[...]
        facts.removeAll(keepingCapacity: true)
        emptyRows = 0
        unfinished = 0
        findings.removeAll()
        sketches?.removeAll()
        lines = 0
        var start = 0
        while start < text.count, let base = text.baseAddress {
            let found = memchr(base + start, 0x0A, text.count - start)
            let end = found.map { UnsafeRawPointer($0) - base } ?? text.count
            lines += 1
            if let next = continuations.first, next.contains(lines) {
                if lines + 1 == next.upperBound { continuations.removeFirst() }
            } else {
                check(line: UnsafeRawBufferPointer(rebasing: text[start..<end]))
            }
            start = end + 1
        }
    }

    private mutating func check(line: UnsafeRawBufferPointer) {
        guard !line.isBlankLine else {
            if findings.count(.blankLine) {
                findings.keep(Finding(.blankLine, line: lines, mend: "removes the line", "the line is empty"))
            }
            return
        }
        self.line = line
        counted = (0, 1)
        var scanner = JSONScanner(line)
        var isFirst = true
        repeat {
            beginRow()
            let start = scanner.position
            var end = RowEnd.line
            do throws(JSONSyntaxError) {
                try checkRow(&scanner)
                end = try self.end(of: &scanner, isFirst: isFirst)
                conversation.fill(&row)
                // The model answers itself: nothing in the row is the answer.
                if shape == .reinforcement { row.answer = 0 }
                let isWhole = isFirst && end == .line
                row.bytes = ContentHash(of: isWhole ? line : raw(start..<scanner.position)).value
                row.isUnread = ofRow.total > 0 && RowChecker.unread.contains { ofRow.count(of: $0) > 0 }
                checkLength()
            } catch {
                dropRow()
                note(error)
            }
            if row.isComparable {
                facts.append(row)
                sketches?.end()
            } else {
                emptyRows += 1
            }
            findings.add(ofRow)
            guard end == .object else { return }
            isFirst = false
        } while true
    }

    private mutating func beginRow() {
        row = RowFacts()
        row.line = lines
        conversation = ConversationHash()
        sketches?.begin()
        calls.removeAll()
        ofRow.removeAll()
    }

    /// Nothing of a broken row counts.
    private mutating func dropRow() {
        ofRow.removeAll()
        row = RowFacts()
        row.line = lines
    }

    private mutating func note(_ error: JSONSyntaxError) {
        let line = line
        guard error.expected == "valid UTF-8", error.offset < line.count else {
            if SyntaxAdvice.isUnfinished(line, error) { unfinished += 1 }
            return add(.notJSON, at: error.offset) { SyntaxAdvice.sentence(line, error) }
        }
        add(.notUTF8, at: error.offset) { SyntaxAdvice.encoding(line[error.offset]) }
    }

    /// What stands behind the object of a line.
    private enum RowEnd {
        case line, object
    }

    /// Looks what follows an object: nothing, a comma that is too many, or another object.
    private mutating func end(of scanner: inout JSONScanner, isFirst: Bool) throws(JSONSyntaxError) -> RowEnd {
        scanner.skipBlanks()
        let offset = scanner.position
        guard offset < line.count, line.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") else {
            try scanner.finish()
            return .line
        }
        let hasComma = line[offset] == UInt8(ascii: ",")
        let next = line[(offset + (hasComma ? 1 : 0))...].firstIndex { !$0.isBlank }
        if hasComma, next == nil {
            add(.trailingComma, at: offset, mend: "removes the comma") {
                "a comma behind the object; remove it: each line is one object by itself"
            }
            return .line
        }
        guard let next, line[next] == UInt8(ascii: "{") else {
            try scanner.finish()
            return .line
        }
        if isFirst {
            add(.severalObjects, at: next, mend: "writes each on a line of its own") {
                "another object begins on the same line; write each object on a line of its own"
            }
        }
        scanner = JSONScanner(line, at: next)
        return .object
    }

    /// Rules after which a part of what the row says is not known.
    private static let unread: [CheckRule] = [
        .contentShape, .messageNotAnObject, .missingMessages, .missingContent, .preferenceShape, .wrongShape,
        .legacyCompletion, .notAnObject,
    ]

    private mutating func checkLength() {
        guard let tokenLimit, row.tokens.trained > tokenLimit, let counter else { return }
        let tokens = row.tokens.trained
        add(.longExample, at: nil) {
            let about = counter.isExact ? "" : "about "
            return
                "\(about)\(HumanText.count(tokens, "token")); the model trains on \(HumanText.number(tokenLimit)) of an example, "
                + "so the last \(HumanText.number(tokens - tokenLimit)) are lost"
        }
    }

    // MARK: Findings

    /// Notes a finding of this row; the sentence is made only when it will be shown.
    mutating func add(_ rule: CheckRule, at offset: Int?, mend: String? = nil, _ message: () -> String) {
        guard ofRow.count(rule) else { return }
        ofRow.keep(Finding(rule, line: lines, column: offset.map { column(at: $0) }, mend: mend, message()))
    }

    /// Findings come nearly in the order of the text: each step is short, so that many findings in a long line do not take quadratic time.
    private mutating func column(at offset: Int) -> Int {
        let (from, to) = (min(counted.offset, offset), max(counted.offset, offset))
        let scalars = line[from..<to].count { $0 & 0xC0 != 0x80 }
        counted = (offset, offset < counted.offset ? counted.column - scalars : counted.column + scalars)
        return counted.column
    }

    /// A key or role of the file, fit to be shown.
    func shown(_ slice: JSONSlice) -> String { shownName(JSONScanner(line).text(slice)) }

    func raw(_ slice: JSONSlice) -> UnsafeRawBufferPointer { raw(slice.range) }

    private func raw(_ range: Range<Int>) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: line[range]) }

    func text(_ slice: JSONSlice) -> String { JSONScanner(line).text(slice) }

    // MARK: Tokens

    /// The tokens of a text; 0 without a counter.
    mutating func count(_ text: UnsafeRawBufferPointer) -> Int {
        text.withMemoryRebound(to: UInt8.self) { (bytes: UnsafeBufferPointer<UInt8>) -> Int in
            counter?.count(bytes) ?? 0
        }
    }

    mutating func tokens(of role: MessageRole) -> Int {
        if let known = roleTokens[role.place] { return known }
        let name = Array(role.rawValue.utf8)
        let tokens = name.withUnsafeBytes { count($0) }
        roleTokens[role.place] = tokens
        return tokens
    }
}
