package import FineTuning
import JSONText

extension Hook {
    /// A notice that says it is a sample, as a delivery to this hook; nothing of it is from a user or from the API.
    ///
    /// - Parameters:
    ///   - type: of which type it is.
    ///   - id: ours, marked as a sample's.
    package func sample(
        _ type: NoticeType, id: NoticeID, at time: UnixTime, knowing background: NoticeBackground
    ) -> Delivery {
        let notice = Notice.sample(type, id: id, at: time)
        let body = Self.marked(HookPayload.body(of: notice, knowing: background))
        return Delivery(notice, to: name, body: body, schedule: schedule)
    }

    /// The body with `data.test` true, which no notice has.
    private static func marked(_ body: [UInt8]) -> [UInt8] {
        guard case .object(var event) = JSONValue.ofOurs(body), case .object(var data)? = event["data"] else {
            return body
        }
        data["test"] = .bool(true)
        event["data"] = .object(data)
        return JSONWriter.bytes(.object(event))
    }
}

extension Notice {
    /// What a sample says of itself, wherever a text of ours can stand.
    package static let sampleReason = "a sample, sent by ftctl hooks test: nothing has happened"

    /// A notice about something that never happened, of any type.
    package static func sample(_ type: NoticeType, id: NoticeID, at time: UnixTime) -> Notice {
        let subject: Subject =
            switch type {
            case .jobSucceeded: .job(sampleNews(.succeeded, at: time))
            case .jobFailed: .job(sampleNews(.failed, at: time))
            case .jobCancelled: .job(sampleNews(.cancelled, at: time))
            case .jobPaused: .job(sampleNews(.paused, at: time))
            case .jobRunning, .jobGone, .jobStalled, .jobDiverging: .job(sampleNews(.running, at: time))
            case .apiDegraded, .apiRecovered: .account(.default, reason: sampleReason)
            case .submissionFailed, .submissionParked:
                .submission(SubmissionID("sample"), account: .default, reason: sampleReason)
            case .budgetExceeded:
                .budget(
                    BudgetStanding(
                        month: "sample", limit: Budget.Limit(Money(nanodollars: 0), "USD")),
                    reason: sampleReason)
            case .modelShutdown:
                .models(
                    ModelShutdownNews(
                        account: .default, base: ModelName("gpt-sample"), end: time + .seconds(30 * 86_400), mark: 30,
                        daysLeft: 30, models: [ModelName("ft:gpt-sample:sample:sample:sample")]),
                    reason: sampleReason)
            case .hookDisabled: .hook(HookName("sample"), reason: sampleReason)
            }
        return Notice(id: id, type: type, createdAt: time, sequence: 1, subject: subject)
    }

    private static func sampleNews(_ status: JobStatus, at time: UnixTime) -> JobNews {
        var job = Job(
            id: JobID("ftjob-sample"), createdAt: time - .seconds(1500), status: status,
            model: ModelName("gpt-4o-mini-2024-07-18"),
            metadata: [MetadataPair(key: "ftd_sample", value: sampleReason)], suffix: "sample")
        job.trainingFile = FileID("file-sample")
        if status.isTerminal { job.finishedAt = time }
        switch status {
        case .succeeded:
            job.fineTunedModel = ModelName("ft:gpt-4o-mini-2024-07-18:sample:sample:sample")
            job.trainedTokens = 1_234_567
        case .failed: job.error = JobError(code: "sample", message: sampleReason, param: nil)
        case .cancelled, .paused, .running, .queued, .validatingFiles, .unrecognized: break
        }
        let metric = MetricPoint(step: 300, totalSteps: 300, trainLoss: 0.42)
        return JobNews(
            account: .default, job: job, previous: .running, lastMetric: metric, reason: sampleReason)
    }
}

extension JSONValue {
    /// A text that we wrote ourselves; null where it is none.
    fileprivate static func ofOurs(_ bytes: [UInt8]) -> JSONValue {
        do { return try JSONValue.parse(bytes) } catch { return .null }
    }
}
