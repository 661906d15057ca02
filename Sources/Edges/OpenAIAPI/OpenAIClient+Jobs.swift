package import FineTuning
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
    package func listJobs(
        after: JobID? = nil, limit: Int = 100, metadata: [MetadataPair] = []
    ) throws(APIError) -> Page<Job> {
        var query = Self.paging(after?.rawValue, limit)
        query += metadata.map { (name: "metadata[\($0.key)]", value: $0.value) }
        return try page(
            request(.get, ["fine_tuning", "jobs"], query: query), asked: limit, for: Call(operation: .listJobs),
            read: Job.init(wire:))
    }

    /// One job; an answer that is another job, or no job, is an error.
    package func job(_ id: JobID) throws(APIError) -> Job {
        try job(id, request(.get, ["fine_tuning", "jobs", id.rawValue]), .getJob)
    }

    /// Makes a job: on a fresh connection, so that libcurl cannot make two.
    ///
    /// An error whose ``APIError/mayHaveHappened`` is true leaves open whether there is a job now.
    package func createJob(_ job: CreateJobRequest) throws(APIError) -> Job {
        var request = request(.post, ["fine_tuning", "jobs"], json: job.json)
        request.freshConnection = true
        return try one(request, for: Call(operation: .createJob), named: "a job", read: Job.init(wire:))
    }

    /// Ends a job that has not ended.
    package func cancelJob(_ id: JobID) throws(APIError) -> Job { try change(id, "cancel", .cancelJob) }

    /// Stops a running job until it is resumed.
    package func pauseJob(_ id: JobID) throws(APIError) -> Job { try change(id, "pause", .pauseJob) }

    /// Lets a paused job go on.
    package func resumeJob(_ id: JobID) throws(APIError) -> Job { try change(id, "resume", .resumeJob) }

    /// The job's own log, newest first.
    package func events(
        of id: JobID, after: JobEventID? = nil, limit: Int = 100
    ) throws(APIError) -> Page<JobEvent> {
        try page(
            request(.get, ["fine_tuning", "jobs", id.rawValue, "events"], query: Self.paging(after?.rawValue, limit)),
            asked: limit, for: Call(operation: .listEvents, object: id.rawValue), read: JobEvent.init(wire:))
    }

    /// The models that were saved on the way, newest first.
    package func checkpoints(
        of id: JobID, after: CheckpointID? = nil, limit: Int = 100
    ) throws(APIError) -> Page<Checkpoint> {
        try page(
            request(
                .get, ["fine_tuning", "jobs", id.rawValue, "checkpoints"], query: Self.paging(after?.rawValue, limit)),
            asked: limit, for: Call(operation: .listCheckpoints, object: id.rawValue), read: Checkpoint.init(wire:))
    }

    static func paging(_ after: String?, _ limit: Int) -> [(name: String, value: String)] {
        (after.map { [(name: "after", value: $0)] } ?? []) + [(name: "limit", value: "\(limit)")]
    }

    private func change(_ id: JobID, _ verb: String, _ operation: APIOperation) throws(APIError) -> Job {
        try job(id, request(.post, ["fine_tuning", "jobs", id.rawValue, verb]), operation)
    }

    private func job(_ id: JobID, _ request: HTTPRequest, _ operation: APIOperation) throws(APIError) -> Job {
        let call = Call(operation: operation, object: id.rawValue)
        return try one(request, for: call, named: "that job") { value in
            Job(wire: value).flatMap { $0.id == id ? $0 : nil }
        }
    }
}
