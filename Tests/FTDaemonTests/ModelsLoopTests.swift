import FineTuning
import Hooks
import JSONText
import JobStorage
import JobViews
import Settings
import TestSupport
import Testing

@testable import FTDaemon

@Suite struct ModelsLoopTests {
    private static let end = CalendarDay("2027-01-14")?.start ?? UnixTime(seconds: 0)
    private static let base = "gpt-4o-mini-2024-07-18"
    private static let models = """
        {"object":"list","data":[
          {"object":"model","id":"gpt-4o-mini-2024-07-18","created":5,"owned_by":"o","shutdown_date":"2027-01-14"},
          {"object":"model","id":"ft:gpt-4o-mini-2024-07-18:o::A","created":6,"owned_by":"o","shutdown_date":null},
          {"object":"model","id":"tts-1","created":7,"owned_by":"o","shutdown_date":null}]}
        """

    private static let tuned = Job(
        id: JobID("ftjob-1"), createdAt: UnixTime(seconds: 1000), status: .succeeded, model: ModelName(base),
        trainingFile: FileID("file-t"), finishedAt: UnixTime(seconds: 2000),
        fineTunedModel: ModelName("ft:\(base):o::A"), resultFiles: [FileID("file-r")])

    private func bench() throws -> Workbench {
        let bench = try Workbench()
        try bench.store.use {
            _ = try $0.apply(AccountChanges(account: .default, seenAt: UnixTime(seconds: 3000), jobs: [Self.tuned]))
        }
        return bench
    }

    private func tell(_ bench: Workbench, daysBefore days: Int64) throws -> [ModelShutdownNews] {
        try bench.store.use { store in
            try store.atomically {
                try ModelsLoop.tell(
                    store, .default, bench.hooks, NoticeBackground(), at: Self.end - .seconds(days * 86_400))
            }
        }.map(\.news)
    }

    @Test func modelsAreListedOnceADay() throws {
        let bench = try bench()
        let transport = ScriptedTransport([.expect("GET /v1/models", json: Self.models)])
        let loop = ModelsLoop(bench.settings.accounts[0], context: bench.context(transport: transport))
        for _ in 0..<3 { loop.look() }
        transport.finish()
        let stored = try bench.store.use { try $0.reader.models() }
        #expect(stored.map(\.model.rawValue).sorted() == ["ft:\(Self.base):o::A", Self.base])
        #expect(stored.first { $0.model.rawValue == Self.base }?.shutdownAt == Self.end)
    }

    @Test func aServerWithoutModelsIsAskedAgainLaterAndHoldsNothingUp() throws {
        let bench = try bench()
        let transport = ScriptedTransport([
            .expect("GET /v1/models", status: 404, json: #"{"error":{"message":"no such path"}}"#),
            .expect("GET /v1/models", json: Self.models),
        ])
        let loop = ModelsLoop(bench.settings.accounts[0], context: bench.context(transport: transport))
        loop.look()
        loop.look()
        transport.finish()
        #expect(
            bench.log.filter { $0.hasPrefix("models were not listed") } == [
                "models were not listed account=default cause=\"could not list the models: 404: no such path\""
            ])
    }

    @Test func eachMarkIsToldOnceAndNamesWhatIsNotExported() throws {
        let bench = try bench()
        var marks: [Int] = []
        for days in stride(from: Int64(80), through: -5, by: -1) {
            marks += try tell(bench, daysBefore: days).map(\.mark)
        }
        // The server has said nothing: the day is that of the table of models.
        #expect(marks == ShutdownRule.marks)
        #expect(try bench.notices() == Array(repeating: "shutdown_approaching", count: 6))
        let bodies = try bench.store.use { try $0.reader.deliveries() }.reversed().map(\.delivery.body)
        let data = try #require(try JSONValue.parse(bodies[0])["data"])
        #expect(data["id"]?.string == Self.base)
        #expect(data["shutdown_date"]?.string == "2027-01-14")
        #expect(data["days_left"]?.number?.integer == 60)
        #expect(data["tuned_models"]?.array == [.string("ft:\(Self.base):o::A")])
        #expect(data["unexported_jobs"]?.array == [.string("ftjob-1")])
        #expect(data["unexported_files"]?.array == [.string("file-t"), .string("file-r")])
        #expect(
            data["reason"]?.string
                == "\(Self.base) stops answering on 2027-01-14, in 60 days, with 1 model tuned from it; "
                + "1 job and 2 files are not exported: ftctl export -o keep")
    }

    @Test func whatIsExportedIsNotNamed() throws {
        let bench = try bench()
        try bench.store.use {
            try $0.add(
                ExportNote(
                    account: .default, jobs: [JobID("ftjob-1")], files: [FileID("file-t"), FileID("file-r")],
                    exportedAt: UnixTime(seconds: 5000)), owner: 1000, at: UnixTime(seconds: 6000))
        }
        let news = try #require(try tell(bench, daysBefore: 7).first)
        #expect(news.jobs == [])
        #expect(news.files == [])
        #expect(news.sentence.hasSuffix("; all of it is exported"))
    }

    /// A thousand jobs: the body stays within its bound, and says how many there are.
    @Test func veryManyJobsFitIntoANotice() throws {
        let bench = try bench()
        let long = String(repeating: "n", count: 2000)
        let jobs = (0..<1000).map { number in
            Job(
                id: JobID("ftjob-\(number)-\(long)"), createdAt: UnixTime(seconds: 1000), status: .succeeded,
                model: ModelName(Self.base), trainingFile: FileID("file-\(number)-\(long)"),
                finishedAt: UnixTime(seconds: 2000), fineTunedModel: ModelName("ft:\(Self.base):o::\(number)"))
        }
        try bench.store.use {
            _ = try $0.apply(AccountChanges(account: .default, seenAt: UnixTime(seconds: 3000), jobs: jobs))
        }
        #expect(try tell(bench, daysBefore: 30).count == 1)
        let body = try #require(try bench.store.use { try $0.reader.deliveries() }.first?.delivery.body)
        #expect(body.count <= HookPayload.greatestSize)
        let data = try #require(try JSONValue.parse(body)["data"])
        #expect(data["unexported_job_count"]?.number?.integer == 1001)
        #expect((data["unexported_jobs"]?.array?.count ?? 0) > 10)
        #expect(data["truncated"]?.bool == true)
    }

    /// Deleted, or ended: the server lists it no more.
    @Test func aModelThatIsGoneIsNotWarnedOf() throws {
        let bench = try bench()
        let name = ModelName("ft:\(Self.base):o::A")
        try bench.store.use { store in
            try store.list([RemoteModel(name: name)], of: .default, at: UnixTime(seconds: 4000))
            #expect(try store.reader.newestTunedJob()?.job.id == JobID("ftjob-1"))
            try store.list([], of: .default, at: UnixTime(seconds: 5000))
            #expect(try store.reader.newestTunedJob() == nil)
        }
        #expect(try tell(bench, daysBefore: 7) == [])
    }

    /// What the server says of a tuned model counts more than what it says of its base.
    @Test func theServersWordCounts() throws {
        let bench = try bench()
        let name = ModelName("ft:\(Self.base):o::A")
        try bench.store.use { store in
            try store.list(
                [RemoteModel(name: name, shutdownDate: "2028-02-29")], of: .default, at: UnixTime(seconds: 4000))
        }
        #expect(try tell(bench, daysBefore: 7) == [])
        try bench.store.use { store in
            try store.list([RemoteModel(name: name)], of: .default, at: UnixTime(seconds: 5000))
        }
        #expect(try tell(bench, daysBefore: 7).map(\.mark) == [7])
    }
}
