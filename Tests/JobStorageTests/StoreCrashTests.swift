import FineTuning
import Glibc
import JobStorage
import TestSupport
import Testing

@Suite struct StoreCrashTests {
    let directory: TemporaryDirectory
    var path: String { directory.path("ftd.db") }

    init() throws { directory = try TemporaryDirectory() }

    /// Every job comes with its transition and its delivery, and nothing that was acknowledged is missing.
    private func expectWhole(acknowledged: Int) throws {
        let store = try JobStore(path: path)
        #expect(try store.reader.integrityCheck() == [])
        let jobs = try store.reader.jobs()
        #expect(jobs.count >= acknowledged)
        // A kill between commit and acknowledgement leaves one more.
        #expect(jobs.count <= acknowledged + 1)
        for number in 0..<jobs.count {
            let key = JobKey(account: .default, job: JobID("ftjob-\(number)"))
            #expect(try store.reader.job(key)?.job.raw == "{\"number\":\(number)}")
            #expect(try store.reader.transitions(of: key).map(\.id) == [NoticeID("evt_\(number)")])
        }
        #expect(try store.reader.deliveries().count == jobs.count)
        #expect(try store.nextSequence() == Int64(jobs.count) + 1)
    }

    @Test(arguments: [1, 7, 60, 400])
    func aKilledWriterLosesNothingItAcknowledged(count: Int) throws {
        let writer = try HelperProcess("write", path)
        var acknowledged = 0
        while acknowledged < count, try writer.line() != nil { acknowledged += 1 }
        writer.kill()
        acknowledged += try writer.rest().count
        try expectWhole(acknowledged: acknowledged)
    }

    @Test func theLockIsFreeAfterAKill() throws {
        let writer = try HelperProcess("write", path)
        #expect(try writer.line() == "0")
        #expect(JobStoreReader.isDaemonAlive(store: path) == true)
        let error = #expect(throws: StoreError.self) { try JobStore(path: path) }
        guard case .held(path, let pid?) = error else {
            Issue.record("not held, but \(String(describing: error))")
            return
        }
        #expect(Glibc.kill(pid_t(pid), 0) == 0)
        writer.kill()
        #expect(JobStoreReader.isDaemonAlive(store: path) == false)
        _ = try JobStore(path: path)
    }

    @Test func readersReadWhileAWriterWrites() throws {
        let writer = try HelperProcess("write", path)
        for _ in 0..<20 {
            let last = try #require(try writer.line().flatMap { Int($0) })
            let reader = try JobStoreReader(path: path)
            #expect(try reader.list(limit: 5).total > last)
        }
    }

    @Test func aFullDiskLosesNothingAndHealsByItself() throws {
        let writer = try HelperProcess("write-limited", path)
        let lines = try writer.rest()
        writer.kill()
        let last = try #require(lines.last)
        #expect(last.hasPrefix("error: ") && last.contains("\(path): cannot "))
        try expectWhole(acknowledged: lines.count - 1)
        let store = try JobStore(path: path)
        let job = Job.sample("ftjob-after")
        #expect(try store.apply(AccountChanges(account: .default, seenAt: .start, jobs: [job])).wrote)
    }

    /// Members of the group may read the file, but not make files beside it.
    @Test(
        .enabled(if: getuid() == 0, "only root can become somebody else"), arguments: [false, true])
    func anotherUserReadsAStoppedStore(afterKill: Bool) throws {
        do {
            let writer = try HelperProcess("write", path)
            #expect(try writer.line() == "0")
            writer.kill()
        }
        if !afterKill { _ = try JobStore(path: path) }
        let count = try JobStoreReader(path: path).count()
        for name in ["ftd.db", "ftd.db-wal", "ftd.db-shm"] where access(directory.path(name), F_OK) == 0 {
            #expect(chown(directory.path(name), 0, 65534) == 0)
        }
        #expect(chown(directory.path, 0, 65534) == 0)
        #expect(chmod(directory.path, 0o750) == 0)
        #expect(try HelperProcess("read-as-nobody", path).rest() == ["\(count)"])
    }

    /// Members of the group may not open the lock file, and still know whether a daemon works on the store.
    @Test(.enabled(if: getuid() == 0, "only root can become somebody else"))
    func aReaderSeesWhetherADaemonIsAlive() throws {
        #expect(chown(directory.path, 0, 65534) == 0)
        #expect(chmod(directory.path, 0o750) == 0)
        #expect(try HelperProcess("look-as-nobody", path).rest() == ["false"])
        var store: JobStore? = try JobStore(path: path)
        #expect(try HelperProcess("look-as-nobody", path).rest() == ["true"])
        withExtendedLifetime(store) {}
        store = nil
        #expect(try HelperProcess("look-as-nobody", path).rest() == ["false"])
    }

    @Test(.enabled(if: getuid() == 0, "only root can become somebody else"))
    func aStrangerIsToldThatHeMayNotRead() throws {
        _ = try JobStore(path: path)
        let message = "error: no right to read the store \(path): read it as its owner, or join the group that owns it"
        #expect(try HelperProcess("read-as-nobody", path).rest() == [message])
    }
}
