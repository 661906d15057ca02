/// What somebody may ask of a job that exists.
package enum JobAction: String, Hashable, Sendable, CaseIterable {
    /// To end before its time.
    case cancel
    /// To stop until it is resumed.
    case pause
    /// To go on.
    case resume

    /// What became of the job, judged by the status that it shows after the call.
    package enum Effect: Hashable, Sendable {
        /// It is as asked.
        case done
        /// It is on its way there.
        case underWay
        /// It has changed nothing so far.
        case none
    }

    /// What the action has come to.
    package func effect(on status: JobStatus) -> Effect {
        let meaning = status.meaning
        switch self {
        case .cancel: return meaning == .cancelled ? .done : status.isBeingCancelled ? .underWay : .none
        case .pause: return meaning == .paused ? .done : status.words[0] == "pausing" ? .underWay : .none
        case .resume:
            if status.words[0] == "resuming" { return .underWay }
            switch meaning {
            case .validatingFiles, .queued, .running: return .done
            case .paused, .succeeded, .failed, .cancelled, .unrecognized: return .none
            }
        }
    }

    /// Makes the call.
    package func perform(on job: JobID, at server: any Provider) throws(ProviderError) -> Job {
        switch self {
        case .cancel: try server.cancelJob(job)
        case .pause: try server.pauseJob(job)
        case .resume: try server.resumeJob(job)
        }
    }

    /// `cancelled`, `paused`, `resumed`.
    package var participle: String {
        switch self {
        case .cancel: "cancelled"
        case .pause: "paused"
        case .resume: "resumed"
        }
    }
}
