import FineTuning
import HTTPClient
import Hooks
import Settings

/// Stored bodies to render: what people see most, and what somebody hostile would send.
enum MessageSamples {
    static let background = NoticeBackground(
        page: page, accountsAtOpenAI: [.default])

    private static let page: HTTPAddress? = {
        do { return try HTTPAddress("https://ftd.example/ui") } catch { return nil }
    }()

    static var succeeded: [UInt8] {
        var notice = Samples.notice(
            metric: MetricPoint(step: 300, totalSteps: 300, trainLoss: 1.157, fullValidLoss: 1.2034))
        if case .job(var news) = notice.subject {
            news.bestCheckpoint = CheckpointFacts(
                step: 200, model: ModelName("ft:gpt-4o-mini-2024-07-18:personal:sciq:A32:ckpt-step-200"),
                metric: MetricPoint(step: 200, trainLoss: 1.2, fullValidLoss: 1.19))
            notice.subject = .job(news)
        }
        return HookPayload.body(of: notice, knowing: background)
    }

    static var failed: [UInt8] {
        var job = Samples.job
        job.status = .failed
        job.fineTunedModel = nil
        job.trainedTokens = nil
        job.error = JobError(
            code: "invalid_training_file",
            message:
                "line 100: role \"assitant\" is not known <@U123> *bold* _it_ `x` [a](http://evil.example) @everyone\r\n.\r\n{{DATE(2026)}} &amp;",
            param: "training_file")
        return HookPayload.body(
            of: Samples.notice(job, type: .jobFailed, metric: nil), knowing: NoticeBackground())
    }

    static var degraded: [UInt8] {
        HookPayload.body(
            of: Notice(
                id: NoticeID("evt_0002"), type: .apiDegraded, createdAt: Samples.time, sequence: 8,
                subject: .account(AccountName("lab"), reason: "401 invalid_api_key: check the key")),
            knowing: background)
    }

    static let all = [("succeeded", succeeded), ("failed", failed), ("degraded", degraded)]

    /// Every text as long as it can be, full of what means something somewhere.
    static var hostile: [UInt8] {
        var job = Samples.job
        let text = String(repeating: "`*_<>@\\é🎈\u{202E}\u{0}\"\n{{", count: 120)
        job.suffix = text
        job.model = ModelName(text)
        job.fineTunedModel = ModelName(text)
        job.error = JobError(code: text, message: text, param: text)
        return HookPayload.body(
            of: Samples.notice(job, type: .jobFailed, previous: .unrecognized(text)), knowing: background)
    }
}
