package import FineTuning
import Synchronization

/// A fine-tuning server that shows what a test puts there, page by page, and notes every call.
///
/// A call may be given answers of its own, which come first. ``ScriptedProvider`` is for tests that say every call
/// beforehand; this one is for those that say what there is.
package final class StandingProvider: Provider {
    /// A call, as far as it reads.
    package enum Call: Hashable, Sendable {
        case jobs(after: String? = nil, limit: Int = 100)
        case job(String)
        case events(String, after: String? = nil, limit: Int = 100)
        case checkpoints(String, limit: Int = 100)
        case results(String)
        /// Any call that changes something.
        case change(ProviderOperation, String)
    }

    /// What comes of a call instead of the usual answer.
    package enum Answer: Sendable {
        case failure(Failure)
        case jobs(Page<Job>)
        case job(Job)
        case events(Page<JobEvent>)
    }

    /// Why a call fails.
    package struct Failure: Sendable, CustomStringConvertible {
        package var kind: FailureKind
        package var voice: ProviderError.Voice
        package var status: Int?
        package var code: String?
        package var message: String?
        package var requestID: String?

        /// In the API's own words.
        package static func api(
            _ status: Int, _ kind: FailureKind, code: String? = nil, message: String? = "no", requestID: String? = nil
        ) -> Failure {
            Failure(kind: kind, voice: .api, status: status, code: code, message: message, requestID: requestID)
        }

        /// A page of something else.
        package static func page(_ status: Int) -> Failure {
            Failure(kind: .notTheAPI, voice: .other, status: status)
        }

        /// 404 in the API's own words.
        package static let absent = api(404, .notFound, message: "no such thing")
        /// 500 without a reason.
        package static let server = Failure(kind: .server(retryAfter: nil), voice: .other, status: 500)
        /// Nobody answered.
        package static let unreachable = Failure(kind: .unreachable, voice: .none, message: "cut short")
        /// A 2xx answer that is not what was asked for.
        package static let badReply = Failure(kind: .badReply, voice: .api, status: 200, message: "cut short")

        package var description: String { "\(status ?? 0) \(kind.word)" }
    }

    private struct State {
        var jobs: [Job] = []
        var events: [String: [JobEvent]] = [:]
        var checkpoints: [String: [Checkpoint]] = [:]
        var results: [String: [MetricPoint]] = [:]
        var next: [Call: [Answer]] = [:]
        var standing: [Call: Answer] = [:]
        var calls: [Call] = []
        var skipped = 0
        var date: UnixTime?
        var listsOldestFirst = false
        var greatestLimit = 100
    }

    private let state = Mutex(State())

    /// A server without jobs.
    package init() {}

    /// Newest first.
    package var jobs: [Job] {
        get { state.withLock { $0.jobs } }
        set { state.withLock { $0.jobs = newValue } }
    }

    /// The calls so far.
    package var calls: [Call] { state.withLock { $0.calls } }

    /// The calls since the last call of this.
    package func takeCalls() -> [Call] {
        state.withLock { state in
            defer { state.calls = [] }
            return state.calls
        }
    }

    /// Changes one job.
    package func change(_ id: String, _ body: (inout Job) -> Void) {
        state.withLock { state in
            guard let index = state.jobs.firstIndex(where: { $0.id.rawValue == id }) else { return }
            body(&state.jobs[index])
        }
    }

    /// Adds an event, behind that many newer ones.
    package func addEvent(
        _ id: String, of job: String, at time: Int64 = 1000, level: String = "info", message: String? = nil,
        metric: MetricPoint? = nil, behind newer: Int = 0
    ) {
        let event = JobEvent(
            id: JobEventID(id), createdAt: UnixTime(seconds: time), level: level, message: message ?? "m \(id)",
            type: "message", metric: metric)
        state.withLock { $0.events[job, default: []].insert(event, at: newer) }
    }

    /// Adds a checkpoint.
    package func addCheckpoint(_ id: String, of job: String, step: Int64) {
        let checkpoint = Checkpoint(
            id: CheckpointID(id), createdAt: UnixTime(seconds: 1000), model: ModelName("ft:m:\(id)"), step: step,
            metric: MetricPoint(step: step))
        state.withLock { $0.checkpoints[job, default: []].insert(checkpoint, at: 0) }
    }

    /// Sets the numbers of a results file.
    package func setResults(_ file: String, _ points: [MetricPoint]) { state.withLock { $0.results[file] = points } }

    /// Sets how many unreadable entries every first page of the listing has.
    package func setSkipped(_ count: Int) { state.withLock { $0.skipped = count } }

    /// Sets the server's clock as pages tell it.
    package func setDate(_ date: UnixTime?) { state.withLock { $0.date = date } }

    /// Lets every listing begin with the oldest entry.
    package func listOldestFirst() { state.withLock { $0.listsOldestFirst = true } }

    /// Refuses longer pages with 422.
    package func refuseLimits(above limit: Int) { state.withLock { $0.greatestLimit = limit } }

    /// Answers the next such call with this.
    package func next(_ call: Call, _ answer: Answer) { state.withLock { $0.next[call, default: []].append(answer) } }

    /// Answers every such call with this; nil ends it.
    package func always(_ call: Call, _ answer: Answer?) { state.withLock { $0.standing[call] = answer } }

    package var callBound: Duration { .seconds(40) }

    package func listJobs(after: JobID?, limit: Int, metadata: [MetadataPair]) throws(ProviderError) -> Page<Job> {
        let call = Call.jobs(after: after?.rawValue, limit: limit)
        let given = try take(call, .listJobs)
        if case .jobs(let page) = given { return page }
        let (all, skipped, date) = state.withLock { ($0.jobs, $0.skipped, $0.date) }
        var page = try page(all, after?.rawValue, limit, .listJobs) { $0.id.rawValue }
        page.serverDate = date
        if after == nil { page.skipped = skipped }
        return page
    }

    package func listJobs(after: JobID?, limit: Int, unless text: PageText?) throws(ProviderError) -> JobPage {
        let page = try listJobs(after: after, limit: limit, metadata: [])
        // Its text is all that it shows, but for the clock.
        var shown = page
        shown.serverDate = nil
        let received = PageText(Array("\(shown)".utf8), asked: limit)
        return received == text ? .same(serverDate: page.serverDate) : .page(page, received)
    }

    package func job(_ id: JobID) throws(ProviderError) -> Job {
        if case .job(let job) = try take(.job(id.rawValue), .getJob) { return job }
        guard let job = jobs.first(where: { $0.id == id }) else { throw Self.error(.absent, .getJob) }
        return job
    }

    package func events(of id: JobID, after: JobEventID?, limit: Int) throws(ProviderError) -> Page<JobEvent> {
        let call = Call.events(id.rawValue, after: after?.rawValue, limit: limit)
        if case .events(let page) = try take(call, .listEvents) { return page }
        return try page(
            state.withLock { $0.events[id.rawValue] ?? [] }, after?.rawValue, limit, .listEvents
        ) { $0.id.rawValue }
    }

    package func checkpoints(of id: JobID, after: CheckpointID?, limit: Int) throws(ProviderError) -> Page<Checkpoint> {
        _ = try take(.checkpoints(id.rawValue, limit: limit), .listCheckpoints)
        return try page(
            state.withLock { $0.checkpoints[id.rawValue] ?? [] }, after?.rawValue, limit, .listCheckpoints
        ) { $0.id.rawValue }
    }

    package func results(_ file: FileID, largest: Int, timeout: Duration) throws(ProviderError) -> [MetricPoint]? {
        _ = try take(.results(file.rawValue), .getFileContent)
        guard let points = state.withLock({ $0.results[file.rawValue] }) else {
            throw Self.error(.absent, .getFileContent)
        }
        return points
    }

    private func take(_ call: Call, _ operation: ProviderOperation) throws(ProviderError) -> Answer? {
        let answer = state.withLock { state -> Answer? in
            state.calls.append(call)
            if var answers = state.next[call], !answers.isEmpty {
                defer { state.next[call] = answers }
                return answers.removeFirst()
            }
            return state.standing[call]
        }
        if case .failure(let failure) = answer { throw Self.error(failure, operation) }
        return answer
    }

    private func page<Item>(
        _ all: [Item], _ after: String?, _ limit: Int, _ operation: ProviderOperation, _ id: (Item) -> String
    ) throws(ProviderError) -> Page<Item> {
        let (isOldestFirst, greatest) = state.withLock { ($0.listsOldestFirst, $0.greatestLimit) }
        guard limit <= greatest else { throw Self.error(.api(422, .invalidRequest, message: "limit"), operation) }
        let all = isOldestFirst ? all.reversed() : all
        var rest = all[...]
        if let after {
            guard let index = all.firstIndex(where: { id($0) == after }) else { throw Self.error(.absent, operation) }
            rest = all[(index + 1)...]
        }
        let items = Array(rest.prefix(limit))
        return Page(items: items, hasMore: rest.count > items.count, lastID: items.last.map(id), asked: limit)
    }

    private static func error(_ failure: Failure, _ operation: ProviderOperation) -> ProviderError {
        ProviderError(
            operation: operation, kind: failure.kind, voice: failure.voice, status: failure.status,
            code: failure.code, message: failure.message, requestID: failure.requestID, mayHaveHappened: false)
    }
}

extension StandingProvider {
    package func createJob(_ request: JobRequest) throws(ProviderError) -> Job { throw unexpected(.createJob) }

    package func cancelJob(_ id: JobID) throws(ProviderError) -> Job { throw unexpected(.cancelJob, id.rawValue) }

    package func pauseJob(_ id: JobID) throws(ProviderError) -> Job { throw unexpected(.pauseJob, id.rawValue) }

    package func resumeJob(_ id: JobID) throws(ProviderError) -> Job { throw unexpected(.resumeJob, id.rawValue) }

    package func uploadFile(
        path: String, size: Int64, filename: String, progress: (@Sendable (_ sent: Int64, _ total: Int64) -> Void)?
    ) throws(ProviderError) -> RemoteFile { throw unexpected(.uploadFile, filename) }

    package func file(_ id: FileID) throws(ProviderError) -> RemoteFile { throw unexpected(.getFile, id.rawValue) }

    package func listFiles(after: FileID?, limit: Int, purpose: String?) throws(ProviderError) -> Page<RemoteFile> {
        throw unexpected(.listFiles)
    }

    package func deleteFile(_ id: FileID) throws(ProviderError) { throw unexpected(.deleteFile, id.rawValue) }

    package func downloadFile(
        _ id: FileID, largest: Int, timeout: Duration?, receive: (UnsafeRawBufferPointer) -> Bool
    ) throws(ProviderError) { throw unexpected(.getFileContent, id.rawValue) }

    package func models() throws(ProviderError) -> [RemoteModel] { throw unexpected(.listModels) }

    package func model(_ name: ModelName) throws(ProviderError) -> RemoteModel {
        throw unexpected(.getModel, name.rawValue)
    }

    package func deleteModel(_ name: ModelName) throws(ProviderError) { throw unexpected(.deleteModel, name.rawValue) }

    package func chat(_ question: ChatQuestion) throws(ProviderError) -> ChatAnswer { throw unexpected(.chat) }

    package func chat(_ question: ChatQuestion, receive: (String) -> Bool) throws(ProviderError) -> ChatAnswer {
        throw unexpected(.chat)
    }

    /// Whoever only watches makes none of these calls; a test sees them in ``calls``.
    private func unexpected(_ operation: ProviderOperation, _ object: String = "") -> ProviderError {
        state.withLock { $0.calls.append(.change(operation, object)) }
        return Self.error(.api(400, .invalidRequest, message: "the test expects no such call"), operation)
    }
}
