import Commands
import Glibc
import Preparing
import TrainingData

/// The options of `prepare`.
enum PrepareOptions {
    /// The shape of the output.
    enum Format: String, Sendable, CaseIterable {
        case chat
        case preference
    }

    static let input = CommandOperand<String>.one(
        .file("INPUT"),
        "rows: JSONL, a JSON array, CSV, TSV, also .gz and .zst, or hf:OWNER/NAME; - reads standard input")
    static let target = CommandOption.value(
        "output", short: "o", .file("OUT"), "the training file; - writes standard output")
    static let preset = CommandOption.value(
        "preset", .word("NAME", of: Preset.all.map(\.name)), "the templates of a well-known set: sciq")
    static let shape = CommandOption.value(
        "shape", .word("NAME", of: RowShape.allCases.map(\.rawValue)),
        "what the rows look like, told from the first of them unless given: "
            + RowShape.allCases.map(\.rawValue).joined(separator: ", "))
    static let explain = CommandOption.flag(
        "explain", "show what the rows are taken for and what the first three become, and write nothing")
    static let system = CommandOption.value("system", .text("TEMPLATE"), "the system message")
    static let user = CommandOption.value("user", .text("TEMPLATE"), "the user message")
    static let assistant = CommandOption.value("assistant", .text("TEMPLATE"), "the answer to learn")
    static let required = CommandOption.values(
        "require", .text("COLUMN"), "leave out rows in which this column is empty")
    static let keepEmpty = CommandOption.flag("keep-empty", "write rows with an empty answer too")
    static let encoding = CommandOption<TextEncoding?>.value(
        "encoding", .choice("NAME"),
        "the encoding of the rows: \(TextEncoding.allCases.map(\.rawValue).joined(separator: ", ")); "
            + "utf-8, or utf-16 where the first bytes say so, unless given")
    static let drop = CommandOption.values("drop", .text("COLUMN"), "go on as if no row had this column")
    static let head = CommandOption.value(
        "head", .wholeNumber("COUNT", in: 1...1000), "show the first rows that would be kept, and write nothing")
    static let limit = CommandOption.value(
        "limit", .wholeNumber("COUNT", in: 1...Int.max), "write this many rows at most, the first that count")
    static let shuffle = CommandOption.flag("shuffle", "write the examples in another order")
    static let seed = CommandOption.value(
        "seed", .wholeNumber("NUMBER", in: 0...Int.max),
        "another seed gives another order, split and sample; 0 unless given")
    static let format = CommandOption<Format>.value(
        "format", .choice("FORMAT"), default: .chat, "chat, or preference: pairs of answers")
    static let nonPreferred = CommandOption.values(
        "non-preferred", .text("TEMPLATE"), "an answer not to give, for pairs")
    static let pairs = CommandOption.value(
        "pairs", .wholeNumber("COUNT", in: 1...100), "make this many pairs of a row at most; all unless given")
    static let dedupe = CommandOption.flag("dedupe", "leave out examples that are the same as an earlier one")
    static let near = CommandOption.flag("near", "with --dedupe: leave out those that are nearly the same, too")
    static let maxTokens = CommandOption.value(
        "max-tokens", .wholeNumber("COUNT", in: 16...10_000_000), "let no example have more tokens")
    static let tooLong = CommandOption<TokenLimit.Action>.value(
        "too-long", .choice("WHAT"), default: .drop,
        "what becomes of longer ones: drop; cut the oldest exchanges, then the question; or split between exchanges")
    static let model = CommandOption.value(
        "model", .text("MODEL", completion: .model),
        "whose tokens --max-tokens counts; else [submit] model of the configuration")
    static let weights = CommandOption.value(
        "weights", .text("COLUMN"), "write a row as often as this column says: 2 is twice, 0.3 with a chance of 0.3")
    static let balance = CommandOption.value(
        "balance", .text("COLUMN"), "write as many examples of each value of this column as the rarest has")
    static let sample = CommandOption.value(
        "sample", .wholeNumber("COUNT", in: 1...Int.max), "write so many examples at most, chosen by chance")
    static let part = CommandOption.flag(
        "part", "the rows are a part of more: it is no error that there are none, or none left")
    static let report = CommandOption.value(
        "report", .file(), "also write what was read, dropped and written as a JSON object, whose numbers add up")
    static let keyColumn = CommandOption.value(
        "key-column", .text("COLUMN"),
        "write the rows themselves, each with this column: a hash of what is asked, and one of the example")
    static let share = CommandOption.value(
        "validation-share", .number("SHARE", in: 0...1), "put about this share of the questions into another file")
    static let validation = CommandOption.value(
        "validation", .file(), "that file; OUT with .validation before its ending unless given")
    static let feedbackFile = CommandOption.value(
        "feedback", .file(), "what people said about rows: JSONL, a JSON array, CSV or TSV")
    static let key = CommandOption.value(
        "key", .text("COLUMN"), "the column that names a row, in both; id unless given")
    static let minRating = CommandOption.value(
        "min-rating", .number("RATING", in: -1e9...1e9), "leave out rows that are rated lower")
    static let onlyReviewed = CommandOption.flag("only-reviewed", "leave out rows that nobody rated or corrected")
    static let subset = CommandOption.value("subset", .text("NAME"), "the dataset's subset, where it has several")
    static let split = CommandOption.value("split", .text("NAME"), "the dataset's split; train unless given")
    static let refresh = CommandOption.flag("refresh", "read the dataset anew, whatever has been kept")

    static let all: [any OptionDescribing] = [
        target, preset, shape, explain, system, user, assistant, required, keepEmpty, drop, encoding, head, limit,
        shuffle, seed, format, nonPreferred, pairs, dedupe, near, maxTokens, tooLong, model, weights, balance, sample,
        share, validation, feedbackFile, key, minRating, onlyReviewed, subset, split, refresh, part, report, keyColumn,
    ]

    /// Options that need another one to mean anything, or that exclude each other: the end of a sentence, or nil.
    static func contradiction(in arguments: Arguments) -> String? {
        func has<Value>(_ option: CommandOption<Value>) -> Bool { arguments.has(option) }
        let isPreference = arguments[format] == .preference
        let rules: [(isBroken: Bool, sentence: String)] = [
            (has(head) && has(target), "--head writes nothing, so it does not go with --output"),
            (has(head) && has(limit), "--head shows rows by itself, so it does not go with --limit"),
            (has(head) && has(shuffle), "--head shows rows in their own order, so it does not go with --shuffle"),
            (has(head) && has(share), "--head writes nothing, so it does not go with --validation-share"),
            (
                has(seed) && !has(shuffle) && !has(share) && !has(sample) && !has(weights) && !has(balance),
                "--seed does nothing without --shuffle, --validation-share, --sample, --weights or --balance"
            ),
            (
                has(validation) && !has(share),
                "--validation needs the share that goes there, for example --validation-share 0.1"
            ),
            (
                arguments[share].map { $0 <= 0 || $0 >= 1 } ?? false,
                "--validation-share is more than 0 and less than 1, for example 0.1"
            ),
            (has(nonPreferred) && !isPreference, "--non-preferred makes pairs, so it needs --format preference"),
            (has(pairs) && !isPreference, "--pairs counts pairs, so it needs --format preference"),
            (has(key) && !has(feedbackFile), "--key names rows for --feedback, which is not given"),
            (has(minRating) && !has(feedbackFile), "--min-rating needs the ratings: --feedback FILE"),
            (has(onlyReviewed) && !has(feedbackFile), "--only-reviewed needs the reviews: --feedback FILE"),
            (
                arguments[input] == "-" && arguments[feedbackFile] == "-",
                "standard input is the rows or the feedback, not both"
            ),
        ]
        return rules.first(where: \.isBroken)?.sentence ?? shapeContradiction(in: arguments)
            ?? writingContradiction(in: arguments) ?? hubContradiction(in: arguments)
    }

    private static func shapeContradiction(in arguments: Arguments) -> String? {
        let templates: [(String, Bool)] = [
            ("--preset", arguments.has(preset)), ("--system", arguments.has(system)), ("--user", arguments.has(user)),
            ("--assistant", arguments.has(assistant)), ("--non-preferred", arguments.has(nonPreferred)),
        ]
        guard arguments.has(shape), let other = templates.first(where: \.1)?.0 else { return nil }
        return "--shape says how a row becomes an example, and so does \(other)"
    }

    private static func writingContradiction(in arguments: Arguments) -> String? {
        func has<Value>(_ option: CommandOption<Value>) -> Bool { arguments.has(option) }
        let writers: [(String, Bool)] = [
            ("--dedupe", has(dedupe)), ("--max-tokens", has(maxTokens)), ("--weights", has(weights)),
            ("--balance", has(balance)), ("--sample", has(sample)), ("--part", has(part)), ("--report", has(report)),
            ("--key-column", has(keyColumn)),
        ]
        let shown = has(head) ? "--head" : has(explain) ? "--explain" : nil
        if let shown, let writer = writers.first(where: \.1)?.0 {
            return "\(shown) writes nothing, so it does not go with \(writer)"
        }
        let rules: [(isBroken: Bool, sentence: String)] = [
            (has(explain) && has(target), "--explain writes nothing, so it does not go with --output"),
            (has(explain) && has(head), "--explain and --head both show rows; one of them is enough"),
            (has(near) && !has(dedupe), "--near goes with --dedupe only"),
            (has(tooLong) && !has(maxTokens), "--too-long needs to know what that is: --max-tokens COUNT"),
            (has(model) && !has(maxTokens), "--model is for counting tokens, so it needs --max-tokens"),
            (
                has(limit) && has(sample),
                "--limit takes the first rows and --sample any; one of them is enough"
            ),
            (
                has(keyColumn) && (has(share) || has(sample) || has(weights) || has(balance) || has(shuffle)),
                "--key-column writes rows for a later run; split, sample and shuffle there"
            ),
        ]
        return rules.first(where: \.isBroken)?.sentence
    }

    private static func hubContradiction(in arguments: Arguments) -> String? {
        guard !arguments[input].hasPrefix("hf:") else { return nil }
        let given = [
            ("--subset", arguments.has(subset)), ("--split", arguments.has(split)),
            ("--refresh", arguments.has(refresh)),
        ]
        return given.first(where: \.1).map { "\($0.0) is for datasets, and INPUT is not one: hf:OWNER/NAME" }
    }

    /// The file or stream of that name.
    static func output(_ path: String) -> DataOutput {
        path == "-" ? .descriptor(STDOUT_FILENO, name: "standard output") : .file(path)
    }
}
