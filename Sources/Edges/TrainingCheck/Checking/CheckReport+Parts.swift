package import JSONText
import Text
import TrainingData

extension CheckReport {
    /// Rules that only a whole file can be judged by.
    private static let ofWholeFiles: Set<CheckRule> = [
        .tooFewExamples, .tooManyExamples, .fileTooLarge, .lengthOutlier, .inconsistentSystemPrompt,
    ]

    /// What was found of a file that is a part of more: without what only the whole can be judged by.
    package var asPart: CheckReport {
        var part = self
        part.findings.removeAll { Self.ofWholeFiles.contains($0.rule) }
        part.rules.removeAll { Self.ofWholeFiles.contains($0.rule) }
        return part
    }

    /// The keys of the report of a part, whose numbers add up to those of the whole; they are only ever added.
    package static let partFields: JSONFields<CheckReport> = [
        JSONField("ftd_report", "what wrote it: check") { _ in .string("check") },
        JSONField("parts", "how many files it counts") { _ in .integer(1) },
        JSONField("file", "the file") { .string($0.file) },
        JSONField("shape", "supervised, preference or reinforcement") { .string($0.shape.rawValue) },
        JSONField("rows", "how many rows") { .integer($0.rows) },
        JSONField("bytes", "its size") { .integer($0.bytes) },
        JSONField("rules", "findings by rule: numbers by names") { report in
            .object(
                JSONObject(members: report.rules.map { .init(key: $0.rule.rawValue, value: .integer($0.count)) }))
        },
        JSONField("messages", "messages an example: a histogram") { $0.messages.json },
        JSONField("tokens", "sums and a histogram of tokens; null where they were not counted") { report in
            guard let tokens = report.tokens else { return .null }
            return .object([
                "encoding": .string(tokens.encoding), "exact": .bool(tokens.isExact),
                "trained": .integer(tokens.trained), "contents": .integer(tokens.contents),
                "assistant": .integer(tokens.assistant), "billed": .integer(tokens.billed),
                "per_example": tokens.perRow.json,
            ])
        },
    ]

    /// Reads the report of a part.
    ///
    /// - Throws: ``PartReportError``.
    package init(part object: JSONObject, from path: String) throws(PartReportError) {
        guard object["ftd_report"]?.string == "check" else {
            throw object["ftd_report"]?.string == "prepare" ? .ofPrepare(path) : .noReport(path)
        }
        func number(_ value: JSONValue?) throws(PartReportError) -> Int {
            guard let number = value?.number?.integer, number >= 0, number < 1 << 53 else { throw .noReport(path) }
            return Int(number)
        }
        guard let shape = object["shape"]?.string.flatMap(TrainingShape.init(rawValue:)),
            let rules = object["rules"]?.object, let messages = object["messages"].flatMap(Histogram.init(json:))
        else { throw .noReport(path) }
        self.init(file: object["file"]?.string ?? path, shape: shape)
        rows = try number(object["rows"])
        bytes = try number(object["bytes"])
        self.messages = messages
        for member in rules.members {
            guard let rule = CheckRule(rawValue: member.key) else { throw .unknownRule(path, member.key) }
            self.rules.append(RuleCount(rule: rule, count: try number(member.value)))
        }
        guard let counted = object["tokens"], !counted.isNull else { return }
        guard let encoding = counted["encoding"]?.string, let isExact = counted["exact"]?.bool,
            let perRow = counted["per_example"].flatMap(Histogram.init(json:))
        else { throw .noReport(path) }
        var tokens = TokenTotals(encoding: encoding, isExact: isExact)
        tokens.trained = try number(counted["trained"])
        tokens.contents = try number(counted["contents"])
        tokens.assistant = try number(counted["assistant"])
        tokens.billed = try number(counted["billed"])
        tokens.perRow = perRow
        self.tokens = tokens
    }

    /// The report of the whole of which these are parts, judged as one file.
    ///
    /// - Throws: ``PartReportError`` when they do not belong together.
    package static func merged(_ parts: [CheckReport]) throws(PartReportError) -> CheckReport {
        let first = parts.first { $0.rows > 0 } ?? parts.first
        var whole = CheckReport(
            file: parts.count == 1 ? "1 part" : "\(HumanText.number(parts.count)) parts",
            shape: first?.shape ?? .supervised)
        var counts: [CheckRule: Int] = [:]
        for part in parts {
            guard part.rows == 0 || part.shape == whole.shape else { throw .otherShape(part.file) }
            whole.rows += part.rows
            whole.bytes += part.bytes
            whole.messages.merge(part.messages)
            for rule in part.asPart.rules { counts[rule.rule, default: 0] += rule.count }
            guard part.rows > 0 else { continue }
            guard let tokens = part.tokens else {
                if first?.tokens != nil { throw .otherTokens(part.file) }
                continue
            }
            guard
                let sum = whole.tokens
                    ?? (first?.tokens.map { TokenTotals(encoding: $0.encoding, isExact: $0.isExact) }),
                sum.encoding == tokens.encoding, sum.isExact == tokens.isExact
            else { throw .otherTokens(part.file) }
            whole.tokens = sum.adding(tokens)
        }
        whole.findings = FileRules.findings(
            rows: whole.rows, bytes: whole.bytes, shape: whole.shape)
        for finding in whole.findings { counts[finding.rule, default: 0] += 1 }
        whole.rules = CheckRule.allCases.compactMap { rule in counts[rule].map { RuleCount(rule: rule, count: $0) } }
        return whole
    }
}

extension CheckOutcome {
    /// The outcome of a check of parts, merged.
    package init(merged report: CheckReport) { self.init(training: report, validation: nil) }

    /// The outcome for a file that is a part of more.
    package var asPart: CheckOutcome { CheckOutcome(training: training.asPart, validation: nil) }
}

extension TokenTotals {
    fileprivate func adding(_ other: TokenTotals) -> TokenTotals {
        var sum = self
        sum.trained += other.trained
        sum.contents += other.contents
        sum.assistant += other.assistant
        sum.billed += other.billed
        sum.perRow.merge(other.perRow)
        return sum
    }
}

/// What a whole training file is judged by, whatever its rows say.
private enum FileRules {
    static func findings(rows: Int, bytes: Int, shape: TrainingShape) -> [Finding] {
        var findings: [Finding] = []
        if rows < Checker.fewestRows {
            findings.append(
                Finding(
                    .tooFewExamples,
                    "\(HumanText.count(rows, "example")); the server takes \(Checker.fewestRows) or more"))
        }
        if shape == .reinforcement, rows > Checker.mostReinforcementRows.training {
            findings.append(
                Finding(
                    .tooManyExamples,
                    "\(HumanText.number(rows)) rows; reinforcement takes "
                        + "\(HumanText.number(Checker.mostReinforcementRows.training)) for training"))
        }
        if bytes > Checker.mostBytes {
            findings.append(
                Finding(
                    .fileTooLarge,
                    "\(HumanText.number(bytes)) bytes; the server takes files of "
                        + "\(HumanText.number(Checker.mostBytes)) (512 MB)"))
        }
        return findings
    }
}

/// Why reports of parts make no report of the whole; the path or the file that it is about.
package enum PartReportError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file cannot be read, and why.
    case unreadable(String, String)
    /// The file is no report.
    case noReport(String)
    /// It is a report of `prepare`.
    case ofPrepare(String)
    /// It counts findings of a rule that this version does not know.
    case unknownRule(String, String)
    /// Its rows are made for something else than those of the others.
    case otherShape(String)
    /// Its tokens were not counted as those of the others.
    case otherTokens(String)

    /// One sentence: what, and what to do.
    package var description: String {
        switch self {
        case .unreadable(let path, let why):
            why.contains(path) ? why : "cannot read \(path.printable): \(why)"
        case .noReport(let path):
            "\(path.printable) is no report of a check; write one: ftctl check PART --part --report FILE"
        case .ofPrepare(let path):
            "\(path.printable) is a report of prepare; a verdict needs one of the check: ftctl check PART --part --report FILE"
        case .unknownRule(let path, let rule):
            "\(path.printable) counts findings of a rule unknown here, \(shownName(rule)); check and merge with one version"
        case .otherShape(let file):
            "\(file.printable) holds other rows than the first part; check all with one --method"
        case .otherTokens(let file):
            "the tokens of \(file.printable) were not counted as those of the first part; check all in one way"
        }
    }
}
