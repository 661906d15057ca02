import Synchronization

@testable import JSONText
@testable import Preparing
@testable import TrainingCheck
@testable import TrainingData

/// Rows without templates: their shape is told or named, and they may be compressed, of another encoding, or separated
/// values of any dialect.
///
/// The first byte chooses the name of the file, the second the shape, the third what is done with the examples.
struct ShapesFuzzing {
    private let input = ScratchFile()
    private let output = ScratchFile()
    private static let shared = Mutex(ShapesFuzzing())
    private static let names = ["rows.jsonl", "rows.csv", "rows.tsv", "rows.txt"]

    static func run(on bytes: [UInt8]) throws {
        guard bytes.count >= 3 else { return }
        try shared.withLock { try $0.run(Array(bytes[3...]), name: bytes[0], shape: bytes[1], options: bytes[2]) }
    }

    private func run(_ rows: [UInt8], name: UInt8, shape: UInt8, options: UInt8) throws {
        _ = rows.withUnsafeBytes { RowShape.of(firstRows: $0) }
        let source = DataInput.descriptor(input.descriptor, name: Self.names[Int(name) % Self.names.count])
        let shapes = RowShape.allCases
        let named = Int(shape) < shapes.count ? shapes[Int(shape)] : nil
        var preparation = Preparation(mapping: .shape(named))
        if options & 1 != 0 { preparation.deduplication = .near(NearDuplicates()) }
        if options & 2 != 0, let counter = TokenCounting.estimate("o200k_base") {
            preparation.tokenLimit = TokenLimit(most: 20, action: options & 4 != 0 ? .cut : .split, counter: counter)
        }
        if options & 8 != 0 { preparation.sampling = RowSampling(sample: 2, seed: 1) }
        if options & 16 != 0 { preparation.keyColumn = "key" }
        if options & 32 != 0 { preparation.mapping.keepsEmptyAnswers = true }
        if options & 64 != 0 { preparation.reading.encoding = .windows1252 }
        preparation.isPart = options & 128 != 0
        input.fill(rows)
        output.fill([])
        let report: PreparationReport
        do {
            report = try preparation.run(from: source, to: .descriptor(output.descriptor, name: "out"))
        } catch {
            try promise(error is TrainingDataError || error is PreparationError, "an error of another kind")
            return try promiseSentence("\(error)")
        }
        let examples = try output.contents().split(separator: 0x0A).map { line in
            guard let object = try JSONValue.parse(Array(line)).object else {
                throw Complaint(description: "an example that is no object")
            }
            return object
        }
        try promise(examples.count == report.examples, "another number of examples than reported")
        try promise(report.isSumRight, "rows kept and dropped that are not those read")
        if let mapping = report.mapping { try promiseSentence(mapping) }
        for note in report.notes { try promiseSentence(note) }
        guard preparation.keyColumn == nil else { return }
        for example in examples {
            let isChat = example["messages"]?.array != nil
            try promise(isChat || example["input"]?["messages"]?.array != nil, "an example without messages")
        }
    }
}

extension PreparationReport {
    fileprivate var isSumRight: Bool { read == kept + dropped.reduce(0) { $0 + $1.rows } }
}
