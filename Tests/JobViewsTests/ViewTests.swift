import Files
import FineTuning
import Glibc
import JSONText
import JobStorage
import JobViews
import TestSupport
import Testing
import Text

/// What is shown of a store, from the store itself.
@Suite struct StoreViewTests {
    private static let now = UnixTime(seconds: 1_795_336_390)
    private let directory: TemporaryDirectory
    private let store: JobStore
    private var path: String { "\(directory.path)/ftd.db" }

    init() throws {
        directory = try TemporaryDirectory()
        store = try JobStore(path: "\(directory.path)/ftd.db")
        var failed = Job(
            id: JobID("ftjob-failed"), createdAt: Self.now - .seconds(100), status: .failed, model: ModelName("m"))
        failed.error = JobError(code: "code", message: "message", param: nil)
        let running = Job(
            id: JobID("ftjob-running"), createdAt: Self.now - .seconds(50), status: .running, model: ModelName("m"),
            raw: #"{"own":1}"#)
        _ = try store.apply(
            AccountChanges(account: .default, seenAt: Self.now, jobs: [failed, running]))
        try store.add(
            JobFindings(
                key: JobKey(account: .default, job: running.id),
                metrics: [MetricPoint(step: 5, totalSteps: 10, trainLoss: 2)]))
    }

    @Test func aListHasTheSameLinesWholeOrNot() throws {
        let lines = try JobListing(linesOf: store.reader, JobFilter(), limit: 1)
        let whole = try WholeListing(of: store.reader, JobFilter(), limit: 1)
        var jobs: [WholeJob] = []
        try whole.forEach { jobs.append($0) }
        #expect(lines.rows.map(\.key) == jobs.map(\.stored.key))
        #expect(lines.rows.map(\.progress?.step) == jobs.map(\.progress?.step))
        #expect(lines.total == 2)
        #expect(whole.total == 2)
        let job = try #require(jobs.first?.json)
        #expect(job["own"] == .integer(1))
        #expect(
            job["progress"] == .object(["step": .integer(5), "total_steps": .integer(10), "train_loss": .integer(2)]))
    }

    @Test func oneLineIsTheOneOfTheList() throws {
        for row in try JobListing(linesOf: store.reader, JobFilter(), limit: nil).rows {
            #expect(try store.reader.line(of: row.key) == row)
        }
        #expect(try store.reader.line(of: JobKey(account: .default, job: JobID("ftjob-other"))) == nil)
    }

    @Test func aJobThatIsNotThereHasNoDetail() throws {
        let key = JobKey(account: .default, job: JobID("ftjob-other"))
        #expect(try JobDetail(of: key, in: store.reader, facts: { _ in nil }, isOpenAI: true) == nil)
    }

    @Test func aDetailIsTheListsObjectAndMore() throws {
        let row = try WholeJob(#require(try store.reader.jobs(limit: 1).first), in: store.reader)
        let detail = try #require(
            try JobDetail(of: row.stored.key, in: store.reader, facts: { _ in nil }, isOpenAI: true))
        let (list, all) = (row.json.members, detail.json.members)
        #expect(Array(all.prefix(list.count)) == list)
        #expect(
            all.dropFirst(list.count).map(\.key) == [
                "last_metric", "checkpoints", "transitions", "deliveries", "cost", "cost_reason", "verdict",
                "base_model_shutdown_at",
            ])
    }

    @Test func withoutADaemonNothingIsWell() throws {
        let state = try DaemonState(of: store.reader, at: path)
        #expect(state.polled(now: Self.now) == "not yet")
        #expect(state.watching == "1 running of 2 jobs in 0 accounts")
        #expect(
            state.json(now: Self.now, time: LocalTime(zone: .utc))["jobs"]
                == .object(["failed": .integer(1), "running": .integer(1)]))
    }

    @Test func filesKnowTheJobsThatUseThem() throws {
        var job = Job(id: JobID("ftjob-9"), createdAt: Self.now, status: .queued, model: ModelName("m"))
        job.trainingFile = FileID("file-1")
        job.resultFiles = [FileID("file-2")]
        _ = try store.apply(AccountChanges(account: .default, seenAt: Self.now, jobs: [job]))
        let users = try FileUsers(store.reader, account: .default)
        #expect(users.jobs(of: FileID("file-1")) == [job.id])
        #expect(users.jobs(of: FileID("file-2")) == [job.id])
        #expect(users.jobs(of: FileID("file-3")).isEmpty)
    }
}

/// What is shown of values that were handed in.
@Suite struct ValueViewTests {
    private static let now = UnixTime(seconds: 1_795_336_390)
    private static let time = LocalTime(zone: .utc)

    @Test(
        arguments: [
            (nil, true, "as of 08:33:10, not polled yet"), (nil, false, "ftd is not running"),
            (4, true, "as of 08:33:10, polled 4 s ago"), (4, nil, "as of 08:33:10, polled 4 s ago"),
        ] as [(Int64?, Bool?, String)])
    func dataAreAsOldAsTheOldestGoodPoll(_ age: Int64?, _ isAlive: Bool?, _ sentence: String) {
        let live = age.map { age in
            LiveState(
                version: "1", pid: 1, startedAt: Self.now,
                accounts: [
                    .default: LiveState.Account(lastGoodPoll: Self.now - .seconds(age)),
                    AccountName("b"): LiveState.Account(lastGoodPoll: Self.now - .seconds(1)),
                ])
        }
        let freshness = Freshness(live: live, isDaemonAlive: isAlive, degraded: [])
        #expect(freshness.sentence(now: Self.now, time: Self.time) == sentence)
    }

    /// A file that cannot be read was taken for a daemon that has not polled.
    @Test func whatCannotBeReadIsNotTakenForNothing() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path("ftd.db")
        #expect(try LiveState.read(besideStore: path) == nil)
        mkdir(directory.path("live.json"), 0o700)
        let error = try #require(throws: FileError.self) { try LiveState.read(besideStore: path) }
        let freshness = Freshness(live: nil, unreadable: error, isDaemonAlive: true, degraded: [])
        #expect(
            freshness.sentence(now: Self.now, time: Self.time)
                == "as of 08:33:10, when it polled is not known: could not read \(directory.path)/live.json: "
                + "\(error.cause)")
    }

    @Test(
        arguments: [
            (.waiting(due: now, attempts: 2, reason: "r"), .waiting, 2, now, nil, "r"),
            (.delivered(at: now, attempts: 1), .delivered, 1, nil, now, nil),
            (.dead(at: now, attempts: 10, reason: "r"), .dead, 10, nil, now, "r"),
        ] as [(Delivery.State, DeliveryStateWord, Int, UnixTime?, UnixTime?, String?)])
    func aDeliverySaysWhereItStands(
        _ state: Delivery.State, _ word: DeliveryStateWord, _ attempts: Int, _ due: UnixTime?, _ ended: UnixTime?,
        _ reason: String?
    ) {
        let view = DeliveryView(
            Delivery(
                notice: NoticeID("evt_1"), hook: HookName("h"), type: .jobFailed, job: nil, sequence: 3, body: [],
                createdAt: Self.now, state: state))
        #expect(view.state == word)
        #expect(view.attempts == attempts)
        #expect(view.due == due)
        #expect(view.ended == ended)
        #expect(view.reason == reason)
        #expect(view.json["state"] == .string(word.rawValue))
        #expect(view.json["job"] == .null)
    }

    @Test func everyHookIsShownOnce() {
        let configured = ["b", "a"].map {
            HookView.Configured(name: HookName($0), kind: "run", on: ["ended"], target: "/bin/true")
        }
        var disabled = StoredHook(name: HookName("a"), counts: DeliveryCounts(dead: 1))
        disabled.disabled = StoredHook.Disabling(since: Self.now, reason: "410")
        let old = StoredHook(name: HookName("old"), counts: DeliveryCounts(delivered: 1))
        let hooks = HookView.all(configured: configured, stored: [disabled, old], now: Self.now)
        #expect(hooks.map(\.name.rawValue) == ["b", "a", "old"])
        #expect(hooks.map(\.state) == [.ok, .disabled, .removed])
        #expect(hooks.map(\.kind) == ["run", "run", "not configured"])
        #expect(hooks.last?.json["target"] == .null)
    }

    @Test(
        arguments: [
            (DeliveryCounts(), nil, .ok), (DeliveryCounts(waiting: 1), nil, .waiting),
            (DeliveryCounts(waiting: 1, dead: 1), nil, .dead), (DeliveryCounts(dead: 1), 1, .silenced),
            (DeliveryCounts(dead: 1), -1, .dead),
        ] as [(DeliveryCounts, Int64?, HookView.State)])
    func theWorstIsSaidFirst(_ counts: DeliveryCounts, _ silence: Int64?, _ state: HookView.State) throws {
        let name = HookName("h")
        let stored = StoredHook(name: name, silencedUntil: silence.map { Self.now + .seconds($0) }, counts: counts)
        let configured = HookView.Configured(name: name, kind: "run", on: [], target: "")
        let hook = try #require(HookView.all(configured: [configured], stored: [stored], now: Self.now).first)
        #expect(hook.state == state)
        #expect(hook.json["state"] == .string(state.rawValue))
    }

    @Test func shutdownsOfOneDayShareASentence() {
        let soon = Self.now + .seconds(53 * 86400 + 60)
        let announced = ["b", "a", "far"].map { name in
            StoredModel(
                account: .default, model: ModelName(name),
                shutdownAt: name == "far" ? Self.now + .seconds(91 * 86400) : soon)
        }
        let models = Set(["a", "b", "far", "unknown"].map { ModelName($0) })
        let shutdowns = ModelShutdown.near(
            models, announced: announced, facts: { _ in nil }, now: Self.now, time: Self.time)
        #expect(
            shutdowns.map { $0.sentence(now: Self.now, time: Self.time) } == [
                "base models a, b shut down in 53 days (2027-01-14)"
            ])
    }
}
