import FineTuning
import JobStorage
import SQLiteDatabase
import Synchronization
import Testing

@testable import FTDaemon

@Suite struct StoreHealthTests {
    private final class Heard: Sendable {
        private let said = Mutex<[String?]>([])
        var all: [String?] { said.withLock { $0 } }
        func hear(_ cause: String?) { said.withLock { $0.append(cause) } }
    }

    /// Only the polls' errors said so, and a read that worked looked like the end of it.
    @Test func aLockOfAnotherProgramIsSaidUntilTheStoreCanBeWrittenAgain() throws {
        let bench = try Workbench(hook: false)
        let heard = Heard()
        bench.store.observe { heard.hear($0) }
        let other = try Database(path: bench.store.path, access: .writing)
        try other.execute("BEGIN IMMEDIATE")
        #expect(throws: SQLiteError.self) {
            try bench.store.use { try $0.silence(HookName("h"), until: UnixTime(seconds: 1)) }
        }
        let first = try #require(heard.all.first)
        #expect(first?.contains("database is locked") == true)
        _ = try bench.store.use { try $0.reader.info() }
        #expect(heard.all.count == 1)
        try other.execute("ROLLBACK")
        _ = try bench.store.use { try $0.reader.info() }
        #expect(heard.all.count == 2)
        #expect(heard.all.last == .some(nil))
    }
}
