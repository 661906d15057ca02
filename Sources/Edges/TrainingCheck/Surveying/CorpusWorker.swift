import Synchronization

/// Documents whose text is looked at together, on one thread.
struct CorpusBatch: Sendable {
    /// One document.
    struct Document: Sendable {
        let line: Int
        let text: Range<Int>
        let isStatic: Bool
        /// The place of its age; nil when its time is not known.
        let age: Int?
        // Found out by the worker.
        var tokens = 0
        var hash: UInt64 = 0
    }

    /// The texts one after another.
    var bytes: [UInt8] = []
    var documents: [Document] = []
    /// A sketch of each document, when they are asked for.
    var sketches: [UInt8] = []

    mutating func removeAll() {
        // A buffer that grew for one huge document is let go.
        bytes.removeAll(keepingCapacity: bytes.capacity <= 4 * CorpusSurvey.batchBytes)
        documents.removeAll(keepingCapacity: true)
        sketches.removeAll(keepingCapacity: true)
    }
}

/// One thread's part of the work.
final class CorpusWorker: Sendable {
    private struct State {
        var batch = CorpusBatch()
        var counter: any TokenCounter
        var sketcher: Sketcher?
        let inspector = TextInspector()
    }

    private let state: Mutex<State>

    init(counter: any TokenCounter, sketches: Bool) {
        state = Mutex(State(counter: counter, sketcher: sketches ? Sketcher() : nil))
    }

    /// Gives the batch for another one.
    func swap(_ batch: inout CorpusBatch) { state.withLock { Swift.swap(&$0.batch, &batch) } }

    /// Counts, hashes and sketches.
    func run() {
        state.withLock { state in
            var batch = CorpusBatch()
            Swift.swap(&batch, &state.batch)
            for place in batch.documents.indices {
                batch.bytes.withUnsafeBytes { bytes in
                    let text = UnsafeRawBufferPointer(rebasing: bytes[batch.documents[place].text])
                    batch.documents[place].tokens = text.withMemoryRebound(to: UInt8.self) { state.counter.count($0) }
                    batch.documents[place].hash = state.inspector.traits(of: text).hash
                    state.sketcher?.begin()
                    state.sketcher?.add(text)
                }
                state.sketcher?.endPart()
                state.sketcher?.appendWhole(to: &batch.sketches)
            }
            Swift.swap(&batch, &state.batch)
        }
    }
}
