import Commands
import FineTuning
import Glibc
import Preparing
import Settings
import Text
import TrainingCheck
import TrainingData

extension PrepareOptions {
    /// How rows become examples.
    static func mapping(_ arguments: Arguments) throws -> RowMapping {
        var mapping = try bareMapping(arguments)
        mapping.keepsEmptyAnswers = arguments[keepEmpty]
        return mapping
    }

    private static func bareMapping(_ arguments: Arguments) throws -> RowMapping {
        let base = arguments[preset].flatMap { Preset.named($0) }
        func template(_ option: CommandOption<String?>) throws -> MessageTemplate? {
            try arguments[option].map { try MessageTemplate($0) }
        }
        let given = try (system: template(system), user: template(user), assistant: template(assistant))
        guard let question = given.user ?? base?.mapping.user, let answer = given.assistant ?? base?.mapping.assistant
        else { return try conversations(arguments, given.system ?? given.user ?? given.assistant) }
        var mapping = RowMapping(
            system: given.system ?? base?.mapping.system, user: question, assistant: answer,
            required: required(arguments, base), format: try format(arguments, base))
        try checkDrops(arguments, mapping)
        mapping.dropped = arguments[drop] + (base?.mapping.dropped.filter { !columns(of: mapping).contains($0) } ?? [])
        return mapping
    }

    /// Without templates rows are to be of a shape that is known.
    private static func conversations(_ arguments: Arguments, _ stray: MessageTemplate?) throws -> RowMapping {
        guard stray == nil else {
            throw CommandError.usage(
                "prepare: it is not said how a row becomes an example",
                hints: [
                    "Name a preset: --preset sciq", "or write templates: --user '{question}' --assistant '{answer}'",
                ])
        }
        var mapping = RowMapping.shape(arguments[shape].flatMap { RowShape(rawValue: $0) })
        if arguments[format] == .preference {
            mapping.format = .preference(nonPreferred: [], mostPairs: arguments[pairs] ?? .max)
        }
        mapping.required = arguments[required]
        try checkDrops(arguments, mapping)
        mapping.dropped = arguments[drop]
        return mapping
    }

    /// Which rows count more than others.
    static func sampling(_ arguments: Arguments) -> RowSampling {
        RowSampling(
            weights: arguments[weights], balance: arguments[balance], sample: arguments[sample],
            seed: UInt64(arguments[seed] ?? 0))
    }

    /// Which examples are left out as duplicates.
    static func deduplication(_ arguments: Arguments) -> Deduplication? {
        guard arguments[dedupe] else { return nil }
        return arguments[near] ? .near(NearDuplicates()) : .exact
    }

    /// How long an example may be, by the tokens of a model.
    static func tokenLimit(_ arguments: Arguments, _ context: CommandContext) throws -> TokenLimit? {
        guard let most = arguments[maxTokens] else { return nil }
        let model = try arguments[model].map { ModelName($0) } ?? context.settings().submit.model
        guard let encoding = try context.encoding(of: model) else {
            throw CommandError.usage(
                "prepare: no table says in which encoding \(model.rawValue.printable) counts",
                hints: ["Name another model: --model"])
        }
        return TokenLimit(
            most: most, action: arguments[tooLong], counter: try context.tokenRanks(encoding).counter)
    }

    private static func required(_ arguments: Arguments, _ base: Preset?) -> [String] {
        let own = base?.mapping.required ?? []
        return own + arguments[required].filter { !own.contains($0) }
    }

    private static func format(_ arguments: Arguments, _ base: Preset?) throws -> ExampleFormat {
        guard arguments[format] == .preference else { return .chat }
        let own = try arguments[nonPreferred].map { try MessageTemplate($0) }
        let templates = own.isEmpty ? base?.nonPreferred ?? [] : own
        guard !templates.isEmpty || arguments.has(feedbackFile) else {
            throw CommandError.usage(
                "prepare: it is not said what the answer not to give is",
                hints: [
                    "Write a template: --non-preferred '{wrong_answer}'",
                    "or name feedback with corrections: --feedback FILE",
                ])
        }
        return .preference(nonPreferred: templates, mostPairs: arguments[pairs] ?? .max)
    }

    private static func columns(of mapping: RowMapping) -> [String] {
        var templates = [mapping.user, mapping.assistant]
        if let system = mapping.system { templates.append(system) }
        if case .preference(let nonPreferred, _) = mapping.format { templates += nonPreferred }
        return templates.flatMap(\.columns) + mapping.required
    }

    private static func checkDrops(_ arguments: Arguments, _ mapping: RowMapping) throws {
        let used =
            columns(of: mapping) + (arguments.has(feedbackFile) ? [arguments[key] ?? "id"] : [])
            + [arguments[weights], arguments[balance]].compactMap(\.self)
        guard let column = arguments[drop].first(where: used.contains) else { return }
        throw CommandError.usage("prepare: column \"\(column)\" is dropped, but a template or another option needs it")
    }

    /// What people said about the rows.
    static func feedback(_ arguments: Arguments) throws -> Feedback? {
        guard let path = arguments[feedbackFile] else { return nil }
        var feedback = try Feedback.read(from: .argument(path), key: arguments[key] ?? "id")
        feedback.minRating = arguments[minRating]
        feedback.keepsReviewedOnly = arguments[onlyReviewed]
        guard feedback.minRating == nil || feedback.ratings > 0 else {
            throw CommandError.usage("prepare: --min-rating has nothing to compare: \(path) holds no rating")
        }
        return feedback
    }

    /// Every local file that is read.
    static func inputs(_ arguments: Arguments) -> [DataInput] {
        let rows = arguments[input].hasPrefix("hf:") ? nil : arguments[input]
        return [rows, arguments[feedbackFile]].compactMap(\.self).map { .argument($0) }
    }

    /// Where a share of the examples goes.
    static func validation(_ arguments: Arguments, beside path: String) throws -> ValidationPart? {
        guard let share = arguments[share] else { return nil }
        guard path != "-" || arguments.has(validation) else {
            throw CommandError.usage(
                "prepare: standard output takes one file", hints: ["Name the other: --validation validation.jsonl"])
        }
        let name = arguments[validation] ?? validationName(for: path)
        guard name != path else {
            throw CommandError.usage("prepare: training and validation examples cannot go to the same file")
        }
        return ValidationPart(output: output(name), share: share, seed: UInt64(arguments[seed] ?? 0))
    }

    /// `train.validation.jsonl` of `train.jsonl`.
    static func validationName(for path: String) -> String {
        let start = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        guard let dot = path[start...].lastIndex(of: "."), dot > start else { return "\(path).validation" }
        return "\(path[..<dot]).validation\(path[dot...])"
    }
}
