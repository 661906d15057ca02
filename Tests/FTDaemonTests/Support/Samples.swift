import FineTuning
import TestSupport

extension Job {
    /// A job with little in it.
    static func sample(
        _ id: String, _ status: JobStatus = .running, createdAt: Int64 = 1000, finishedAt: Int64? = nil
    ) -> Job {
        Job(
            id: JobID(id), createdAt: UnixTime(seconds: createdAt), status: status,
            model: ModelName("gpt-4o-mini-2024-07-18"), finishedAt: finishedAt.map(UnixTime.init(seconds:)))
    }
}

extension StandingProvider.Call {
    /// The first page of the job listing.
    static let firstPage = jobs()

    /// Whether it asks for a page of the job listing.
    var isListing: Bool {
        switch self {
        case .jobs: true
        case .job, .events, .checkpoints, .results, .change: false
        }
    }

    /// Whether it asks for a page of a job's events.
    var asksForEvents: Bool {
        switch self {
        case .events: true
        case .jobs, .job, .checkpoints, .results, .change: false
        }
    }
}
