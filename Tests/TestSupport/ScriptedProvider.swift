package import FineTuning
import Synchronization

// Not there in a static release build, which builds this target along with the programs.
#if canImport(Testing)
    import Testing
#endif

/// A fine-tuning server that answers from a script, in order, and fails the test on the unexpected.
///
/// Call ``finish()`` at the end, so that a call that never came fails the test, too.
package final class ScriptedProvider: Provider {
    /// One expected call with what it must ask for, and its answer.
    package enum Step: Sendable {
        case listJobs(after: JobID? = nil, metadata: [MetadataPair] = [], Result<Page<Job>, ProviderError>)
        case job(JobID, Result<Job, ProviderError>)
        case createJob(Result<Job, ProviderError>)
        case cancelJob(JobID, Result<Job, ProviderError>)
        case pauseJob(JobID, Result<Job, ProviderError>)
        case resumeJob(JobID, Result<Job, ProviderError>)
        case events(JobID, after: JobEventID? = nil, Result<Page<JobEvent>, ProviderError>)
        case checkpoints(JobID, after: CheckpointID? = nil, Result<Page<Checkpoint>, ProviderError>)
        case results(FileID, Result<[MetricPoint]?, ProviderError>)
        case uploadFile(filename: String, Result<RemoteFile, ProviderError>)
        case file(FileID, Result<RemoteFile, ProviderError>)
        case listFiles(after: FileID? = nil, Result<Page<RemoteFile>, ProviderError>)
        case deleteFile(FileID, Result<Void, ProviderError>)
        case downloadFile(FileID, Result<[UInt8], ProviderError>)
        case models(Result<[RemoteModel], ProviderError>)
        case model(ModelName, Result<RemoteModel, ProviderError>)
        case deleteModel(ModelName, Result<Void, ProviderError>)
        case chat(Result<ChatAnswer, ProviderError>)
    }

    private struct State {
        var steps: ArraySlice<Step>
        var operations: [ProviderOperation] = []
        var requests: [JobRequest] = []
        var questions: [ChatQuestion] = []
    }

    private let state: Mutex<State>
    private let onCall: @Sendable (ProviderOperation) -> Void

    /// - Parameter onCall: told of each call before it is answered.
    package init(_ steps: [Step], onCall: @escaping @Sendable (ProviderOperation) -> Void = { _ in }) {
        state = Mutex(State(steps: steps[...]))
        self.onCall = onCall
    }

    /// The calls so far.
    package var operations: [ProviderOperation] { state.withLock { $0.operations } }

    /// What jobs were asked for so far.
    package var requests: [JobRequest] { state.withLock { $0.requests } }

    /// What models were asked so far.
    package var questions: [ChatQuestion] { state.withLock { $0.questions } }

    /// Fails the test when calls of the script never came.
    package func finish() {
        let missing = state.withLock { $0.steps.map { "\($0)" } }
        if !missing.isEmpty { Self.fail("calls that never came: \(missing.joined(separator: ", "))") }
    }

    package var callBound: Duration { .seconds(40) }

    package func listJobs(
        after: JobID?, limit: Int, metadata: [MetadataPair]
    ) throws(ProviderError) -> Page<Job> {
        try answer(.listJobs) { step in
            if case .listJobs(after, metadata, let answer) = step { answer } else { nil }
        }
    }

    package func listJobs(after: JobID?, limit: Int, unless text: PageText?) throws(ProviderError) -> JobPage {
        .page(try listJobs(after: after, limit: limit, metadata: []), nil)
    }

    package func job(_ id: JobID) throws(ProviderError) -> Job {
        try answer(.getJob, id.rawValue) { if case .job(id, let answer) = $0 { answer } else { nil } }
    }

    package func createJob(_ request: JobRequest) throws(ProviderError) -> Job {
        state.withLock { $0.requests.append(request) }
        return try answer(.createJob) { if case .createJob(let answer) = $0 { answer } else { nil } }
    }

    package func cancelJob(_ id: JobID) throws(ProviderError) -> Job {
        try answer(.cancelJob, id.rawValue) { if case .cancelJob(id, let answer) = $0 { answer } else { nil } }
    }

    package func pauseJob(_ id: JobID) throws(ProviderError) -> Job {
        try answer(.pauseJob, id.rawValue) { if case .pauseJob(id, let answer) = $0 { answer } else { nil } }
    }

    package func resumeJob(_ id: JobID) throws(ProviderError) -> Job {
        try answer(.resumeJob, id.rawValue) { if case .resumeJob(id, let answer) = $0 { answer } else { nil } }
    }

    package func events(of id: JobID, after: JobEventID?, limit: Int) throws(ProviderError) -> Page<JobEvent> {
        try answer(.listEvents, id.rawValue) { step in
            if case .events(id, after, let answer) = step { answer } else { nil }
        }
    }

    package func checkpoints(
        of id: JobID, after: CheckpointID?, limit: Int
    ) throws(ProviderError) -> Page<Checkpoint> {
        try answer(.listCheckpoints, id.rawValue) { step in
            if case .checkpoints(id, after, let answer) = step { answer } else { nil }
        }
    }

    package func results(
        _ file: FileID, largest: Int, timeout: Duration
    ) throws(ProviderError) -> [MetricPoint]? {
        try answer(.getFileContent, file.rawValue) { if case .results(file, let answer) = $0 { answer } else { nil } }
    }

    package func uploadFile(
        path: String, size: Int64, filename: String, progress: (@Sendable (_ sent: Int64, _ total: Int64) -> Void)?
    ) throws(ProviderError) -> RemoteFile {
        try answer(.uploadFile, filename) { if case .uploadFile(filename, let answer) = $0 { answer } else { nil } }
    }

    package func file(_ id: FileID) throws(ProviderError) -> RemoteFile {
        try answer(.getFile, id.rawValue) { if case .file(id, let answer) = $0 { answer } else { nil } }
    }

    package func listFiles(after: FileID?, limit: Int, purpose: String?) throws(ProviderError) -> Page<RemoteFile> {
        try answer(.listFiles) { if case .listFiles(after, let answer) = $0 { answer } else { nil } }
    }

    package func deleteFile(_ id: FileID) throws(ProviderError) {
        try answer(.deleteFile, id.rawValue) { if case .deleteFile(id, let answer) = $0 { answer } else { nil } }
    }

    package func downloadFile(
        _ id: FileID, largest: Int, timeout: Duration?, receive: (UnsafeRawBufferPointer) -> Bool
    ) throws(ProviderError) {
        let bytes = try answer(.getFileContent, id.rawValue) { step -> Result<[UInt8], ProviderError>? in
            if case .downloadFile(id, let answer) = step { answer } else { nil }
        }
        guard bytes.withUnsafeBytes(receive) else { throw Self.error(.getFileContent, "stopped by its receiver") }
    }

    package func models() throws(ProviderError) -> [RemoteModel] {
        try answer(.listModels) { if case .models(let answer) = $0 { answer } else { nil } }
    }

    package func model(_ name: ModelName) throws(ProviderError) -> RemoteModel {
        try answer(.getModel, name.rawValue) { if case .model(name, let answer) = $0 { answer } else { nil } }
    }

    package func deleteModel(_ name: ModelName) throws(ProviderError) {
        try answer(.deleteModel, name.rawValue) { if case .deleteModel(name, let answer) = $0 { answer } else { nil } }
    }

    package func chat(_ question: ChatQuestion) throws(ProviderError) -> ChatAnswer {
        state.withLock { $0.questions.append(question) }
        return try answer(.chat) { if case .chat(let answer) = $0 { answer } else { nil } }
    }

    package func chat(_ question: ChatQuestion, receive: (String) -> Bool) throws(ProviderError) -> ChatAnswer {
        let answer = try chat(question)
        guard receive(answer.text) else { throw Self.error(.chat, "stopped by its receiver") }
        return answer
    }

    private func answer<Answer>(
        _ operation: ProviderOperation, _ object: String = "", _ match: (Step) -> Result<Answer, ProviderError>?
    ) throws(ProviderError) -> Answer {
        onCall(operation)
        let step = state.withLock { state in
            state.operations.append(operation)
            return state.steps.popFirst()
        }
        guard let step, let answer = match(step) else {
            let expected = step.map { "\($0)" } ?? "no more"
            Self.fail("unexpected call: \(operation.rawValue) \(object); the script expected \(expected)")
            throw Self.error(operation, "not in the script")
        }
        return try answer.get()
    }

    private static func error(_ operation: ProviderOperation, _ message: String) -> ProviderError {
        ProviderError(
            operation: operation, kind: .invalidRequest, voice: .none, message: message, mayHaveHappened: false)
    }

    private static func fail(_ text: String) {
        #if canImport(Testing)
            Issue.record(Comment(rawValue: text))
        #else
            preconditionFailure(text)
        #endif
    }
}
