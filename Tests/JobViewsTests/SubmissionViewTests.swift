import FineTuning
import JSONText
import JobStorage
import JobViews
import Testing

@Suite struct SubmissionViewTests {
    private static let time = UnixTime(seconds: 1_000_000)
    private static let files = SubmissionStep.Files(training: FileID("file-t"), validation: nil)
    private static let parking = Parking(
        reason: "429: three jobs run", since: time - .seconds(60), tries: 1, retryAt: time + .seconds(540))

    private static func view(
        _ step: SubmissionStep, isWorkedOn: Bool = false, problem: String? = nil
    ) -> SubmissionView {
        let data = SubmissionPlan.DataFile(path: "/data/train.jsonl", bytes: 5, sha256: "ab")
        return SubmissionView(
            id: SubmissionID("0b7ab3c2"), plan: SubmissionPlan(model: ModelName("gpt"), training: data), step: step,
            createdAt: time - .seconds(100), updatedAt: time, isWorkedOn: isWorkedOn, uploads: [FileID("file-t")],
            problem: problem)
    }

    @Test(
        arguments: [
            (.planned, false, .interrupted), (.uploading, false, .interrupted), (.uploading, true, .uploading),
            (.uploaded(files), false, .waiting), (.creating(files, since: time), false, .waiting),
            (.parked(files, parking), false, .parked), (.unknown(files, since: time), false, .unknown),
            (.created(JobID("ftjob-1")), false, .created), (.failed(reason: "no"), false, .failed),
        ] as [(SubmissionStep, Bool, SubmissionView.State)])
    func everyStepHasAWord(_ step: SubmissionStep, _ isWorkedOn: Bool, _ state: SubmissionView.State) {
        #expect(Self.view(step, isWorkedOn: isWorkedOn).state == state)
    }

    @Test func aParkedOneSaysWhyAndWhen() {
        let text = JSONWriter.text(.object(Self.view(.parked(Self.files, Self.parking)).json))
        #expect(
            text == #"{"id":"0b7ab3c2","object":"ftd.submission","created_at":999900,"status":"parked","model":"gpt","#
                + #""filename":"train.jsonl","since":999940,"next_try":1000540,"reason":"429: three jobs run","#
                + #""account":"default","suffix":null,"training_file":"file-t","validation_file":null,"#
                + #""uploads":["file-t"]}"#)
    }

    @Test(
        arguments: [
            (
                .uploaded(files),
                "its files are at the API, and no job is made yet (401: no); ftd goes on, or the same ftctl submit"
            ),
            (
                .creating(files, since: time),
                "the answer to the create call is not known; ftd looks for the job (401: no)"
            ),
            (.uploading, "stopped before the upload was done (401: no); the same ftctl submit goes on"),
            (.parked(files, parking), "429: three jobs run"),
        ] as [(SubmissionStep, String)])
    func whyTheLastCallCameToNothingIsSaid(_ step: SubmissionStep, _ reason: String) {
        #expect(Self.view(step, problem: "401: no").reason == reason)
    }

    @Test(
        arguments: [
            (JobFilter(), true), (JobFilter(statuses: [JobStatus(word: "parked")]), true),
            (JobFilter(statuses: [.running]), false), (JobFilter(since: time), false),
            (JobFilter(model: ModelName("gpt")), true), (JobFilter(model: ModelName("other")), false),
            (JobFilter(account: AccountName("lab")), false),
        ] as [(JobFilter, Bool)])
    func aListsFilterHoldsForItToo(_ filter: JobFilter, _ passes: Bool) {
        #expect(Self.view(.parked(Self.files, Self.parking)).passes(filter) == passes)
    }
}
