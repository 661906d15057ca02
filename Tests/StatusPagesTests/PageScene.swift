import FineTuning
import JobStorage
import JobViews
import TestSupport
import Text

@testable import StatusPages

/// A store with one job of each kind, and what pages are made of it.
struct PageScene {
    /// 2026-11-22 08:33:10 UTC.
    static let now = UnixTime(seconds: 1_795_336_390)
    static let account = AccountName("default")

    /// Text that would be markup, steer a terminal, turn the direction of text, or end a line of the figures.
    static let hostile = "\u{1B}[31m<script>alert(1)</script>\"'>&amp;\u{202E}txt\u{200B}\n\\n{x=\"1\"}"

    let directory: TemporaryDirectory
    let store: JobStore
    let time = LocalTime(zone: .utc)
    let prices = JobCosts(openAI: [.default]) { model in
        var facts = ModelFacts()
        facts.training = Sourced(Money(nanodollars: 3_000_000_000), date: "2025-07")
        return model.rawValue == "m" ? facts : nil
    }

    var path: String { directory.path("ftd.db") }
    var reader: JobStoreReader { store.reader }

    /// - Parameter text: stands wherever a server, a file or a user may write.
    init(text: String = "plain") throws {
        directory = try TemporaryDirectory()
        store = try JobStore(path: directory.path("ftd.db"))
        _ = try store.account(Self.account, identity: "test")
        _ = try store.apply(
            AccountChanges(
                account: Self.account, seenAt: Self.now, jobs: Self.jobs(text),
                transitions: [
                    Transition(
                        id: NoticeID("evt_1"), key: Self.key("done"), from: .queued, to: .running, cause: .moved,
                        seenAt: Self.now - .seconds(500))
                ]),
            deliveries: [
                Delivery(
                    notice: NoticeID("evt_1"), hook: HookName("slack"), type: .jobRunning, job: Self.key("done"),
                    sequence: 1, body: [], createdAt: Self.now - .seconds(500),
                    state: .dead(at: Self.now - .seconds(400), attempts: 3, reason: text))
            ])
        try store.add(Self.findings("done", text, last: 3))
        try store.add(Self.findings("runs", text, last: 2))
        try store.add(
            StoredSubmission(
                id: SubmissionID("s1"),
                plan: SubmissionPlan(
                    model: ModelName("m"), training: .init(path: "/data/\(text)", bytes: 1, sha256: "0"), suffix: text),
                end: .failed(reason: text), createdAt: Self.now - .seconds(50), endedAt: Self.now - .seconds(40)))
    }

    static func key(_ id: String) -> JobKey { JobKey(account: account, job: JobID("ftjob-\(id)")) }

    private static func jobs(_ text: String) -> [Job] {
        [
            Job(
                id: JobID("ftjob-runs"), createdAt: now - .seconds(100), status: .running, model: ModelName("m"),
                trainingFile: FileID(text), metadata: [MetadataPair(key: text, value: text)], suffix: text),
            Job(
                id: JobID("ftjob-done"), createdAt: now - .seconds(900), status: .succeeded, model: ModelName("m"),
                trainingFile: FileID("file-1"), finishedAt: now - .seconds(300),
                fineTunedModel: ModelName("ft:m:\(text)"),
                trainedTokens: 4_024_281, seed: 7,
                hyperparameters: Hyperparameters(
                    epochs: .value("3"), batchSize: .value("20"), learningRateMultiplier: .value("1.8")),
                suffix: "sciq"),
            Job(
                id: JobID("ftjob-fail"), createdAt: now - .seconds(1900), status: .failed, model: ModelName(text),
                finishedAt: now - .seconds(1800), error: JobError(code: text, message: text, param: text)),
            Job(
                id: JobID("ftjob-odd"), createdAt: now - .seconds(2900), status: .unrecognized(text),
                model: ModelName("m")),
        ]
    }

    private static func findings(_ id: String, _ text: String, last: Int64) -> JobFindings {
        JobFindings(
            key: key(id),
            events: (1...last).map { step in
                JobEvent(
                    id: JobEventID("ftevent-\(id)-\(step)"), createdAt: now - .seconds(900 - step), level: text,
                    message: text)
            },
            metrics: (1...last).map { MetricPoint(step: $0, totalSteps: 4, trainLoss: 2 / Double($0)) })
    }

    func context(links: PageLinks = .served(below: "")) throws -> PageContext {
        PageContext(
            now: Self.now, time: time, links: links,
            health: try DaemonHealth(of: reader, at: path, now: Self.now),
            tally: try StoreTally(of: reader, prices: prices, time: time))
    }

    func table(_ query: JobPageTable.Query = JobPageTable.Query(), limit: Int = 50) throws -> JobPageTable {
        try JobPageTable(query, in: reader, limit: limit, prices: prices)
    }

    func sheet(_ id: String) throws -> JobSheet? {
        try JobSheet(
            of: Self.key(id), in: reader, events: 100, prices: prices, hooks: reader.hooks().map(HookLine.init),
            now: Self.now)
    }

    /// Every page there is.
    func pages() throws -> [String] {
        let context = try context()
        let sheets = try ["runs", "done", "fail", "odd"].compactMap { try sheet($0) }
        let models = try ModelLine.newest(in: reader, limit: 10, facts: prices.facts(of:))
        let deliveries = try DeliveryView.all(limit: nil, in: reader, now: Self.now)
        let submissions = try SubmissionLine.ended(in: reader, limit: 10)
        var query = JobPageTable.Query()
        query.text = PageScene.hostile
        let all = ReportPage.Content(
            jobs: try table(), sheets: sheets, models: models, hooks: context.tally.hooks, deliveries: deliveries,
            submissions: submissions)
        return [
            JobsPage.html(try table(), context), JobsPage.html(try table(query), context),
            ModelsPage.html(models, context), UsagePage.html([.month, .model], context),
            HooksPage.html(context.tally.hooks, deliveries, context), SubmissionsPage.html(submissions, context),
            ProblemPage.noStore(PageScene.hostile, .served(below: "")),
            ProblemPage.notFound(PageScene.hostile, .served(below: "")),
            ReportPage.html(all, try self.context(links: .inFile), styleHash: "x"),
        ] + sheets.map { JobPage.html($0, CurveView(), context) }
    }
}
