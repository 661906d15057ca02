import Commands
import FineTuning
import JSONText
import JobStorage
import JobViews
import TestSupport
import Testing

@testable import FTControl

/// The columns of CSV are a list of their own beside the JSON of what is shown.
@Suite struct ReportKeyTests {
    private static let time = UnixTime(seconds: 1_795_336_390)
    private static let job = Job(
        id: JobID("ftjob-1"), createdAt: time, status: .succeeded, model: ModelName("m"),
        fineTunedModel: ModelName("ft:m"))
    private static let event = StoredEvent(
        position: 1, event: JobEvent(id: JobEventID("ftevent-1"), createdAt: time, level: "info", message: "m"))
    private static let delivery = Delivery(
        notice: NoticeID("evt_1"), hook: HookName("h"), type: .jobSucceeded, job: nil, sequence: 1, body: [],
        createdAt: time, state: .delivered(at: time, attempts: 1))

    private func expectSameKeys<Row>(_ report: Report<Row>, _ row: Row) {
        #expect(report.columns.filter(\.isField).map(\.key) == report.object(row).members.map(\.key))
        for column in report.columns where column.isField {
            #expect(column.value(row).json == report.object(row)[column.key], "\(column.key)")
        }
    }

    @Test func everyVerbNamesTheSameThingsInJSONAndInCSV() throws {
        expectSameKeys(EventsCommand.report, Self.event)
        expectSameKeys(DeliveryReport.report, DeliveryView(Self.delivery))
        expectSameKeys(FileReport.report, FileView(file: RemoteFile(id: FileID("file-1")), users: [Self.job.id]))
        let data = SubmissionPlan.DataFile(path: "/rows/train.jsonl", bytes: 5, sha256: "ab")
        expectSameKeys(
            SubmissionReport.report,
            SubmissionView(
                id: SubmissionID("0b7ab3c2"), plan: SubmissionPlan(model: ModelName("m"), training: data),
                step: .planned, createdAt: Self.time, updatedAt: Self.time, isWorkedOn: false, uploads: [],
                problem: nil))
        let configured = HookView.Configured(name: HookName("h"), kind: "run", on: ["ended"], target: "/bin/true")
        expectSameKeys(
            HooksListCommand.report,
            try #require(HookView.all(configured: [configured], stored: [], now: UnixTime(seconds: 1)).first))
        expectSameKeys(
            ModelCommand.report,
            ModelView(
                StoredModel(account: .default, model: ModelName("ft:m"), job: Self.job.id, createdAt: Self.time),
                end: Self.time, isGone: false, now: Self.time))
    }

    /// The whole job has more, and the error as an object.
    @Test func everyColumnOfAListIsInTheWholeJob() throws {
        let directory = try TemporaryDirectory()
        let store = try TestStore(in: directory.path)
        let reader = try JobStoreReader(path: store.path)
        let lines = try JobListing(linesOf: reader, JobFilter(), limit: nil).rows
        var jobs: [WholeJob] = []
        try WholeListing(of: reader, JobFilter(), limit: nil).forEach { jobs.append($0) }
        #expect(lines.count == 3)
        let columns = JobReport.report(costs: .unpriced).columns.filter { $0.isField && $0.key != "error" }
        for (line, job) in zip(lines, jobs) {
            for column in columns { #expect(column.value(line).json == job.json[column.key], "\(column.key)") }
            #expect((line.error == nil) == (job.json["error"] == .null))
        }
    }
}
