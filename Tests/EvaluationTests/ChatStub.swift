import FineTuning
import JSONText
import Synchronization
import TestSupport

@testable import Evaluation

/// A server that answers chat as a test wants, and notes what it was asked; it has nothing else.
final class ChatStub: Provider {
    private let asked = Mutex<[ChatQuestion]>([])
    private let answer: @Sendable (ChatQuestion, Int) throws(ProviderError) -> ChatAnswer
    private let others = ScriptedProvider([])

    /// - Parameter answer: gets the question, and how many came before it.
    init(_ answer: @escaping @Sendable (ChatQuestion, Int) throws(ProviderError) -> ChatAnswer) {
        self.answer = answer
    }

    /// The last messages of what was asked, in the order in which it came.
    var questions: [String] { asked.withLock { $0.map(\.lastMessage) } }

    var callBound: Duration { .seconds(1) }

    func chat(_ question: ChatQuestion) throws(ProviderError) -> ChatAnswer {
        let number = asked.withLock { asked in
            asked.append(question)
            return asked.count - 1
        }
        return try answer(question, number)
    }

    func chat(_ question: ChatQuestion, receive: (String) -> Bool) throws(ProviderError) -> ChatAnswer {
        try chat(question)
    }

    static func reply(
        _ text: String, finish: String = "stop", refusal: String? = nil, allowance: RateAllowance? = nil
    ) -> ChatAnswer {
        let message: JSONObject = [
            "role": .string("assistant"), "content": .string(text), "refusal": .text(refusal),
        ]
        let raw: JSONObject = [
            "object": .string("chat.completion"), "system_fingerprint": .string("fp_1"),
            "choices": .array([.object(["message": .object(message), "finish_reason": .string(finish)])]),
        ]
        return ChatAnswer(
            text: text, refusal: refusal, finishReason: finish, promptTokens: 10, completionTokens: 5,
            raw: JSONWriter.text(.object(raw)), allowance: allowance)
    }

    static func failure(_ kind: FailureKind, _ message: String = "no") -> ProviderError {
        ProviderError(operation: .chat, object: "m", kind: kind, voice: .api, message: message, mayHaveHappened: false)
    }

    func listJobs(after: JobID?, limit: Int, metadata: [MetadataPair]) throws(ProviderError) -> Page<Job> {
        try others.listJobs(after: after, limit: limit, metadata: metadata)
    }
    func listJobs(after: JobID?, limit: Int, unless text: PageText?) throws(ProviderError) -> JobPage {
        try others.listJobs(after: after, limit: limit, unless: text)
    }
    func job(_ id: JobID) throws(ProviderError) -> Job { try others.job(id) }
    func createJob(_ request: JobRequest) throws(ProviderError) -> Job { try others.createJob(request) }
    func cancelJob(_ id: JobID) throws(ProviderError) -> Job { try others.cancelJob(id) }
    func pauseJob(_ id: JobID) throws(ProviderError) -> Job { try others.pauseJob(id) }
    func resumeJob(_ id: JobID) throws(ProviderError) -> Job { try others.resumeJob(id) }
    func events(of id: JobID, after: JobEventID?, limit: Int) throws(ProviderError) -> Page<JobEvent> {
        try others.events(of: id, after: after, limit: limit)
    }
    func checkpoints(of id: JobID, after: CheckpointID?, limit: Int) throws(ProviderError) -> Page<Checkpoint> {
        try others.checkpoints(of: id, after: after, limit: limit)
    }
    func results(_ file: FileID, largest: Int, timeout: Duration) throws(ProviderError) -> [MetricPoint]? {
        try others.results(file, largest: largest, timeout: timeout)
    }
    func uploadFile(
        path: String, size: Int64, filename: String, progress: (@Sendable (_ sent: Int64, _ total: Int64) -> Void)?
    ) throws(ProviderError) -> RemoteFile {
        try others.uploadFile(path: path, size: size, filename: filename, progress: progress)
    }
    func file(_ id: FileID) throws(ProviderError) -> RemoteFile { try others.file(id) }
    func listFiles(after: FileID?, limit: Int, purpose: String?) throws(ProviderError) -> Page<RemoteFile> {
        try others.listFiles(after: after, limit: limit, purpose: purpose)
    }
    func deleteFile(_ id: FileID) throws(ProviderError) { try others.deleteFile(id) }
    func deleteModel(_ name: ModelName) throws(ProviderError) { try others.deleteModel(name) }
    func downloadFile(
        _ id: FileID, largest: Int, timeout: Duration?, receive: (UnsafeRawBufferPointer) -> Bool
    ) throws(ProviderError) {
        try others.downloadFile(id, largest: largest, timeout: timeout, receive: receive)
    }
    func models() throws(ProviderError) -> [RemoteModel] { try others.models() }
    func model(_ name: ModelName) throws(ProviderError) -> RemoteModel { try others.model(name) }
    func deleteModel(_ name: ModelName) throws(ProviderError) { try others.deleteModel(name) }
}

extension ChatQuestion {
    /// The text of the last message.
    var lastMessage: String {
        switch content {
        case .prompt(_, let prompt): return prompt
        case .conversation(let messages, _):
            guard let json = try? JSONValue.parse(messages) else { return "" }
            return json.array?.last.map(MessageText.of) ?? ""
        }
    }
}
