import FineTuning
import Testing

@Suite struct StallRuleTests {
    private static let rule = StallRule()
    private static let now = UnixTime(seconds: 1_000_000)

    /// A status, how long the last jobs took in seconds, and the limit in seconds.
    @Test(arguments: [
        (JobStatus.queued, [Int64](), Int64?.some(21_600)), (.validatingFiles, [60, 60, 60, 60], 21_600),
        (.running, [], 3_600), (.running, [1_000, 2_000, 3_000, 4_000, 5_000], 9_000),
        (.running, [5_000, 1_000, 3_000, 4_000, 2_000, 100_000], 10_500),
        (.queued, [10, 10, 10, 10, 10], 600), (.paused, [10, 10, 10, 10, 10], nil), (.succeeded, [], nil),
        (.failed, [], nil), (.cancelled, [], nil), (.unrecognized("melting"), [], nil),
        (.unrecognized("PENDING"), [], 21_600), (.unrecognized("cancelling"), [], 3_600),
    ])
    func aJobMayBeSilentFor(status: JobStatus, took: [Int64], limit: Int64?) {
        let durations = took.map { Duration.seconds($0) }
        #expect(Self.rule.limit(of: status, after: durations) == limit.map { .seconds($0) })
        guard let limit else { return }
        for (silence, isStalled) in [(limit, false), (limit + 1, true)] {
            let sign = Self.now - .seconds(silence)
            #expect(Self.rule.isStalled(status, since: sign, after: durations, at: Self.now) == isStalled)
        }
    }

    @Test func whereNobodyCanTellNothingIsStalled() {
        #expect(!Self.rule.isStalled(.running, since: nil, after: [], at: Self.now))
        #expect(!Self.rule.isStalled(.running, since: Self.now + .seconds(9_999_999), after: [], at: Self.now))
    }

    private static func job(_ status: JobStatus) -> WatchedJob {
        WatchedJob(
            account: .default,
            job: Job(id: JobID("j"), createdAt: UnixTime(seconds: 100), status: status, model: ModelName("m")),
            firstSeen: now, changedAt: UnixTime(seconds: 500), isKnown: true, missing: [], misses: [])
    }

    @Test func aWaitingJobLivesSinceItWasMadeOrLastMoved() {
        #expect(SignsOfLife().last(of: Self.job(.queued)) == UnixTime(seconds: 100))
        let moved = SignsOfLife(transition: UnixTime(seconds: 300), event: UnixTime(seconds: 400), countsSteps: true)
        #expect(moved.last(of: Self.job(.queued)) == UnixTime(seconds: 300))
    }

    @Test func aRunningJobLivesByItsSteps() {
        // A server that tells of no steps would make every long job look stalled.
        #expect(SignsOfLife(transition: UnixTime(seconds: 300)).last(of: Self.job(.running)) == nil)
        #expect(SignsOfLife(event: UnixTime(seconds: 400)).last(of: Self.job(.running)) == UnixTime(seconds: 400))
        #expect(SignsOfLife(countsSteps: true).last(of: Self.job(.running)) == UnixTime(seconds: 500))
        let resumed = SignsOfLife(transition: UnixTime(seconds: 900), event: UnixTime(seconds: 400))
        #expect(resumed.last(of: Self.job(.running)) == UnixTime(seconds: 900))
    }
}
