import Commands
import Files
import FineTuning
import Glibc
import HuggingFace
import Preparing
import Settings
import Text
import TrainingData

/// Where `prepare` reads: a file or stream, or a dataset.
enum PrepareInput {
    case data(DataInput)
    case dataset(HuggingFaceDataset)

    /// Reads what the command line and the configuration say.
    init(
        _ arguments: Arguments, _ context: CommandContext,
        onNotice: @escaping @Sendable (HuggingFaceNotice) -> Void
    ) throws {
        let name = arguments[PrepareOptions.input]
        guard name.hasPrefix("hf:") else {
            self = .data(.argument(name))
            return
        }
        var dataset = try HuggingFaceDataset(name)
        dataset.subset = arguments[PrepareOptions.subset]
        if let split = arguments[PrepareOptions.split] { dataset.split = split }
        dataset.server.baseURL = try context.settings().hub.baseURL.text
        dataset.server.token = try Self.token(context)
        dataset.server.cacheDirectory = context.places.datasetCache
        dataset.server.refreshes = arguments[PrepareOptions.refresh]
        let interrupt = context.interrupt
        dataset.isCancelled = { interrupt.isRaised }
        dataset.onNotice = onNotice
        self = .dataset(dataset)
    }

    /// `HF_TOKEN`, or what `hf auth login` has stored; nil when there is neither.
    private static func token(_ context: CommandContext) throws -> HuggingFaceToken? {
        if let text = context.environment["HF_TOKEN"]?.trimmed, !text.isEmpty {
            guard let token = HuggingFaceToken(text, source: "HF_TOKEN") else {
                throw CommandError.usage("HF_TOKEN cannot be sent: a token is visible ASCII without blanks")
            }
            return token
        }
        guard let path = context.places.huggingFaceToken else { return nil }
        do throws(FileError) {
            guard let bytes = try WholeFile.read(path) else { return nil }
            let text = String(decoding: bytes, as: UTF8.self).trimmed
            return text.isEmpty ? nil : HuggingFaceToken(text, source: path)
        } catch {
            try context.say("ftctl: \(error); going on without a token")
            return nil
        }
    }

    /// Whether rows that have come are there for the next run.
    var isKept: Bool {
        switch self {
        case .data: false
        case .dataset(let dataset): dataset.server.cacheDirectory != nil
        }
    }

    /// As messages name it.
    var name: String {
        switch self {
        case .data(let input): input.name
        case .dataset(let dataset): dataset.label
        }
    }

    func preview(_ preparation: Preparation, rows: Int) throws -> Preview {
        switch self {
        case .data(let input): try preparation.preview(of: input, rows: rows)
        case .dataset(let dataset): try preparation.preview(ofRows: dataset, rows: rows)
        }
    }

    func explanation(_ preparation: Preparation, rows: Int) throws -> Explanation {
        switch self {
        case .data(let input): try preparation.explanation(of: input, rows: rows)
        case .dataset(let dataset): try preparation.explanation(ofRows: dataset, rows: rows)
        }
    }

    func run(
        _ preparation: Preparation, to output: DataOutput, validation: ValidationPart?,
        progress: (ReadingProgress) -> Void
    ) throws -> PreparationReport {
        switch self {
        case .data(let input):
            try preparation.run(from: input, to: output, validation: validation, progress: progress)
        case .dataset(let dataset):
            try preparation.run(fromRows: dataset, to: output, validation: validation, progress: progress)
        }
    }
}
