import FineTuning
import JSONText
import JobViews
import Testing
import Text

@Suite struct UsageReportTests {
    /// 2026-11-22 08:33:10 UTC.
    private static let now = UnixTime(seconds: 1_795_336_390)
    private static let mini = ModelName("gpt-4o-mini-2024-07-18")

    private static func job(
        _ id: String, _ status: JobStatus, days: Int64, tokens: Int64? = nil, model: ModelName = mini,
        suffix: String? = nil, raw: String = "{}"
    ) -> WatchedJob {
        let ended = now - .seconds(days * 86_400)
        let job = Job(
            id: JobID(id), createdAt: ended - .seconds(3600), status: status, model: model,
            finishedAt: status.isTerminal ? ended : nil, trainedTokens: tokens, suffix: suffix, raw: raw)
        return WatchedJob(
            account: .default, job: job, firstSeen: now, changedAt: now, isKnown: true, missing: [], misses: [])
    }

    private static func report(
        _ jobs: [WatchedJob], by groupings: [UsageReport.Grouping], from: UnixTime? = nil, until: UnixTime? = nil,
        isOpenAI: Bool = true
    ) -> UsageReport {
        var facts = ModelFacts()
        facts.training = Money(decimal: "3").map { Sourced($0, date: "2025-07") }
        return UsageReport(
            of: jobs, by: groupings, period: (from, until), time: LocalTime(zone: .utc),
            facts: { $0.base == mini ? facts : nil }, isOpenAI: { _ in isOpenAI })
    }

    @Test func jobsCountInThePeriodInWhichTheyEnded() {
        let usage = Self.report(
            [
                Self.job("a", .succeeded, days: 1, tokens: 4_000_000),
                Self.job("b", .succeeded, days: 2, tokens: 1_000_000),
                Self.job("c", .failed, days: 30), Self.job("d", .running, days: 0),
            ], by: [.month])
        #expect(usage.lines.map(\.group) == [["2026-11"], ["2026-10"]])
        #expect(usage.lines.map(\.usage.jobs) == [3, 1])
        #expect(usage.lines.map(\.usage.failed) == [0, 1])
        #expect(usage.lines.map(\.usage.trainedTokens) == [5_000_000, 0])
        #expect(usage.lines.map(\.usage.cost.decimal) == ["15", "0"])
        #expect(usage.lines.map(\.usage.open) == [1, 0])
        #expect(usage.problems.isEmpty)
    }

    @Test func periodsHaveAnEnd() {
        let jobs = [0, 1, 2, 3].map { Self.job("j\($0)", .succeeded, days: $0, tokens: 1) }
        let usage = Self.report(
            jobs, by: [.day], from: Self.now - .seconds(2 * 86_400), until: Self.now)
        #expect(usage.lines.map(\.group) == [["2026-11-21"], ["2026-11-20"]])
    }

    @Test func groupsAreByModelOfTheBaseAndByName() {
        let tuned = ModelName("ft:gpt-4o-mini-2024-07-18:personal::A32VfYIz")
        let usage = Self.report(
            [
                Self.job("a", .succeeded, days: 1, tokens: 1, suffix: "sciq"),
                Self.job("b", .succeeded, days: 1, tokens: 1, model: tuned, suffix: "faq"),
            ], by: [.model, .name])
        #expect(usage.lines.map(\.group) == [[Self.mini.rawValue, "faq"], [Self.mini.rawValue, "sciq"]])
    }

    @Test func theServersOwnFigureCountsBeforeThePriceList() {
        let euros = #"{"estimatedCost":{"currencyCode":"EUR","units":"4","nanos":500000000}}"#
        let usage = Self.report(
            [
                Self.job("a", .succeeded, days: 1, tokens: 1_000_000, raw: euros),
                Self.job("b", .succeeded, days: 1, tokens: 1_000_000, raw: #"{"total_price":2000000000}"#),
            ], by: [.month])
        #expect(usage.lines.map(\.currency) == ["EUR", "USD"])
        #expect(usage.lines.map(\.usage.cost.decimal) == ["4.5", "2"])
    }

    @Test(arguments: [
        #"{"estimatedCost":{"currencyCode":"EUR","units":"-4"}}"#, #"{"total_price":-1}"#, #"{"estimatedCost":"much"}"#,
        #"{"estimatedCost":{"currencyCode":"EUR","units":"99999999999999"}}"#,
    ])
    func figuresThatAreNoneAreNotBelieved(_ raw: String) {
        let usage = Self.report([Self.job("a", .succeeded, days: 1, tokens: 1_000_000, raw: raw)], by: [.month])
        #expect(usage.lines.map(\.currency) == ["USD"])
        #expect(usage.lines.map(\.usage.cost.decimal) == ["3"])
    }

    @Test func unknownPricesAreNamedWithTheirReason() {
        let usage = Self.report(
            [
                Self.job("a", .succeeded, days: 1, tokens: 5, model: ModelName("llama")),
                Self.job("b", .succeeded, days: 1), Self.job("c", .cancelled, days: 1),
            ], by: [.month])
        #expect(usage.lines.map(\.usage.unpriced) == [2])
        #expect(usage.lines.map(\.usage.hasCost) == [true])
        #expect(usage.problems.map(\.jobs) == [1, 1])
        #expect(
            usage.problems.map(\.problem.sentence) == [
                "3.00 USD per 1M tokens of an epoch; the tokens were not counted",
                "the price list does not have llama: add [model \"llama\"] to models.conf",
            ])
    }

    @Test func pricesOfOpenAIAreOfNoOtherServer() {
        let usage = Self.report([Self.job("a", .succeeded, days: 1, tokens: 5)], by: [.account], isOpenAI: false)
        #expect(usage.lines.map(\.usage.unpriced) == [1])
        #expect(usage.lines.map(\.usage.hasCost) == [false])
        #expect(usage.lines[0].json([.account])["cost"] == .null)
    }
}
