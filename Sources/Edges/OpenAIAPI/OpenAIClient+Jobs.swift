public import FineTuning
import HTTPClient
import JSONText
import JobJSON

extension OpenAIClient {
    /// Jobs, newest first.
    ///
    /// - Parameters:
    ///   - after: The last id of the page before.
    ///   - limit: How many to ask for; a server may give fewer.
    ///   - metadata: Only jobs that carry all these pairs.
    public func listJobs(
        after: JobID? = nil, limit: Int = 100, metadata: [MetadataPair] = []
    ) throws(ProviderError) -> Page<Job> {
        try page(
            listing(after: after, limit: limit, metadata: metadata), asked: limit, for: Call(operation: .listJobs),
            read: Job.init(wire:raw:))
    }

    /// Jobs, newest first, unless the answer is one that was read already.
    ///
    /// - Parameters:
    ///   - after: The last id of the page before.
    ///   - limit: How many to ask for; a server may give fewer.
    ///   - text: An answer that was read before.
    public func listJobs(
        after: JobID?, limit: Int, unless text: PageText?
    ) throws(ProviderError) -> JobPage {
        let call = Call(operation: .listJobs)
        let response = try send(listing(after: after, limit: limit), for: call)
        try checkMediaType(response, for: call)
        let received = PageText(response.body, asked: limit)
        if received == text { return .same(serverDate: response.date.map(UnixTime.init(seconds:))) }
        return .page(try page(response, asked: limit, for: call, read: Job.init(wire:raw:)), received)
    }

    private func listing(after: JobID?, limit: Int, metadata: [MetadataPair] = []) -> HTTPRequest {
        var query = Self.paging(after?.rawValue, limit)
        query += metadata.map { (name: "metadata[\($0.key)]", value: $0.value) }
        return request(.get, ["fine_tuning", "jobs"], query: query)
    }

    /// One job; an answer that is another job, or no job, is an error.
    public func job(_ id: JobID) throws(ProviderError) -> Job {
        try job(id, request(.get, ["fine_tuning", "jobs", id.rawValue]), .getJob)
    }

    /// Makes a job: one request on the wire at the most, on a fresh connection, so that libcurl cannot make two.
    ///
    /// An error whose ``ProviderError/mayHaveHappened`` is true leaves open whether there is a job now.
    public func createJob(_ job: JobRequest) throws(ProviderError) -> Job {
        let call = Call(operation: .createJob)
        let body: JSONValue
        do throws(JSONSyntaxError) {
            body = try job.body(hyperparameters: endpoint.hyperparameters, adding: endpoint.createExtra)
        } catch {
            throw ProviderError(
                call, kind: .invalidRequest, voice: .none, message: "the grader is \(error)", mayHaveHappened: false)
        }
        var request = request(.post, ["fine_tuning", "jobs"], json: body)
        request.freshConnection = true
        return try one(request, for: call, named: "a job", read: { Job(wire: $0) })
    }

    /// Ends a job that has not ended.
    public func cancelJob(_ id: JobID) throws(ProviderError) -> Job { try change(id, "cancel", .cancelJob) }

    /// Stops a running job until it is resumed.
    public func pauseJob(_ id: JobID) throws(ProviderError) -> Job { try change(id, "pause", .pauseJob) }

    /// Lets a paused job go on.
    public func resumeJob(_ id: JobID) throws(ProviderError) -> Job { try change(id, "resume", .resumeJob) }

    /// The job's own log, newest first; a server that answers with server-sent events is taken at its word.
    public func events(
        of id: JobID, after: JobEventID? = nil, limit: Int = 100
    ) throws(ProviderError) -> Page<JobEvent> {
        try pageOrStream(
            request(.get, ["fine_tuning", "jobs", id.rawValue, "events"], query: Self.paging(after?.rawValue, limit)),
            asked: limit, for: Call(operation: .listEvents, object: id.rawValue), read: JobEvent.init(wire:raw:))
    }

    /// The models that were saved on the way, newest first.
    public func checkpoints(
        of id: JobID, after: CheckpointID? = nil, limit: Int = 100
    ) throws(ProviderError) -> Page<Checkpoint> {
        try page(
            request(
                .get, ["fine_tuning", "jobs", id.rawValue, "checkpoints"], query: Self.paging(after?.rawValue, limit)),
            asked: limit, for: Call(operation: .listCheckpoints, object: id.rawValue), read: Checkpoint.init(wire:raw:))
    }

    static func paging(_ after: String?, _ limit: Int) -> [(name: String, value: String)] {
        (after.map { [(name: "after", value: $0)] } ?? []) + [(name: "limit", value: "\(limit)")]
    }

    private func change(_ id: JobID, _ verb: String, _ operation: ProviderOperation) throws(ProviderError) -> Job {
        try job(id, request(.post, ["fine_tuning", "jobs", id.rawValue, verb]), operation)
    }

    private func job(_ id: JobID, _ request: HTTPRequest, _ operation: ProviderOperation) throws(ProviderError) -> Job {
        let call = Call(operation: operation, object: id.rawValue)
        return try one(request, for: call, named: "that job") { value in
            Job(wire: value).flatMap { $0.id == id ? $0 : nil }
        }
    }
}
