import FineTuning
import Testing

@Suite struct NoticeTypeTests {
    @Test(arguments: [
        ("succeeded", [NoticeType.jobSucceeded]),
        ("fine_tuning.job.failed", [.jobFailed]),
        ("submission.failed", [.submissionFailed]),
        ("submission.parked", [.submissionParked]),
        ("degraded", [.apiDegraded]),
        ("ended", [.jobSucceeded, .jobFailed, .jobCancelled]),
        ("all", NoticeType.allCases),
    ])
    func aWordNames(word: String, types: [NoticeType]) {
        #expect(NoticeType.named(word) == Set(types))
    }

    @Test(arguments: ["", "Succeeded", "stalled", "fine_tuning.job", "ftd.job.failed"])
    func anUnknownWordNamesNothing(word: String) {
        #expect(NoticeType.named(word) == nil)
    }
}
