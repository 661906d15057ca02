public import TrainingData

/// What a check of one file found.
public struct CheckReport: Sendable, Equatable {
    /// The file as the caller named it.
    public internal(set) var file: String
    /// What the rows were taken for.
    public internal(set) var shape: TrainingShape
    /// Whether the rows told the shape, since nobody said it and none of them is a chat example.
    public internal(set) var isShapeTold = false
    /// Objects that a line begins with; the server counts each as an example.
    public internal(set) var rows = 0
    /// Bytes read.
    public internal(set) var bytes = 0
    /// The listed findings by line, those about the whole file first.
    public internal(set) var findings: [Finding] = []
    /// The exact number of findings of every rule that has some.
    public internal(set) var rules: [RuleCount] = []
    /// Messages of each row.
    public internal(set) var messages = Histogram()
    /// Tokens, when they were counted.
    public internal(set) var tokens: TokenTotals?

    /// Findings for which the server refuses the file.
    public var errors: Int { count(of: .error) }
    /// Findings for which the model is worse.
    public var warnings: Int { count(of: .warning) }
    /// Findings that are counted and not listed.
    public var unlisted: Int { errors + warnings - findings.count }
    /// The epochs that the server would choose for `auto`; see ``AutoEpochs``.
    public var autoEpochs: Int { AutoEpochs.guess(examples: rows) }

    /// The exact number of findings of a rule.
    public func count(of rule: CheckRule) -> Int { rules.first { $0.rule == rule }?.count ?? 0 }

    private func count(of severity: Severity) -> Int {
        rules.reduce(0) { $0 + ($1.rule.severity == severity ? $1.count : 0) }
    }
}

/// What a check of a training file, and of the validation file beside it, found.
public struct CheckOutcome: Sendable, Equatable {
    /// The training file.
    public package(set) var training: CheckReport
    /// The validation file, if one was given.
    public package(set) var validation: CheckReport?

    /// Whether the server would refuse one of the files.
    public var isRefused: Bool { training.errors + (validation?.errors ?? 0) > 0 }
}

/// Tokens of a file by the arithmetic of OpenAI's cookbook.
///
/// Each message costs 3 and its role, content and name (1 more for a name), each row 3 more. Names and arguments of
/// calls count as content. What `tools` cost is not published: their JSON text is counted. Images count by the rule of
/// OpenAI's vision guide where it has their size. Of a preference row, prompt and both outputs count.
public struct TokenTotals: Sendable, Equatable {
    /// The encoding, for example `o200k_base`.
    public let encoding: String
    /// Whether the tokens of texts are the encoding's own, or estimates.
    public let countsTextsExactly: Bool
    /// The part of ``trained`` that images are, by the rule of the vision guide.
    public internal(set) var images = 0
    /// Images that are not counted: nobody knows their size or the model's rule for them.
    public internal(set) var uncountedImages = 0
    /// The part of ``trained`` that the text of declared tools is; what they really cost is not published.
    public internal(set) var tools = 0

    /// Whether the numbers are the server's own, as far as anybody can know: exactly counted, of texts alone.
    public var isExact: Bool { countsTextsExactly && images == 0 && uncountedImages == 0 && tools == 0 }

    /// Tokens as trained, in one epoch, before long rows are cut.
    public internal(set) var trained = 0
    /// Tokens of the contents alone.
    public internal(set) var contents = 0
    /// Tokens of the assistant's contents.
    public internal(set) var assistant = 0
    /// Tokens as trained with every row cut at the model's limit: what one epoch costs.
    public internal(set) var billed = 0
    /// Tokens as trained of each row.
    public internal(set) var perRow = Histogram()

    /// How far ``billed`` may be off, as a share: 0 for counted tokens, 0.1 for estimates, which are within 4 % for English
    /// and within 10 % for most languages; for some they are too low by up to 31 %.
    public var error: Double { countsTextsExactly ? 0 : 0.1 }

    init(encoding: String, isExact: Bool) {
        self.encoding = encoding
        countsTextsExactly = isExact
    }

    mutating func add(_ row: RowTokens, limit: Int?) {
        trained += row.trained
        contents += row.contents
        assistant += row.assistant
        images += row.images
        uncountedImages += row.uncountedImages
        tools += row.tools
        billed += min(row.trained, limit ?? .max)
        perRow.add(row.trained)
    }
}

/// The epochs that `auto` most likely means.
public enum AutoEpochs {
    /// The guess of OpenAI's cookbook (`Chat_finetuning_data_prep.ipynb`): 3, more below 34 rows and fewer above 8,333.
    ///
    /// It fits the server's choices seen in public, and stays a guess.
    public static func guess(examples: Int) -> Int {
        guard examples > 0 else { return 3 }
        if examples * 3 < 100 { return min(25, 100 / examples) }
        if examples > 25_000 / 3 { return max(1, 25_000 / examples) }
        return 3
    }
}
