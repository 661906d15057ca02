import Commands
import FineTuning
import Glibc
import JSONText
import JobStorage
import Spool
import TestSupport
import Testing

@testable import FTControl

@Suite struct StoreCommandTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func run(_ arguments: String...) -> TestProgram.Outcome {
        TestProgram(environment: ["HOME": directory.path])
            .run(["store", "backup"] + arguments + ["--store", directory.path("ftd.db")], table: ControlProgram.table)
    }

    private func names() -> [String] {
        guard let stream = opendir(directory.path) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            names.append(
                withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        return names.filter { $0.hasPrefix("copy") }.sorted()
    }

    @Test func aRunningStoreIsCopiedWhole() throws {
        _ = try TestStore(in: directory.path)
        let daemon = try JobStore(path: directory.path("ftd.db"))
        let target = directory.path("copy.db")
        let outcome = run(target, "-o", "json")
        #expect(outcome.code == .done, "\(outcome.errors)")
        let json = try JSONValue.parse(Array(outcome.output.utf8))
        #expect(json["file"]?.string == target)
        #expect(json["jobs"]?.number?.integer == 3)
        let copy = try JobStoreReader(path: target)
        #expect(try copy.jobs() == daemon.reader.jobs())
        var status = stat()
        #expect(stat(target, &status) == 0 && status.st_mode & 0o7777 == 0o600)
        #expect(names() == ["copy.db"])
        withExtendedLifetime(daemon) {}
    }

    @Test func whatIsThereAlreadyIsNotReplaced() throws {
        _ = try TestStore(in: directory.path)
        for name in ["ftd.db", "copy.db"] {
            let target = directory.path(name)
            close(open(target, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600))
            var before = stat()
            #expect(stat(target, &before) == 0)
            let outcome = run(target)
            #expect(outcome.code == .failed)
            #expect(
                outcome.errors == """
                    ftctl: \(target) is there already, and was left as it is
                      Name another file, or move that one away.

                    """)
            var after = stat()
            #expect(stat(target, &after) == 0 && after.st_size == before.st_size)
        }
    }

    @Test func aPlaceThatIsNotThereIsSaid() throws {
        _ = try TestStore(in: directory.path)
        let target = directory.path("none/copy.db")
        #expect(run(target).errors == "ftctl: could not write \(target): No such file or directory\n")
    }

    @Test func aCopyThatIsKeptCanStandForAnExport() throws {
        _ = try TestStore(in: directory.path)
        let spool = Spool(besideStore: directory.path("ftd.db"))
        try spool.prepare()
        let whole = try JobStoreReader(path: directory.path("ftd.db")).wholeJobs()
        #expect(!whole.isEmpty)
        let outcome = run(directory.path("copy2.db"), "--mark-exported", "-o", "json")
        #expect(outcome.code == .done, "\(outcome.errors)")
        #expect(try JSONValue.parse(outcome.output)["exported_jobs"]?.number?.integer == Int64(whole.count))
        let wishes = try spool.wishes().wishes.map(\.wish)
        guard case .exported(let note) = try #require(wishes.first) else {
            Issue.record("another wish: \(wishes)")
            return
        }
        #expect(wishes.count == 1)
        #expect(note.jobs == whole.map(\.job))
    }
}
