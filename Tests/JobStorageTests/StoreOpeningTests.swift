import Files
import FineTuning
import Glibc
import JobStorage
import SQLiteDatabase
import TestSupport
import Testing

@Suite struct StoreOpeningTests {
    let directory: TemporaryDirectory
    var path: String { directory.path("ftd.db") }

    init() throws { directory = try TemporaryDirectory() }

    private func mode(_ path: String) -> mode_t {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
    }

    @Test func aNewStoreIsForItsGroupAtMost() throws {
        let store = try JobStore(path: path)
        #expect(try store.reader.info().schema == 9)
        let umask = Glibc.umask(0)
        _ = Glibc.umask(umask)
        for name in ["ftd.db", "ftd.db-wal", "ftd.db-shm"] {
            #expect(mode(directory.path(name)) == 0o640 & ~umask)
        }
        // Who can open it can hold the lock, and keep the daemon from starting.
        #expect(mode(directory.path("ftd.lock")) == 0o600)
    }

    @Test func anOlderLockFileIsClosedToTheGroup() throws {
        close(open(directory.path("ftd.lock"), O_CREAT | O_WRONLY, 0o640))
        let store = try JobStore(path: path)
        #expect(mode(directory.path("ftd.lock")) == 0o600)
        withExtendedLifetime(store) {}
    }

    @Test func aSecondDaemonThroughALinkIsRefused() throws {
        let store = try JobStore(path: path)
        let other = try TemporaryDirectory()
        let link = other.path("linked.db")
        #expect(symlink(path, link) == 0)
        let folder = other.path("folder")
        #expect(symlink(directory.path, folder) == 0)
        for name in [link, "\(folder)/ftd.db"] {
            let error = #expect(throws: StoreError.self) { try JobStore(path: name, lockPatience: .zero) }
            #expect(error == .held(path: name, pid: Int(getpid())))
            #expect(JobStoreReader.isDaemonAlive(store: name) == true)
        }
        withExtendedLifetime(store) {}
    }

    @Test func aLinkToNothingIsNoStore() throws {
        #expect(symlink(directory.path("nowhere.db"), path) == 0)
        #expect(throws: StoreError.self) { try JobStore(path: path) }
        #expect(mode(directory.path("nowhere.db")) == 0)
    }

    @Test func aLockFileThatWasRemovedIsMadeAgain() throws {
        let store = try JobStore(path: path)
        #expect(unlink(directory.path("ftd.lock")) == 0)
        try store.checkIsOurs()
        let error = #expect(throws: StoreError.self) { try JobStore(path: path, lockPatience: .zero) }
        #expect(error == .held(path: path, pid: Int(getpid())))
        try store.checkIsOurs()
    }

    @Test func whoLostTheLockToAnotherDaemonNoticesIt() throws {
        let first = try JobStore(path: path)
        #expect(unlink(directory.path("ftd.lock")) == 0)
        let second = try JobStore(path: path)
        #expect(throws: StoreError.held(path: path, pid: Int(getpid()))) { try first.checkIsOurs() }
        try second.checkIsOurs()
    }

    @Test(arguments: [false, true])
    func aStoreThatWasTakenAwayIsNoticed(isReplaced: Bool) throws {
        let store = try JobStore(path: path)
        for name in ["ftd.db", "ftd.db-wal", "ftd.db-shm"] { #expect(unlink(directory.path(name)) == 0) }
        if isReplaced { close(open(path, O_CREAT | O_WRONLY, 0o600)) }
        #expect(throws: StoreError.replaced(path: path)) { try store.checkIsOurs() }
        #expect(throws: StoreError.replaced(path: path)) { try store.finish() }
    }

    /// After a stop `ftd.db` was one page, and everything was in `ftd.db-wal`.
    @Test func aFinishedStoreIsWholeInItsOneFile() throws {
        let store = try JobStore(path: path)
        let job = Job.sample("ftjob-1")
        _ = try store.apply(AccountChanges(account: .default, seenAt: .start, jobs: [job]))
        try store.finish()
        var log = stat()
        #expect(stat("\(path)-wal", &log) == 0 && log.st_size == 0)
        let copy = try TemporaryDirectory()
        try WholeFile.replace(
            copy.path("ftd.db"), with: try #require(try WholeFile.read(path, greatestSize: 1 << 22)), mode: 0o600,
            durability: .process)
        #expect(try JobStoreReader(path: copy.path("ftd.db")).jobs().map(\.job.id) == [job.id])
    }

    @Test func aDirectoryIsMadeOnlyWhenAsked() throws {
        let deep = directory.path("state/ftd/ftd.db")
        let error = #expect(throws: StoreError.self) { try JobStore(path: deep) }
        #expect(error == .noDirectory(path: directory.path("state/ftd")))
        _ = try JobStore(path: deep, makesDirectory: true)
        #expect(mode(directory.path("state")) == 0o700)
        #expect(mode(directory.path("state/ftd")) == 0o700)
    }

    @Test func aReaderSaysThatThereIsNoStoreAndMakesNone() throws {
        let error = #expect(throws: StoreError.self) { try JobStoreReader(path: path) }
        #expect(error?.description == "no store at \(path): ftd has not run here yet. Start it: ftd")
        #expect(mode(path) == 0)
        #expect(JobStoreReader.isDaemonAlive(store: path) == false)
    }

    @Test func aStoreBeforeItsFirstMigrationIsNamedSo() throws {
        close(open(path, O_CREAT | O_WRONLY, 0o600))
        let error = #expect(throws: StoreError.self) { try JobStoreReader(path: path) }
        #expect(error == .notYetMade(path: path))
    }

    @Test func aDirectoryIsNoStore() {
        #expect(#expect(throws: StoreError.self) { try JobStoreReader(path: "/tmp") } == .notOurs(path: "/tmp"))
        #expect(#expect(throws: StoreError.self) { try JobStore(path: "/tmp") } == .notOurs(path: "/tmp"))
    }

    @Test(arguments: [
        "CREATE TABLE theirs (n INTEGER)", "PRAGMA application_id = 5",
    ])
    func somebodyElsesFileIsRefused(script: String) throws {
        try Database(path: path, access: .writing).execute(script)
        #expect(#expect(throws: StoreError.self) { try JobStoreReader(path: path) } == .notOurs(path: path))
        #expect(#expect(throws: StoreError.self) { try JobStore(path: path) } == .notOurs(path: path))
        #expect(mode("\(path)-wal") == 0)
    }

    @Test func aTextFileIsRefused() throws {
        let file = open(path, O_CREAT | O_WRONLY, 0o600)
        #expect(write(file, String(repeating: "[api]\n", count: 200), 1200) == 1200)
        close(file)
        #expect(#expect(throws: StoreError.self) { try JobStoreReader(path: path) } == .notOurs(path: path))
        #expect(#expect(throws: StoreError.self) { try JobStore(path: path) } == .notOurs(path: path))
    }

    @Test func aNewerStoreIsRefusedByBoth() throws {
        _ = try JobStore(path: path)
        try Database(path: path, access: .writing).execute("PRAGMA user_version = 99")
        let newer = StoreError.newer(path: path, schema: 99, known: 9)
        #expect(#expect(throws: StoreError.self) { try JobStoreReader(path: path) } == newer)
        #expect(#expect(throws: StoreError.self) { try JobStore(path: path) } == newer)
        #expect(
            newer.description == """
                the store \(path) has schema 99, and this version knows schemas up to 9: install the newer version again
                """)
    }

    @Test func aDamagedStoreIsFoundOut() throws {
        do {
            let store = try JobStore(path: path)
            for number in 0..<200 {
                let job = Job.sample("ftjob-\(number)")
                _ = try store.apply(AccountChanges(account: .default, seenAt: .start, jobs: [job]))
            }
        }
        let file = open(path, O_WRONLY)
        var status = stat()
        fstat(file, &status)
        let garbage = [UInt8](repeating: 0xA5, count: 4096 * 4)
        #expect(pwrite(file, garbage, garbage.count, off_t(status.st_size) - off_t(garbage.count)) == garbage.count)
        close(file)
        // The look takes as long as the file is large: a start does not wait for it.
        let store = try JobStore(path: path)
        let error = #expect(throws: StoreError.self) { try JobStoreReader(path: path).check { true } }
        guard case .damaged(path, _) = error else {
            Issue.record("not damaged, but \(String(describing: error))")
            return
        }
        withExtendedLifetime(store) {}
    }

    @Test func aCheckIsGivenUpWhenNobodyWaitsForIt() throws {
        let store = try JobStore(path: path)
        try manyEvents(in: store)
        let reader = try JobStoreReader(path: path)
        #expect(try reader.check { true })
        #expect(try !reader.check { false })
        #expect(try reader.check { true })
    }

    @Test func aCopyIsTheWholeStoreWhileItIsWritten() throws {
        let store = try JobStore(path: path)
        try manyEvents(in: store)
        let copy = directory.path("copy.db")
        #expect(try JobStoreReader(path: path).copy(to: copy) { true })
        _ = try store.apply(
            AccountChanges(account: .default, seenAt: .start, jobs: [Job.sample("ftjob-late")]))
        let reader = try JobStoreReader(path: copy)
        #expect(try reader.jobs().map(\.job.id.rawValue) == ["ftjob-1"])
        #expect(try reader.info().schema == store.reader.info().schema)
        #expect(try reader.check { true })
        let again = directory.path("again.db")
        #expect(try !JobStoreReader(path: path).copy(to: again) { false })
        // A copy is a store to go on with.
        let elsewhere = try TemporaryDirectory()
        #expect(rename(copy, elsewhere.path("ftd.db")) == 0)
        #expect(try JobStore(path: elsewhere.path("ftd.db")).reader.count() == 1)
    }

    /// So many that a look at them takes a while.
    private func manyEvents(in store: JobStore) throws {
        _ = try store.apply(AccountChanges(account: .default, seenAt: .start, jobs: [Job.sample("ftjob-1")]))
        let events = (0..<20_000).map {
            JobEvent(
                id: JobEventID("ftevent-\($0)"), createdAt: .start, level: "info",
                message: String(repeating: "m", count: 100))
        }
        try store.add(JobFindings(key: JobKey(account: .default, job: JobID("ftjob-1")), events: events))
    }

    @Test func theStoreKnowsItsDaemonAndItself() throws {
        let store = try JobStore(path: path)
        #expect(try store.reader.info().daemon == nil)
        try store.daemonStarted(pid: 41, version: "0.1.0", at: .start)
        let info = try JobStoreReader(path: path).info()
        #expect(info.schema == 9)
        #expect(info.bytes > 0)
        #expect(info.checkedAt == nil)
        try store.wasChecked(at: .start)
        #expect(try store.reader.info().checkedAt == .start)
        #expect(info.daemon?.pid == 41)
        #expect(info.daemon?.startedAt == .start)
        #expect(info.daemon?.sqliteVersion == JobStoreReader.libraryVersion)
    }

    /// A store of schema 1 as it was shipped, in SQL text: every later version must open it and keep what is in it.
    @Test func aStoreOfSchema1Opens() throws {
        let fixture = try #require(Fixture.text("schema1.sql"))
        try Database(path: path, access: .writing).execute(fixture)
        let before = try JobStoreReader(path: path)
        #expect(try before.list().rows.map(\.key.job) == [JobID("ftjob-new"), JobID("ftjob-old")])
        // A newer program reads it before the daemon has brought it up to date.
        #expect(try before.submissions().allSatisfy { $0.owner == nil })
        #expect(try before.uploads().allSatisfy { $0.owner == nil })
        let dead = Delivery.State.dead(at: .start, attempts: 2, reason: "HTTP 500")
        #expect(try before.deliveries().map(\.delivery.state) == [dead])
        #expect(try before.deliveries(named: "evt_").map(\.delivery.state) == [dead])
        #expect(try before.hooks().allSatisfy { $0.hold == nil })
        #expect(try before.silences(at: .start) == [:])
        let key = JobKey(account: .default, job: JobID("ftjob-old"))
        #expect(try before.metrics(of: key) == [MetricPoint(step: 1, totalSteps: 10, trainLoss: 2.5)])
        #expect(try before.checkpoints(of: key).map(\.step) == [10])
        #expect(try before.stepTimes(of: key) == [:])
        #expect(try before.notes().isEmpty)
        #expect(try before.divergence(of: key) == nil)
        #expect(try before.exceededBudgets(of: "2026-11") == [:])
        let store = try JobStore(path: path)
        let old = try #require(try store.reader.job(JobKey(account: .default, job: JobID("ftjob-old"))))
        #expect(old.job.status == .succeeded)
        #expect(old.job.resultFiles == [FileID("file-result")])
        #expect(old.missing == [.results])
        #expect(old.isKnown)
        #expect(try store.reader.transitions(of: old.key).map(\.to) == [.succeeded])
        #expect(try store.reader.events(of: old.key).map(\.event.message) == ["The job has started", "Done"])
        #expect(try store.reader.metrics(of: old.key) == [MetricPoint(step: 1, totalSteps: 10, trainLoss: 2.5)])
        #expect(try store.reader.checkpoints(of: old.key).map(\.step) == [10])
        #expect(
            try store.reader.deliveries().map(\.delivery.state) == [dead])
        #expect(try store.reader.account(.default)?.lastCompleteListing == .start)
        #expect(try store.nextSequence() == 8)
    }

    /// The times of steps were in the events alone.
    @Test func stepsOfAnOldStoreGetTheTimesOfTheirEvents() throws {
        let database = try Database(path: path, access: .writing)
        try database.execute(try #require(Fixture.text("schema1.sql")))
        try database.execute(
            """
            INSERT INTO events (account, job, id, created_at, level, message, type, raw)
            VALUES ('default', 'ftjob-old', 'm-1', 1795340600, 'info', 'Step 1', 'metrics', '{"data":{"step":1}}'),
                ('default', 'ftjob-old', 'm-2', 1795340700, 'info', 'Step 1', 'metrics', '{"data":{"step":1}}'),
                ('default', 'ftjob-old', 'm-3', 1795340700, 'info', 'Step 2', 'metrics', 'no JSON');
            """)
        let store = try JobStore(path: path)
        let key = JobKey(account: .default, job: JobID("ftjob-old"))
        #expect(try store.reader.stepTimes(of: key) == [1: UnixTime(seconds: 1_795_340_600)])
    }

    /// Fails when a shipped schema is edited instead of followed by a new one.
    @Test func anOldStoreEndsWithTheSchemaOfANewOne() throws {
        func schema(_ path: String) throws -> [String] {
            try Database(path: path, access: .readOnly).rows(
                "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name"
            ) { $0.text() }
        }
        let old = directory.path("old/ftd.db")
        #expect(mkdir(directory.path("old"), 0o700) == 0)
        try Database(path: old, access: .writing).execute(try #require(Fixture.text("schema1.sql")))
        _ = try JobStore(path: old)
        _ = try JobStore(path: path)
        #expect(try schema(old) == schema(path))
    }
}
