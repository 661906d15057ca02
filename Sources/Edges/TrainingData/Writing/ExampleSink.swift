import FineTuning

/// Takes examples, sends each to its file, and selects and shuffles them when asked to.
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
    /// What is decided about every example before it is taken; nil for nothing.
    package var filter: (any ExampleFilter)?
    /// How often each further example is written.
    package var copies = 1
    /// The group that further examples belong to, for a selection.
    package var group = 0
    /// Which examples are written once all of them are known; nil for all.
    package private(set) var selection: ExampleSelection?
    /// Examples taken, copies among them.
    package private(set) var taken = 0
    /// Why the filter dropped an example last.
    package private(set) var refusal: DropReason?
    /// Examples whose file is settled.
    package private(set) var placedExamples = 0
    package private(set) var validationExamples = 0

    /// Opens the outputs.
    ///
    /// - Parameters:
    ///   - validation: The second file, and who decides what goes there; nil for none.
    ///   - seed: The order of the examples; nil keeps theirs.
    ///   - selection: Which of them are written; nil writes all.
    package init(
        _ output: DataOutput, validation other: (output: DataOutput, stage: any ExampleStage)?, seed: UInt64?,
        selection: ExampleSelection? = nil, isCancelled: @escaping () -> Bool
    ) throws(TrainingDataError) {
        if let other { try OutputPlace.tellApart(output, other.output) }
        training = try OutputFile(output, isCancelled: isCancelled)
        validation = if let other { try OutputFile(other.output, isCancelled: isCancelled) } else { nil }
        stage = other?.stage
        self.isCancelled = isCancelled
        self.selection = selection
        isShuffled = seed != nil
        shuffleSeed = seed ?? 0
        spool = if seed != nil || selection != nil { try ExampleSpool(beside: output) } else { nil }
        buffer.reserveCapacity(Self.writtenAtOnce * 2)
    }

    /// Bytes of both files so far.
    package var bytesWritten: Int { training.bytesWritten + validationBytes }
    /// Bytes of the validation file so far.
    package var validationBytes: Int { validation?.bytesWritten ?? 0 }

    /// Decides what becomes of the example just appended.
    mutating func endExample() throws(TrainingDataError) {
        if let filter {
            switch buffer.withUnsafeBytes({ filter.judge(UnsafeRawBufferPointer(rebasing: $0[start...])) }) {
            case .keep: break
            case .drop(let reason):
                buffer.removeSubrange(start...)
                refusal = reason
                return
            case .replace(let examples):
                buffer.removeSubrange(start...)
                for example in examples {
                    buffer.append(contentsOf: example)
                    try takeCopies()
                }
                return
            }
        }
        try takeCopies()
    }

    private mutating func takeCopies() throws(TrainingDataError) {
        let example = copies > 1 ? Array(buffer[start...]) : []
        try take()
        for _ in 1..<max(copies, 1) {
            buffer.append(contentsOf: example)
            try take()
        }
    }

    /// Takes the example behind `start`.
    private mutating func take() throws(TrainingDataError) {
        taken += 1
        if let spool {
            spool.note(bytes: buffer.count - start)
            selection?.note(group: group)
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
        if let spool { try writeSpooled(spool, name) }
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

    private mutating func writeSpooled(_ spool: ExampleSpool, _ name: String) throws(TrainingDataError) {
        try toSpool(spool)
        if let selection { spool.keep(selection.chosen()) }
        if isShuffled {
            var random = SplitMix64(seed: shuffleSeed)
            spool.shuffle(using: &random)
        }
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
