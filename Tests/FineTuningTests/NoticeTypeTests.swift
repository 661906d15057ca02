import FineTuning
import Testing

@Suite struct NoticeTypeTests {
    @Test(arguments: [
        ("succeeded", [NoticeType.jobSucceeded]),
        ("fine_tuning.job.failed", [.jobFailed]),
        ("submission.failed", [.submissionFailed]),
        ("submission.parked", [.submissionParked]),
        ("diverging", [.jobDiverging]), ("exceeded", [.budgetExceeded]),
        ("ftd.budget.exceeded", [.budgetExceeded]),
        ("degraded", [.apiDegraded]), ("gone", [.jobGone]), ("ftd.job.stalled", [.jobStalled]),
        ("ended", [.jobSucceeded, .jobFailed, .jobCancelled]),
        ("all", NoticeType.allCases),
    ])
    func aWordNames(word: String, types: [NoticeType]) {
        #expect(NoticeType.named(word) == Set(types))
    }

    @Test(arguments: ["", "Succeeded", "stuck", "fine_tuning.job", "ftd.job.failed"])
    func anUnknownWordNamesNothing(word: String) {
        #expect(NoticeType.named(word) == nil)
    }
}
