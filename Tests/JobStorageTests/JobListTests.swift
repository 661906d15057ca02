import FineTuning
import JobStorage
import SQLiteDatabase
import Testing

@Suite struct JobListTests {
    let scratch: ScratchStore
    var reader: JobStoreReader { scratch.reader }

    init() throws {
        scratch = try ScratchStore()
        try scratch.put(
            .sample("ftjob-aaaa1", .failed, created: .start),
            .sample("ftjob-aaab2", .running, created: .start + .seconds(2)),
            .full)
        try scratch.put(
            .sample("ftjob-aaaa3", .succeeded, created: .start + .seconds(1)), account: AccountName("other"))
    }

    @Test(arguments: [
        (JobFilter(), ["ftjob-aaab2", "ftjob-aaaa3", "ftjob-aaaa1", "ftjob-full"]),
        (JobFilter(statuses: [.failed, .running]), ["ftjob-aaab2", "ftjob-aaaa1"]),
        (JobFilter(since: .start + .seconds(1)), ["ftjob-aaab2", "ftjob-aaaa3"]),
        (JobFilter(account: AccountName("other")), ["ftjob-aaaa3"]),
        (JobFilter(model: ModelName("ft:gpt-4o-mini-2024-07-18:org:suffix:A32VfYIz")), ["ftjob-full"]),
        (JobFilter(statuses: [.failed], model: ModelName("gpt-4o-mini")), ["ftjob-aaaa1"]),
        (JobFilter(model: ModelName("gpt-4o")), ["ftjob-aaab2", "ftjob-aaaa3", "ftjob-aaaa1", "ftjob-full"]),
        (JobFilter(model: ModelName("gpt-4")), []),
    ])
    func filtersLetThrough(filter: JobFilter, expected: [String]) throws {
        let list = try reader.list(filter)
        #expect(list.rows.map(\.key.job.rawValue) == expected)
        #expect(list.total == expected.count)
        #expect(try reader.jobs(filter).map(\.job.id.rawValue) == expected)
        #expect(try reader.list(filter, limit: 1).total == expected.count)
        #expect(try reader.count(filter) == expected.count)
    }

    /// A statement reads a hundred at a time.
    @Test func manyJobsAreReadByTheirNamesAndPlaces() throws {
        let odd = ["ftjob-nul\u{0}", "ftjob-é", "ftjob-e\u{301}", "ftjob-\"'"]
        let names = (0..<230).map { "ftjob-many\($0)" } + odd
        for (number, name) in names.enumerated() {
            try scratch.put(.sample(name, .succeeded, created: .start + .seconds(Int64(100 + number))))
        }
        let asked = (names + ["ftjob-none"]).map { JobID($0) }
        let found = try reader.jobs(asked, of: .default)
        #expect(Set(found.keys) == Set(names.map { JobID($0) }))
        #expect(found.allSatisfy { $0.key == $0.value.job.id })
        let (places, total) = try reader.places(limit: 150)
        #expect(total == names.count + 4)
        let jobs = try reader.jobs(at: places[...])
        #expect(jobs.map(\.job.id) == names.reversed().prefix(150).map { JobID($0) })
        #expect(try reader.jobs(at: places[10..<12]).map(\.job.id) == Array(jobs.map(\.job.id)[10..<12]))
    }

    @Test func aRowShowsTheSevenColumns() throws {
        let row = try #require(try reader.list().rows.last)
        var expected = StatusRow(
            key: Job.full.key, createdAt: Job.full.createdAt, status: .succeeded, model: Job.full.model,
            trainingFile: Job.full.trainingFile, error: "odd: \u{1B}[31mred",
            fineTunedModel: Job.full.fineTunedModel)
        expected.name = "suffix"
        expected.finishedAt = Job.full.finishedAt
        expected.trainedTokens = Job.full.trainedTokens
        expected.method = Job.full.method
        #expect(row == expected)
    }

    @Test func theViewCarriesTheNamesOfTheTable() throws {
        let database = try Database(path: scratch.path, access: .readOnly)
        let names = try database.rows("SELECT name FROM pragma_table_info('status')") { $0.text() }
        #expect(
            names == [
                "JOB ID", "CREATED", "STATUS", "MODEL", "TRAINING FILE", "ERROR", "FINE-TUNED MODEL", "account",
                "created_at", "gone_at",
            ])
    }

    /// Another server's words for an end were watched for ever, and `--status succeeded` passed over them.
    @Test func otherWordsForAnEndAreEnds() throws {
        for (id, word) in [("x1", "SUCCEEDED"), ("x2", "completed"), ("x3", "canceled"), ("x4", "cancelling")] {
            var job = Job.sample(id, JobStatus(word: word), created: .start + .seconds(60))
            if word == "completed" { job.fineTunedModel = ModelName("ft:m:o::x2") }
            try scratch.put(job)
        }
        let unfinished = try reader.unfinishedJobs(of: .default).map(\.job.id.rawValue)
        #expect(unfinished.contains("x4"))
        #expect(!unfinished.contains { ["x1", "x2", "x3"].contains($0) })
        let succeeded = try reader.list(JobFilter(statuses: [.succeeded])).rows.map(\.key.job.rawValue)
        #expect(succeeded.prefix(2) == ["x2", "x1"])
        #expect(
            try reader.list(JobFilter(statuses: [JobStatus(word: "canceled")])).rows.map(\.key.job.rawValue) == ["x3"])
        #expect(try reader.newestTunedJob()?.job.id == JobID("x2"))
        #expect(try reader.job(JobKey(account: .default, job: JobID("x1")))?.missing == [.events, .checkpoints])
    }

    @Test func stepsOnTheJobAreProgress() throws {
        var job = Job.sample("steps", .running)
        job.raw = #"{"trained_steps":7,"total_steps":20}"#
        try scratch.put(job)
        let progress = try #require(try reader.progress(of: job.key, withLosses: true))
        #expect(progress.step == 7)
        #expect(progress.totalSteps == 20)
        try scratch.store.add(JobFindings(key: job.key, metrics: [MetricPoint(step: 9, trainLoss: 1.5)]))
        #expect(try reader.progress(of: job.key, withLosses: true)?.step == 9)
        #expect(try reader.progress(of: job.key, withLosses: true)?.totalSteps == 20)
    }

    /// A list over many jobs must neither sort nor read the raw texts.
    @Test(arguments: ["1", "+account = 'default'", "created_at >= 5", "lower(status) IN ('failed')"])
    func theListIsReadFromItsIndex(condition: String) throws {
        let database = try Database(path: scratch.path, access: .readOnly)
        let plan = try database.rows(
            """
            EXPLAIN QUERY PLAN SELECT account, "JOB ID", created_at, "STATUS", "ERROR", "FINE-TUNED MODEL", gone_at
            FROM status WHERE \(condition) ORDER BY created_at DESC, account DESC, "JOB ID" DESC LIMIT 20
            """
        ) { row -> String in
            _ = (row.integer(), row.integer(), row.integer())
            return row.text()
        }
        #expect(plan.count == 1)
        #expect(plan.first?.contains("USING COVERING INDEX jobs_newest") == true)
    }

    @Test(arguments: [
        ("ftjob-aaab", JobMatch.one(JobKey(account: .default, job: JobID("ftjob-aaab2")))),
        ("ftjob-full", .one(JobKey(account: .default, job: JobID("ftjob-full")))),
        (
            "ftjob-aaaa",
            .several(
                [
                    JobKey(account: .default, job: JobID("ftjob-aaaa1")),
                    JobKey(account: AccountName("other"), job: JobID("ftjob-aaaa3")),
                ], count: 2)
        ),
        ("ftjob-x", .none), ("%", .none), ("ftjob-aaaa1x", .none), ("", .none),
        ("aaab", .one(JobKey(account: .default, job: JobID("ftjob-aaab2")))),
        ("b2", .one(JobKey(account: .default, job: JobID("ftjob-aaab2")))),
        ("full", .one(JobKey(account: .default, job: JobID("ftjob-full")))),
        ("ob-f", .one(JobKey(account: .default, job: JobID("ftjob-full")))),
    ])
    func aPrefixMeansAJob(prefix: String, expected: JobMatch) throws {
        #expect(try reader.match(prefix) == expected)
    }

    @Test func anAccountNarrowsAPrefixAndAnExactNameWins() throws {
        #expect(
            try reader.match("ftjob-aaaa", account: .default)
                == .one(JobKey(account: .default, job: JobID("ftjob-aaaa1"))))
        try scratch.put(.sample("ftjob-aaaa11"))
        #expect(try reader.match("ftjob-aaaa1") == .one(JobKey(account: .default, job: JobID("ftjob-aaaa1"))))
    }

    @Test func theShortestUniquePrefixIsFound() throws {
        let jobs = ["ftjob-aaaa1", "ftjob-aaab2", "ftjob-full"].map { JobID($0) }
        let parts = try reader.shortestParts(of: jobs, least: 1)
        #expect(
            parts.map { "\($0.key) \($0.value)" }.sorted() == [
                "ftjob-aaaa1 aaaa1", "ftjob-aaab2 aaab", "ftjob-full fu",
            ])
        // `ftjob-full` begins with an f, too.
        for (job, part) in parts { #expect(try reader.match(part) == reader.match(job.rawValue)) }
    }

    @Test func jobsAreFoundByTheirFiles() throws {
        #expect(try reader.jobs(using: FileID("file-valid"), account: .default) == [Job.full.key])
        #expect(try reader.jobs(using: FileID("file-train"), account: AccountName("other")) == [])
    }
}
