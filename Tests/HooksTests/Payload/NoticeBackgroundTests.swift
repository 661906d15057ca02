import FineTuning
import Hooks
import JSONText
import Settings
import Testing

/// What the payload says beyond the API's own fields.
@Suite struct NoticeBackgroundTests {
    private func data(_ body: [UInt8]) throws -> JSONValue { try JSONValue.parse(body)["data"] ?? .null }

    @Test func whatAPersonWantsIsInTheBody() throws {
        let data = try data(MessageSamples.succeeded)
        #expect(data["name"] == .string("sciq"))
        #expect(data["duration"]?.number?.integer == 1200)
        #expect(data["cost"]?["amount"]?.number?.text == "12.072843")
        #expect(data["cost"]?["currency"] == .string("USD"))
        #expect(data["best_checkpoint"]?["step"]?.number?.integer == 200)
        #expect(data["best_checkpoint"]?["full_valid_loss"]?.number?.double == 1.19)
        #expect(data["url"] == .string("https://ftd.example/ui/jobs/ftjob-abc123"))
    }

    @Test func aServerThatIsNotOpenAIsHasNoCostByTheBuiltInPrices() throws {
        let body = HookPayload.body(of: Samples.notice(), knowing: NoticeBackground())
        #expect(try data(body)["cost"] == .null)
    }

    @Test func namesInALinkStayInTheirSegment() throws {
        var job = Samples.job
        job.id = JobID("../x?y#z")
        let body = HookPayload.body(of: Samples.notice(job), knowing: MessageSamples.background)
        #expect(try data(body)["url"] == .string("https://ftd.example/ui/jobs/..%2Fx%3Fy%23z"))
    }

    @Test func withoutASuffixTheMetadataNamesTheJob() throws {
        var job = Samples.job
        job.suffix = nil
        job.metadata = [MetadataPair(key: "name", value: "faq")]
        #expect(
            try data(HookPayload.body(of: Samples.notice(job), knowing: NoticeBackground()))["name"] == .string("faq"))
    }

    @Test(
        arguments: [
            ("Checkpoint created at step 88", 88, nil),
            ("Checkpoint created at step 9 with Snapshot ID: ft:x:ckpt-step-9", 9, "ft:x:ckpt-step-9"),
            ("Checkpoint created at step", nil, nil), ("Checkpoint created at step x", nil, nil),
            ("Step 1/2: loss", nil, nil),
            ("Checkpoint created at step 99999999999999999999", nil, nil),
        ] as [(String, Int64?, String?)])
    func eventsAnnounceCheckpoints(message: String, step: Int64?, model: String?) {
        let facts = CheckpointFacts(announcedBy: message) { MetricPoint(step: $0, trainLoss: 1) }
        #expect(facts?.step == step)
        #expect(facts?.model?.rawValue == model)
        #expect(facts?.metric.trainLoss == (step == nil ? nil : 1))
    }

    @Test func theBestAnnouncedCheckpointHasTheLowestValidationLoss() {
        let facts = [(1, 3.0), (2, 1.0), (3, 2.0)].map { step, loss in
            CheckpointFacts(step: step, model: nil, metric: MetricPoint(step: step, fullValidLoss: loss))
        }
        #expect(facts.best?.step == 2)
        #expect([CheckpointFacts]().best == nil)
    }
}
