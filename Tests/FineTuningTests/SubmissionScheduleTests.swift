import FineTuning
import Testing

@Suite struct SubmissionScheduleTests {
    private static let id = SubmissionID("a")
    private static let step = UnixTime(seconds: 1000)
    private let start = SuspendingClock.now

    @Test func whatIsNewIsDue() {
        #expect(SubmissionSchedule().wait(of: Self.id, step: Self.step, at: start) == nil)
    }

    @Test func aTurnThatWentWellWaitsAsLongAsItSaid() {
        var schedule = SubmissionSchedule()
        schedule.advanced(Self.id, step: Self.step, again: .seconds(3600), at: start)
        #expect(schedule.wait(of: Self.id, step: Self.step, at: start + .seconds(3599)) == .seconds(1))
        #expect(schedule.wait(of: Self.id, step: Self.step, at: start + .seconds(3600)) == nil)
        schedule.keepOnly([])
        #expect(schedule.wait(of: Self.id, step: Self.step, at: start) == nil)
    }

    @Test func anotherStepEndsTheWait() {
        var schedule = SubmissionSchedule()
        schedule.advanced(Self.id, step: Self.step, again: .seconds(3600), at: start)
        #expect(schedule.wait(of: Self.id, step: Self.step + .milliseconds(1), at: start) == nil)
    }

    @Test(
        arguments: [
            (.server(.unauthorized, "x"), 1, .seconds(600)), (.server(.forbidden(code: "c"), "x"), 9, .seconds(600)),
            (.server(.server(retryAfter: nil), "x"), 1, .seconds(60)),
            (.server(.server(retryAfter: nil), "x"), 2, .seconds(120)),
            (.server(.unreachable, "x"), 9, .seconds(300)),
            (.server(.rateLimited(retryAfter: .seconds(600)), "x"), 1, .seconds(603)),
            (.server(.rateLimited(retryAfter: .seconds(100_000)), "x"), 1, .seconds(3603)),
            (.local("x"), 1, .seconds(30)), (.local("x"), 9, .seconds(30)),
        ] as [(SubmissionProblem, Int, Duration)])
    func aFailureWaits(_ problem: SubmissionProblem, _ failures: Int, _ wait: Duration) {
        var schedule = SubmissionSchedule()
        for _ in 0..<failures { _ = schedule.failed(Self.id, step: Self.step, problem, at: start, jitter: 1) }
        #expect(schedule.wait(of: Self.id, step: Self.step, at: start) == wait)
    }

    @Test func aWaitAfterAFailureIsNeverShorterThanTheInterval() {
        var schedule = SubmissionSchedule()
        _ = schedule.failed(Self.id, step: Self.step, .server(.unreachable, "x"), at: start, jitter: 0)
        #expect(schedule.wait(of: Self.id, step: Self.step, at: start) == SubmissionSchedule.interval)
    }

    @Test func failuresInARowEndWithATurnThatGoesWell() {
        var schedule = SubmissionSchedule()
        let problem = SubmissionProblem.server(.unreachable, "x")
        for _ in 0..<4 { _ = schedule.failed(Self.id, step: Self.step, problem, at: start, jitter: 1) }
        schedule.advanced(Self.id, step: Self.step, again: .zero, at: start)
        let isNews = schedule.failed(Self.id, step: Self.step, problem, at: start, jitter: 1)
        #expect(isNews)
        #expect(schedule.wait(of: Self.id, step: Self.step, at: start) == .seconds(60))
    }

    @Test func theSameProblemIsNewsOnce() {
        var schedule = SubmissionSchedule()
        let news = [
            SubmissionProblem.server(.server(retryAfter: nil), "503 (request req_1)"),
            .server(.server(retryAfter: nil), "503 (request req_2)"), .server(.unreachable, "no route"),
            .local("no key"), .local("no key"), .local("no file"),
        ].map { schedule.failed(Self.id, step: Self.step, $0, at: start, jitter: 1) }
        #expect(news == [true, false, true, true, false, true])
    }

    @Test func aTurnThatWasCutShortChangesNothing() {
        var schedule = SubmissionSchedule()
        let isNews = schedule.failed(Self.id, step: Self.step, .server(.cancelled, "x"), at: start, jitter: 1)
        #expect(!isNews)
        #expect(schedule.wait(of: Self.id, step: Self.step, at: start) == nil)
    }

    @Test func theSameSpoolProblemIsNewsOnce() {
        var schedule = SubmissionSchedule()
        let lines = [[], ["a", "b"], ["a", "b"], ["a"], [], ["a"]].map { schedule.read(problems: $0) }
        #expect(lines == [nil, "a; b", nil, "a", nil, "a"])
    }
}
