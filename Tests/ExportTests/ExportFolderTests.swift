import Export
import FineTuning
import Glibc
import TestSupport
import Testing

/// The folder of an export, and what others may have put there.
@Suite struct ExportFolderTests {
    private func sentence(_ body: () throws -> Void) -> String {
        do { try body() } catch { return "\(error)" }
        return "no error"
    }

    @Test func namesOfTheAPINeverBecomePaths() throws {
        let scene = try ExportScene()
        let names = [
            "../../../evil", "a/b", "..", ".hidden", "x\\u0000y", "é", String(repeating: "n", count: 4000), "~",
        ]
        let jobs = names.map {
            #"{"object":"fine_tuning.job","id":"\#($0)","created_at":1795345000,"status":"failed","model":"m"}"#
        }
        scene.server.put("/fine_tuning/jobs", #"{"data":[\#(jobs.joined(separator: ","))],"has_more":false}"#)
        scene.server.put("/files", ExportScene.list())
        let result = try scene.run()
        #expect(result.jobs == names.count)
        let folders = try scene.paths().filter { $0.hasSuffix("job.json") }
        #expect(folders.count == names.count)
        for path in folders {
            let parts = path.split(separator: "/")
            #expect(parts.count == 5)
            #expect(parts[3].utf8.count == 65)
            #expect(parts[3].first == "~")
        }
        #expect(try ExportVerification(of: scene.folder) { _, _ in }.problems == [])
        #expect(access(scene.directory.path("evil"), F_OK) != 0)
    }

    @Test func aFolderWithOtherThingsIsLeftAlone() throws {
        let scene = try ExportScene()
        mkdir(scene.folder, 0o700)
        overwrite("\(scene.folder)/mine.txt", "mine")
        #expect(
            sentence { try scene.run() }
                == "could not export to \(scene.folder): it holds other things than an export; name a new folder")
        #expect(scene.server.takeRequests() == [])
    }

    @Test(arguments: [
        ("nonsense", "it is "), (#"{"version":1}"#, "it is no index of an export"),
        (#"{"version":2,"files":[]}"#, "a newer ftctl wrote it (version 2)"),
        (
            #"{"version":1,"files":[{"path":"../../etc/passwd","bytes":1,"sha256":"","source":"","fetched_at":1}]}"#,
            #"it names "../../etc/passwd", which no export has: somebody changed it"#
        ),
        (#"{"version":1,"files":[{"path":"/etc/passwd"}]}"#, #"it names "/etc/passwd""#),
        (#"{"version":1,"files":[{"path":"index.json"}]}"#, #"it names "index.json""#),
        (#"{"version":1,"files":[{"path":"jobs.csv"}]}"#, "its entry of jobs.csv is not whole"),
    ])
    func aChangedIndexIsNotUsed(_ text: String, _ reason: String) throws {
        let scene = try ExportScene()
        try scene.run()
        overwrite("\(scene.folder)/index.json", text)
        for body in [
            { _ = try scene.run() }, { _ = try ExportVerification(of: scene.folder) { _, _ in } },
        ] as [() throws -> Void] {
            let said = sentence(body)
            #expect(said.hasPrefix("could not use \(scene.folder)/index.json: \(reason)"), "\(said)")
        }
        #expect(scene.text("index.json") == text)
    }

    @Test func nothingOutsideIsTouchedThroughALink() throws {
        let scene = try ExportScene()
        try scene.run()
        let outside = scene.directory.path("outside")
        mkdir(outside, 0o700)
        #expect(rename("\(scene.folder)/accounts/default/jobs/ftjob-2", scene.directory.path("moved")) == 0)
        #expect(symlink(outside, "\(scene.folder)/accounts/default/jobs/ftjob-2") == 0)
        #expect(
            sentence { try scene.run() }
                == "could not open the folder \(scene.folder)/accounts/default/jobs/ftjob-2: "
                + "it is a symbolic link, which is not followed")
        #expect(access("\(outside)/job.json", F_OK) != 0)
        let found = try ExportVerification(of: scene.folder) { _, _ in }
        #expect(found.problems.contains("accounts/default/jobs/ftjob-2 is not named in index.json"))
        #expect(
            found.problems.contains(
                "accounts/default/jobs/ftjob-2/job.json cannot be read: it is a symbolic link, which is not followed"))
    }

    @Test func theSameNameAtAnotherServerIsAnotherAccount() throws {
        let scene = try ExportScene()
        try scene.run()
        #expect(
            sentence { try scene.run { $0.accounts[0].address = "https://other.test/v1" } }
                == "could not export to \(scene.folder): it holds account default of https://api.test/v1, and that is "
                + "https://other.test/v1 now; name another folder")
    }

    @Test func twoAccountsWithTheSameIdsLieBesideEachOther() throws {
        let scene = try ExportScene()
        let other = try ExportScene()
        other.server.put("/files/file-t/content", "other")
        try scene.run { request in
            request.accounts.append(
                ExportAccount(
                    name: AccountName("../lab"), address: "https://lab.test/v1", server: .reached(other.server.provider)
                ))
        }
        let contents = try scene.paths().filter { $0.hasSuffix("file-t/content.jsonl") }
        #expect(Set(contents.map { scene.text($0) }) == ["{\"a\":1}\n\n", "other"])
        #expect(scene.text("jobs.csv")?.contains("\r\n../lab,ftjob-1,") == true)
    }

    @Test func anInterruptedRunLeavesNothingUnnamed() throws {
        let scene = try ExportScene()
        try scene.run()
        // What a kill leaves: a file that was being written, and one that was written after the last index.
        overwrite("\(scene.folder)/accounts/default/files/file-t/content.jsonl.new", "half")
        #expect(
            try ExportVerification(of: scene.folder) { _, _ in }.problems == [
                "accounts/default/files/file-t/content.jsonl.new is not named in index.json"
            ])
        try scene.run()
        #expect(try ExportVerification(of: scene.folder) { _, _ in }.problems == [])
    }

    @Test func damageIsFound() throws {
        let scene = try ExportScene()
        try scene.run()
        overwrite("\(scene.folder)/jobs.csv", "x")
        overwrite("\(scene.folder)/accounts/default/files/file-t/content.jsonl", "{\"a\":2}\n\n")
        unlink("\(scene.folder)/metrics.csv")
        let found = try ExportVerification(of: scene.folder) { _, _ in }
        #expect(
            found.problems.map { $0.prefix { $0 != "x" } }.count == 3)
        #expect(
            found.problems.contains("accounts/default/files/file-t/content.jsonl has other bytes than were fetched"))
        #expect(found.problems.contains("metrics.csv is not there"))
        #expect(
            sentence { _ = try ExportVerification(of: scene.directory.path("none")) { _, _ in } }.hasPrefix(
                "could not open the folder"))
    }
}
