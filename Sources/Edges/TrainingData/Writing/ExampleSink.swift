import FineTuning

/// Takes examples, sends each to its file, and shuffles them when asked to.
package struct ExampleSink {
    /// Bytes collected before they are written.
    private static let writtenAtOnce = 64 << 10

    /// Where the next example is appended; ``endExample()`` takes it from there.
    var buffer: [UInt8] = []
    private var start = 0
    private let training: OutputFile
    private let validation: OutputFile?
    private var validationBuffer: [UInt8] = []
    /// Who decides, where there are two files.
    private var stage: (any ExampleStage)?
    /// Where the examples wait, and in which order they come back, when they are to be shuffled.
    private let spool: ExampleSpool?
    private let isShuffled: Bool
    private let shuffleSeed: UInt64
    private let isCancelled: () -> Bool
    /// Examples whose file is settled.
    package private(set) var placedExamples = 0
    package private(set) var validationExamples = 0

    /// Opens the outputs.
    ///
    /// - Parameters:
    ///   - validation: The second file, and who decides what goes there; nil for none.
    ///   - seed: The order of the examples; nil keeps theirs.
    package init(
        _ output: DataOutput, validation other: (output: DataOutput, stage: any ExampleStage)?, seed: UInt64?,
        isCancelled: @escaping () -> Bool
    ) throws(TrainingDataError) {
        if let other { try OutputPlace.tellApart(output, other.output) }
        training = try OutputFile(output, isCancelled: isCancelled)
        validation = if let other { try OutputFile(other.output, isCancelled: isCancelled) } else { nil }
        stage = other?.stage
        self.isCancelled = isCancelled
        isShuffled = seed != nil
        shuffleSeed = seed ?? 0
        spool = if seed != nil { try ExampleSpool(beside: output) } else { nil }
        buffer.reserveCapacity(Self.writtenAtOnce * 2)
    }

    /// Bytes of both files so far.
    package var bytesWritten: Int { training.bytesWritten + validationBytes }
    /// Bytes of the validation file so far.
    package var validationBytes: Int { validation?.bytesWritten ?? 0 }

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

    /// Sends on the examples that waited for their order; the numbers are final then.
    ///
    /// - Parameter name: The input, for the error that says where the run was stopped.
    package mutating func settle(name: String) throws(TrainingDataError) {
        if let spool { try writeShuffled(spool, name) }
    }

    /// Writes what is left and gives the files their names, once all is settled.
    package mutating func finish() throws(TrainingDataError) {
        try drain()
        if !validationBuffer.isEmpty { try validation?.write(draining: &validationBuffer) }
        try training.commit()
        try validation?.commit()
    }

    private mutating func place() throws(TrainingDataError) {
        placedExamples += 1
        if isForValidation() {
            validationBuffer.append(contentsOf: buffer[start...])
            buffer.removeSubrange(start...)
            validationExamples += 1
            if validationBuffer.count >= Self.writtenAtOnce { try validation?.write(draining: &validationBuffer) }
        }
        start = buffer.count
    }

    private mutating func isForValidation() -> Bool {
        buffer.withUnsafeBytes { stage?.side(of: UnsafeRawBufferPointer(rebasing: $0[start...])) == .validation }
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
