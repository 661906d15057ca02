import FineTuning
import Hooks
import JSONText
import TestSupport
import Testing

@Suite struct HookPayloadTests {
    @Test func aJobsNoticeIsAWholeContract() throws {
        let body = String(decoding: Samples.body(of: Samples.notice()), as: UTF8.self)
        #expect(
            body == #"{"id":"evt_0001","object":"event","created_at":1750861210,"type":"fine_tuning.job.succeeded","#
                + #""data":{"id":"ftjob-abc123","object":"fine_tuning.job","account":"default","status":"succeeded","#
                + #""previous_status":"running","model":"gpt-4o-mini-2024-07-18","#
                + #""fine_tuned_model":"ft:gpt-4o-mini-2024-07-18:personal::A32VfYIz","training_file":"file-train","#
                + #""validation_file":null,"created_at":1750860000,"finished_at":1750861200,"#
                + #""trained_tokens":4024281,"error":null,"suffix":"sciq","seed":42,"metadata":{"team":"science"},"#
                + #""metrics":{"step":300,"total_steps":300,"train_loss":1.157,"train_mean_token_accuracy":null,"#
                + #""valid_loss":null,"valid_mean_token_accuracy":null,"full_valid_loss":null,"#
                + #""full_valid_mean_token_accuracy":null},"name":"sciq","duration":1200,"cost":null,"#
                + #""best_checkpoint":null,"url":null,"sequence":7}}"#)
    }

    @Test func aFailureCarriesTheErrorAndNullsWhatIsUnknown() throws {
        let job = Job(
            id: JobID("ftjob-x"), createdAt: UnixTime(seconds: 1), status: .failed, model: ModelName("m"),
            error: JobError(code: "invalid_training_file", message: "Example 100 \"é\"", param: "training_file"))
        let data = try JSONValue.parse(
            Samples.body(of: Samples.notice(job, type: .jobFailed, previous: nil, metric: nil)))["data"]
        #expect(data?["error"]?["code"] == .string("invalid_training_file"))
        #expect(data?["error"]?["message"] == .string("Example 100 \"é\""))
        #expect(data?["error"]?["param"] == .string("training_file"))
        for key in ["previous_status", "metrics", "finished_at", "trained_tokens", "fine_tuned_model", "suffix"] {
            #expect(data?[key] == .null, "\(key)")
        }
    }

    @Test func whatWeSayOfAJobIsInItsNotice() throws {
        var notice = Samples.notice(type: .jobGone, previous: nil, metric: nil)
        guard case .job(var news) = notice.subject else { return }
        news.reason = "the API does not know it any more"
        news.job.status = .failed
        news.failure = JobError(code: nil, message: "out of memory", param: nil)
        notice.subject = .job(news)
        let data = try JSONValue.parse(Samples.body(of: notice))["data"]
        #expect(data?["reason"] == .string("the API does not know it any more"))
        #expect(data?["error"]?["message"] == .string("out of memory"))
        news.job.error = JobError(code: "x", message: "its own", param: nil)
        notice.subject = .job(news)
        #expect(
            try JSONValue.parse(Samples.body(of: notice))["data"]?["error"]?["message"] == .string("its own"))
    }

    @Test(arguments: [
        (
            Notice.Subject.account(AccountName("lab"), reason: "HTTP 401"), NoticeType.apiDegraded,
            #"{"id":"lab","object":"ftd.account","account":"lab","reason":"HTTP 401","url":null,"sequence":9}"#
        ),
        (
            .submission(SubmissionID("8f14e45f"), account: .default, reason: "refused"), .submissionFailed,
            #"{"id":"8f14e45f","object":"ftd.submission","account":"default","reason":"refused","url":null,"sequence":9}"#
        ),
        (
            .hook(HookName("slack"), reason: "HTTP 410"), .hookDisabled,
            #"{"id":"slack","object":"ftd.hook","hook":"slack","reason":"HTTP 410","url":null,"sequence":9}"#
        ),
        (
            .budget(
                BudgetStanding(month: "2026-11", limit: Budget.Limit(Money(nanodollars: 5_000_000_000), "EUR")),
                reason: "r"), .budgetExceeded,
            #"{"id":"2026-11/EUR","object":"ftd.budget","month":"2026-11","currency":"EUR","limit":5,"spent":0,"#
                + #""expected":0,"unknown_jobs":0,"reason":"r","url":null,"sequence":9}"#
        ),
    ])
    func otherSubjectsSayWhatAndWhy(subject: Notice.Subject, type: NoticeType, data: String) throws {
        let notice = Notice(
            id: NoticeID("evt_1"), type: type, createdAt: UnixTime(seconds: 5), sequence: 9, subject: subject)
        #expect(
            String(decoding: Samples.body(of: notice), as: UTF8.self)
                == #"{"id":"evt_1","object":"event","created_at":5,"type":"\#(type.rawValue)","data":\#(data)}"#)
    }

    @Test(
        .enabled(if: SharedData.isThere, "the reference data is not beside the checkout"),
        arguments: [("Succeeded", NoticeType.jobSucceeded), ("Failed", .jobFailed), ("Cancelled", .jobCancelled)])
    func aReceiverOfOpenAIsWebhooksFindsItsKeys(name: String, type: NoticeType) throws {
        let bytes = try #require(SharedData.bytes("api_examples/schema_WebhookFineTuningJob\(name).json"))
        let theirs = try #require(try JSONValue.parse(bytes).object)
        let ours = try #require(try JSONValue.parse(Samples.body(of: Samples.notice(type: type))).object)
        #expect(ours["type"] == theirs["type"])
        for member in theirs.members {
            switch (member.value, ours[member.key]) {
            case (.string, .string?), (.number, .number?): continue
            case (.object(let theirs), .object(let ours)?):
                for member in theirs.members { #expect(ours[member.key]?.string != nil) }
            default: Issue.record("\(member.key) is of another kind")
            }
        }
    }

    @Test func numbersThatJSONDoesNotKnowAreNull() throws {
        let metric = MetricPoint(step: 1, trainLoss: .infinity, validLoss: .nan, fullValidLoss: 1e-300)
        let metrics = try JSONValue.parse(Samples.body(of: Samples.notice(metric: metric)))["data"]?["metrics"]
        #expect(metrics?["train_loss"] == .null)
        #expect(metrics?["valid_loss"] == .null)
        #expect(metrics?["full_valid_loss"]?.number?.double == 1e-300)
    }

    @Test func aLongMessageIsCutAndMarked() throws {
        var job = Samples.job
        job.error = JobError(code: "c", message: String(repeating: "é", count: 20_000), param: nil)
        let body = Samples.body(of: Samples.notice(job))
        #expect(body.count <= 20_000)
        let data = try JSONValue.parse(body)["data"]
        let message = try #require(data?["error"]?["message"]?.string)
        #expect(message == String(repeating: "é", count: 2046) + "…")
        #expect(data?["truncated"] == .bool(true))
        #expect(data?["metadata"]?["team"] == .string("science"))
        #expect(data?["id"] == .string("ftjob-abc123"))
    }

    @Test(arguments: ["\u{1}", "😀", "a", "\"", "e\u{301}", "\u{0}"])
    func hostileTextsEverywhereStayWithinTheLimit(text: String) throws {
        let long = String(repeating: text, count: 30_000)
        var job = Samples.job
        job.error = JobError(code: long, message: long, param: long)
        job.suffix = long
        job.status = .unrecognized(long)
        job.model = ModelName(long)
        job.trainingFile = FileID(long)
        job.validationFile = FileID(long)
        job.fineTunedModel = ModelName(long)
        job.metadata = (0..<300).map { MetadataPair(key: "\(text)\($0)", value: String(long.prefix(700))) }
        let body = Samples.body(of: Samples.notice(job, previous: .unrecognized(long)))
        #expect(body.count <= 20_000)
        let parsed = try JSONValue.parse(body)
        #expect(parsed["data"]?["id"] == .string("ftjob-abc123"))
        #expect(parsed["data"]?["truncated"] == .bool(true))
    }

    @Test func metadataStaysAsLongAsItFits() throws {
        var job = Samples.job
        job.metadata = (0..<16).map {
            MetadataPair(key: "key\($0)", value: String(repeating: "v", count: 512))
        }
        let data = try JSONValue.parse(Samples.body(of: Samples.notice(job)))["data"]
        #expect(data?["metadata"]?.object?.members.count == 16)
        #expect(data?["truncated"] == nil)
    }

    @Test func aGroupsBodyIsAsSmallAsAnyOtherAndSaysOfHowManyItTells() throws {
        let members = (1...50).map { number in
            var delivery = Samples.delivery()
            delivery.body = Array(#"{"id":"evt_\#(number)","text":"\#(String(repeating: "x", count: 1000))"}"#.utf8)
            return delivery
        }
        let body = HookPayload.body(ofGroup: NoticeID("evt_g"), members, at: Samples.time)
        #expect(body.count <= HookPayload.greatestSize)
        let event = try JSONValue.parse(body)
        #expect(event["id"]?.string == "evt_g")
        #expect(event["data"]?["count"]?.number?.integer == 50)
        let ids = event["data"]?["data"]?.array?.compactMap { $0["id"]?.string } ?? []
        #expect(ids == (1...19).map { "evt_\($0)" })
    }
}
