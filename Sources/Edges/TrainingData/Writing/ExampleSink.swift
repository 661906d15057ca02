import FineTuning

/// A share of the examples for validation, chosen by what is asked, never by place.
///
/// Equal questions (blanks, ASCII case and the system message aside) always go to the same side, so that no question
/// of the training file validates; the same seed and rows give each file the same examples, whatever the order of the
/// rows. What is asked is all before the last answer.
public struct ValidationPart: Sendable, Equatable {
    /// Where the validation examples go.
    public var output: DataOutput
    /// About this share of the questions, from 0 to 1.
    public var share: Double
    /// Another seed chooses other questions.
    public var seed: UInt64

    /// Puts a part together; seed 0 unless told otherwise.
    public init(output: DataOutput, share: Double, seed: UInt64 = 0) {
        self.output = output
        self.share = share
        self.seed = seed
    }
}

/// Takes examples, sends each to its file, and shuffles them when asked to.
struct ExampleSink {
    /// Bytes collected before they are written.
    private static let writtenAtOnce = 64 << 10

    /// Where the next example is appended; ``endExample()`` takes it from there.
    var buffer: [UInt8] = []
    private var start = 0
    private let training: OutputFile
    private let validation: OutputFile?
    private var validationBuffer: [UInt8] = []
    private let part: ValidationPart?
    private var rows: RowChecker
    /// Where the examples wait, and in which order they come back, when they are to be shuffled.
    private let spool: ExampleSpool?
    private let isShuffled: Bool
    private let shuffleSeed: UInt64
    private let isCancelled: () -> Bool
    /// Examples whose file is settled.
    private var placedExamples = 0
    private(set) var validationExamples = 0

    init(
        _ output: DataOutput, _ part: ValidationPart?, shape: TrainingShape, seed: UInt64?,
        isCancelled: @escaping () -> Bool
    ) throws(TrainingDataError) {
        if let part { try OutputPlace.tellApart(output, part.output) }
        training = try OutputFile(output, isCancelled: isCancelled)
        validation = if let part { try OutputFile(part.output, isCancelled: isCancelled) } else { nil }
        self.isCancelled = isCancelled
        self.part = part
        isShuffled = seed != nil
        shuffleSeed = seed ?? 0
        spool = if seed != nil { try ExampleSpool(beside: output) } else { nil }
        rows = RowChecker(shape: shape, tokenLimit: nil, counter: nil, mostOfARule: 0)
        buffer.reserveCapacity(Self.writtenAtOnce * 2)
    }

    /// Bytes of both files so far.
    var bytesWritten: Int { training.bytesWritten + validationBytes }
    /// Bytes of the validation file so far.
    var validationBytes: Int { validation?.bytesWritten ?? 0 }

    /// Decides where the example just appended goes.
    mutating func endExample() throws(TrainingDataError) {
        if isShuffled, let spool {
            spool.note(bytes: buffer.count - start)
            start = buffer.count
            if buffer.count >= Self.writtenAtOnce { try toSpool(spool) }
            return
        }
        try place()
        if buffer.count >= Self.writtenAtOnce { try drain() }
    }

    /// Writes what is left and gives the files their names, unless one of two would be empty.
    mutating func finish(name: String) throws(TrainingDataError) {
        if let spool { try writeShuffled(spool, name) }
        if let part, validationExamples == 0 || validationExamples == placedExamples {
            let side = TrainingDataError.Reason.emptySide(
                examples: placedExamples, forValidation: validationExamples > 0, share: part.share)
            throw TrainingDataError(name, side)
        }
        try drain()
        if !validationBuffer.isEmpty { try validation?.write(draining: &validationBuffer) }
        try training.commit()
        try validation?.commit()
    }

    private mutating func place() throws(TrainingDataError) {
        placedExamples += 1
        if let part, isForValidation(part) {
            validationBuffer.append(contentsOf: buffer[start...])
            buffer.removeSubrange(start...)
            validationExamples += 1
            if validationBuffer.count >= Self.writtenAtOnce { try validation?.write(draining: &validationBuffer) }
        }
        start = buffer.count
    }

    private mutating func isForValidation(_ part: ValidationPart) -> Bool {
        buffer.withUnsafeBytes { rows.check(lines: UnsafeRawBufferPointer(rebasing: $0[start...])) }
        var hash = ContentHash(seed: part.seed &+ 0x5EED)
        hash.combine(rows.facts.first?.bareQuestion ?? 0)
        hash.combine(0)
        return Double(hash.value >> 11) / Double(1 << 53) < part.share
    }

    private mutating func drain() throws(TrainingDataError) {
        try training.write(draining: &buffer)
        start = 0
    }

    private mutating func toSpool(_ spool: ExampleSpool) throws(TrainingDataError) {
        try spool.write(buffer)
        buffer.removeAll(keepingCapacity: true)
        start = 0
    }

    private mutating func writeShuffled(_ spool: ExampleSpool, _ name: String) throws(TrainingDataError) {
        try toSpool(spool)
        var random = SplitMix64(seed: shuffleSeed)
        spool.shuffle(using: &random)
        for number in 0..<spool.count {
            try spool.read(number, appendingTo: &buffer)
            try place()
            if buffer.count >= Self.writtenAtOnce {
                try drain()
                if isCancelled() { throw TrainingDataError(name, .stopped) }
            }
        }
    }
}
