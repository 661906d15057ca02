import FineTuning
import Text
import TrainingData

/// Joins the results of a file's parts in their order: sums, and what only several rows together tell.
struct CheckMerge {
    private(set) var tally: FindingTally
    private(set) var lines = 0
    private(set) var rows = 0
    private(set) var messages = Histogram()
    private(set) var tokens: TokenTotals?
    /// Every row of the file, and how it is written.
    private var wholes = DuplicateIndex()
    /// Every question of the file, with its answers.
    private var questions = DuplicateIndex()
    /// Questions without their system messages, kept only when another file is to be compared.
    private(set) var bareIndex: DuplicateIndex?
    private var systems = SystemPrompts()
    private var keysForGrader = SystemPrompts()
    /// Lines that end before their object does.
    private(set) var unfinished = 0
    /// What a model may not take.
    private(set) var contents = ModelFit.Contents()
    private var lengths = Histogram()
    private var longest: [(bytes: Int, line: Int)] = []
    private let tokenLimit: Int?
    private let training: TrainingQuestions?
    /// What is nearly the same; nil when nobody asked.
    private var likeness: RowLikeness?

    /// More long rows than these are counted and not named.
    private static let mostLongRows = 20

    init(_ checker: Checker, training: TrainingQuestions?, keepsQuestions: Bool) {
        tally = FindingTally(mostOfARule: checker.listedOfARule)
        tokenLimit = checker.tokenLimit
        self.training = training
        likeness = checker.nearDuplicates.map {
            RowLikeness($0, training: training?.likeness, keepsQuestions: keepsQuestions)
        }
        if keepsQuestions { bareIndex = DuplicateIndex() }
        if let counter = checker.counter {
            tokens = TokenTotals(encoding: counter.encoding, isExact: counter.isExact)
        }
    }

    /// Takes the next part of the file.
    mutating func add(_ part: RowChecker) {
        tally.add(part.findings, after: lines)
        var sketched = 0
        rows += part.emptyRows
        unfinished += part.unfinished
        for facts in part.facts {
            rows += 1
            tokens?.add(facts.tokens, limit: tokenLimit)
            messages.add(facts.messages)
            if facts.images > 0 { contents.hasImages = true }
            if facts.hasTools { contents.hasTools = true }
            if part.shape == .reinforcement { keysForGrader.add(facts.keysForGrader, line: lines + facts.line) }
            let known = compare(facts, line: lines + facts.line)
            if let sketches = part.sketches {
                compare(sketches, at: sketched, known, line: lines + facts.line)
                sketched += 1
            }
        }
        lines += part.lines
    }

    /// What the workers are to sketch.
    var sketches: RowSketches.Kind { likeness?.kind ?? .none }

    /// The questions, for the validation file beside this one.
    func questions(of file: String) -> TrainingQuestions? {
        bareIndex.map { TrainingQuestions(file: file, index: $0, likeness: likeness?.questions) }
    }

    /// What is said of a row that is exactly like another one.
    private struct Known {
        var isDuplicate = false
        /// The question stands there too, with the same answer and other details or with another answer.
        var isSameQuestion = false
        var isLeaked = false
    }

    private mutating func compare(_ facts: RowFacts, line: Int) -> Known {
        var known = Known()
        lengths.add(facts.textBytes)
        noteLength(facts.textBytes, line: line)
        guard !facts.isUnread else { return compareUnread(facts, line: line) }
        switch wholes.insert(question: facts.whole, answer: facts.bytes, line: line) {
        case .new: known.isSameQuestion = compareAnswer(facts, line: line)
        case .contradiction(let first):
            // Written in another way, which may be on purpose: the fixer leaves it.
            known.isDuplicate = true
            add(.duplicate, line: line) { "same messages as line \(HumanText.number(first)), blanks and case aside" }
        case .duplicate(let first):
            known.isDuplicate = true
            add(.duplicate, line: line, mend: "removes the row") { "same messages as line \(HumanText.number(first))" }
        }
        if let training, let first = training.index.line(ofQuestion: facts.bareQuestion) {
            known.isLeaked = true
            add(.leakedExample, line: line) {
                "the same question as line \(HumanText.number(first)) of \(training.file.printable): "
                    + "what is trained on cannot validate"
            }
        }
        _ = bareIndex?.insert(question: facts.bareQuestion, answer: 0, line: line)
        systems.add(facts.system, line: line)
        return known
    }

    /// What nobody can read is the same as nothing else, but a row of the very same bytes.
    private mutating func compareUnread(_ facts: RowFacts, line: Int) -> Known {
        if case .duplicate(let first) = wholes.insert(question: facts.bytes, answer: facts.bytes, line: line) {
            add(.duplicate, line: line, mend: "removes the row") { "the same bytes as line \(HumanText.number(first))" }
        }
        return Known(isDuplicate: true, isSameQuestion: true, isLeaked: true)
    }

    /// Whether the question of a new row stands on an earlier line.
    private mutating func compareAnswer(_ facts: RowFacts, line: Int) -> Bool {
        switch questions.insert(question: facts.question, answer: facts.answer, line: line) {
        case .new: return false
        case .duplicate: return true
        case .contradiction(let first):
            // Rows for a grader repeat their questions on purpose.
            guard facts.answer != 0 else { return false }
            add(.contradictoryAnswers, line: line) {
                "the same question as line \(HumanText.number(first)), with another answer"
            }
            return true
        }
    }

    /// What is nearly the same is said only of rows of which nothing was said yet.
    private mutating func compare(_ sketches: RowSketches, at place: Int, _ known: Known, line: Int) {
        if !known.isDuplicate,
            let match = sketches.withWhole(place, { likeness?.takeRow($0, line: line) }), !known.isSameQuestion
        {
            add(.nearDuplicate, line: line) {
                "nearly the same messages as line \(HumanText.number(match.line)) (about \(match.percent) % alike)"
            }
        }
        if let training, !known.isLeaked,
            let match = sketches.withQuestion(place, { likeness?.trainingQuestion(like: $0) })
        {
            add(.nearlyLeakedExample, line: line) {
                "nearly the same question as line \(HumanText.number(match.line)) of \(training.file.printable) (about "
                    + "\(match.percent) % alike): what is trained on cannot validate"
            }
        }
        sketches.withQuestion(place) { likeness?.keepQuestion($0, line: line) }
    }

    private mutating func noteLength(_ bytes: Int, line: Int) {
        if longest.count == Self.mostLongRows {
            guard let last = longest.last, bytes > last.bytes else { return }
            longest.removeLast()
        }
        let place = longest.firstIndex { $0.bytes < bytes } ?? longest.endIndex
        longest.insert((bytes, line), at: place)
    }

    /// Counts rows that are not looked into.
    mutating func countRows(_ count: Int) { rows += count }

    /// Puts one finding in place of all of a rule.
    mutating func replace(_ rule: CheckRule, by finding: Finding) {
        tally.remove(rule)
        if tally.count(finding.rule) { tally.keep(finding) }
    }

    /// Counts a finding about the file or about one of its rows.
    mutating func add(
        _ rule: CheckRule, line: Int? = nil, mend: String? = nil, count: Int = 1, _ message: () -> String
    ) {
        guard tally.count(rule, count) else { return }
        tally.keep(Finding(rule, line: line, mend: mend, message()))
    }

    // MARK: The end

    /// Adds what the whole file tells.
    mutating func finish() {
        if let odd = keysForGrader.odd {
            add(.differingKeys, line: odd.line, count: odd.rows) {
                "\(HumanText.number(odd.main)) rows have the same keys for the grader, \(HumanText.number(odd.rows)) "
                    + "\(odd.rows == 1 ? "has" : "have") others; the first is this one"
            }
        }
        if let odd = systems.odd {
            add(.inconsistentSystemPrompt, line: odd.line, count: odd.rows) { odd.sentence }
        }
        // Rows an order of magnitude beyond the upper quartile, by the usual fence on a logarithmic scale.
        guard lengths.count >= 20 else { return }
        let low = Double(max(lengths.quantile(0.25), 1))
        let high = Double(max(lengths.quantile(0.75), 1))
        let spread = max(high / low, 1.5)
        let fence = Int(min(high * spread * spread * spread, 1e15))
        let many = lengths.count(above: fence)
        guard many > 0 else { return }
        let named = longest.filter { $0.bytes > fence }.prefix(many)
        let median = lengths.median
        for row in named.sorted(by: { $0.line < $1.line }) {
            add(.lengthOutlier, line: row.line) {
                "\(HumanText.number(row.bytes)) bytes of text, where half of the rows have at most \(HumanText.number(median))"
            }
        }
        if many > named.count { _ = tally.count(.lengthOutlier, many - named.count) }
    }
}

/// The questions of the training file, to be looked for in the validation file.
struct TrainingQuestions {
    let file: String
    let index: DuplicateIndex
    let likeness: SketchIndex?
}

/// How many rows have which system prompt.
struct SystemPrompts {
    private var known: [UInt64: (rows: Int, line: Int)] = [:]
    private var rows = 0

    /// More different prompts than these are no slip.
    private static let most = 1_000
    /// From this share on the rest looks like a slip.
    private static let prevailing = 0.8

    mutating func add(_ prompt: UInt64, line: Int) {
        rows += 1
        if let entry = known[prompt] {
            known[prompt] = (entry.rows + 1, entry.line)
        } else if known.count < Self.most {
            known[prompt] = (1, line)
        }
    }

    /// Rows that are unlike nearly all others.
    var odd: (rows: Int, main: Int, line: Int, sentence: String)? {
        guard known.count > 1, let main = known.max(by: { $0.value.rows < $1.value.rows }),
            Double(main.value.rows) >= Double(rows) * Self.prevailing
        else { return nil }
        let others = rows - main.value.rows
        let line = known.filter { $0.key != main.key }.map(\.value.line).min() ?? 0
        let common = main.key == 0 ? "have no system message" : "share one system prompt"
        let without = known[0].map(\.rows) ?? 0
        let rest =
            main.key == 0 || without == 0
            ? "\(HumanText.number(others)) \(others == 1 ? "has" : "have") another"
            : "\(HumanText.number(others)) \(others == 1 ? "has" : "have") another or none (\(HumanText.number(without)))"
        return (
            others, main.value.rows, line,
            "\(HumanText.number(main.value.rows)) rows \(common), \(rest); the first is this one"
        )
    }
}
