import FineTuning
import Glibc
import HTTPClient
import HuggingFace
import TestSupport
import Testing

/// Rows that are kept for the next run.
@Suite struct HubCopyTests {
    private let directory: TemporaryDirectory
    private let cache: String

    init() throws {
        directory = try TemporaryDirectory()
        cache = directory.path("cache/ftd/hf")
    }

    /// One run against a script; the wall clock is `later` seconds behind the moment of the tests' files.
    private func run(
        _ steps: [ScriptedTransport.Step], later: Int64 = 0, refreshes: Bool = false, expecting text: String
    ) throws -> [String] {
        let scene = HubScene(steps, now: Int64(time(nil)) + later)
        var dataset = try scene.dataset(cache: cache)
        dataset.server.refreshes = refreshes
        #expect(try prepared(dataset) == text)
        scene.transport.finish()
        return scene.noticed
    }

    private var copies: [String] { names(in: cache).filter { $0.hasSuffix(".jsonl") } }
    private var copy: String { "\(cache)/\(copies.first ?? "none")" }

    private let whole = [
        HubAnswer.splits(), HubAnswer.rows(from: 0, total: 150), HubAnswer.rows(from: 100, total: 150),
    ]

    /// A run that ends with a failure behind its first page.
    private func runIsCut(revision: String? = "r1") throws {
        let scene = HubScene(
            [
                HubAnswer.splits(), HubAnswer.rows(from: 0, total: 250, revision: revision),
                .expect(HubAnswer.line(from: 100), status: 501, json: "{}"),
            ], now: Int64(time(nil)))
        #expect(try refusal(scene.dataset(cache: cache)) == "hf:me/quiz: the server refused (501)")
    }

    @Test func aSecondRunWithinADayAsksNobody() throws {
        #expect(try run(whole, expecting: HubAnswer.examples(0..<150)) == [])
        #expect(
            try run([], expecting: HubAnswer.examples(0..<150)) == ["reading 150 rows kept here just now"]
        )
        #expect(
            try run([], later: 5 * 3_600, expecting: HubAnswer.examples(0..<150))
                == ["reading 150 rows kept here 5 h ago"])
        var status = stat()
        #expect(stat(copy, &status) == 0 && status.st_mode & 0o777 == 0o600)
        #expect(stat(cache, &status) == 0 && status.st_mode & 0o777 == 0o700)
    }

    @Test func afterADayOneRequestAsksWhetherTheRowsAreTheSame() throws {
        _ = try run(whole, expecting: HubAnswer.examples(0..<150))
        let later: Int64 = 90_000
        #expect(
            try run(
                [HubAnswer.rows(from: 0, count: 1, total: 150)], later: later, expecting: HubAnswer.examples(0..<150))
                == ["reading 150 rows kept here; the dataset is unchanged"])
        #expect(try run([], later: later + 80_000, expecting: HubAnswer.examples(0..<150)).count == 1)
    }

    @Test func anotherRevisionIsReadAnew() throws {
        _ = try run(whole, expecting: HubAnswer.examples(0..<150))
        let notices = try run(
            [
                HubAnswer.rows(from: 0, count: 1, total: 150, revision: "r2"), HubAnswer.splits(),
                HubAnswer.rows(from: 0, total: 20, revision: "r2"),
            ], later: 90_000, expecting: HubAnswer.examples(0..<20))
        #expect(notices == [])
        #expect(try run([], expecting: HubAnswer.examples(0..<20)).count == 1)
    }

    @Test func aServerThatNamesNoRevisionIsReadAnewAfterADay() throws {
        let unnamed = [HubAnswer.splits(), HubAnswer.rows(from: 0, total: 5, revision: nil)]
        _ = try run(unnamed, expecting: HubAnswer.examples(0..<5))
        #expect(try run([], expecting: HubAnswer.examples(0..<5)).count == 1)
        #expect(try run(unnamed, later: 90_000, expecting: HubAnswer.examples(0..<5)) == [])
    }

    @Test func aRunThatWasCutIsGoneOnWith() throws {
        try runIsCut()
        let notices = try run(
            [HubAnswer.rows(from: 100, total: 250), HubAnswer.rows(from: 200, total: 250)],
            expecting: HubAnswer.examples(0..<250))
        #expect(notices == ["going on behind 100 of 250 rows kept here"])
        #expect(try run([], expecting: HubAnswer.examples(0..<250)).count == 1)
    }

    @Test func aRunThatWasCutBeginsAnewWhenTheDatasetHasChanged() throws {
        try runIsCut()
        let notices = try run(
            [
                HubAnswer.rows(from: 100, total: 250, revision: "r2"), HubAnswer.splits(),
                HubAnswer.rows(from: 0, total: 3, revision: "r2"),
            ], expecting: HubAnswer.examples(0..<3))
        #expect(notices == [])
    }

    @Test(arguments: [1, 30, 3_000])
    func halfALineAtTheEndIsAskedForAgain(missing: Int) throws {
        try runIsCut()
        var status = stat()
        #expect(stat(copy, &status) == 0)
        truncate(copy, status.st_size - off_t(missing))
        let rows = try bytes(of: copy).count { $0 == 0x0A } - 1
        _ = try run(
            stride(from: rows, to: 250, by: 100).map { HubAnswer.rows(from: $0, total: 250) },
            expecting: HubAnswer.examples(0..<250))
        #expect(try bytes(of: copy).count { $0 == 0x0A } == 251)
    }

    @Test(arguments: ["", "\n", "{}\n", "garbage", "{\"ftd_hf\":2}\n{}\n", "\0\0\0\0"])
    func whatIsNoCopyIsReadAnew(text: String) throws {
        _ = try run(whole, expecting: HubAnswer.examples(0..<150))
        try write(text)
        _ = try run(whole, expecting: HubAnswer.examples(0..<150))
        #expect(try run([], expecting: HubAnswer.examples(0..<150)).count == 1)
    }

    @Test func aDamagedRowIsNamedOnceAndThenReadAnew() throws {
        _ = try run(whole, expecting: HubAnswer.examples(0..<150))
        try write(String(decoding: bytes(of: copy), as: UTF8.self).replacing("\"question 7\"", with: "\"question 7"))
        let error = try refusal(HubScene([], now: Int64(time(nil))).dataset(cache: cache))
        #expect(
            error
                == "hf:me/quiz: the kept copy of its rows was damaged (row 8) and has been removed; "
                + "run the same command again")
        _ = try run(whole, expecting: HubAnswer.examples(0..<150))
    }

    @Test func aRefreshReadsAllAnew() throws {
        _ = try run(whole, expecting: HubAnswer.examples(0..<150))
        let again = [HubAnswer.splits(), HubAnswer.rows(from: 0, total: 4)]
        #expect(try run(again, refreshes: true, expecting: HubAnswer.examples(0..<4)) == [])
        #expect(try run([], expecting: HubAnswer.examples(0..<4)).count == 1)
    }

    @Test func anotherSplitServerOrNameHasACopyOfItsOwn() throws {
        _ = try run(whole, expecting: HubAnswer.examples(0..<150))
        let scene = HubScene([
            HubAnswer.splits(), HubAnswer.rows(split: "test", from: 0, total: 1), HubAnswer.splits(),
            HubAnswer.rows(from: 0, total: 2),
        ])
        var split = try scene.dataset(cache: cache)
        split.split = "test"
        #expect(try prepared(split) == HubAnswer.examples(0..<1))
        var server = try scene.dataset(cache: cache)
        server.server.baseURL = "https://elsewhere.example"
        #expect(try prepared(server) == HubAnswer.examples(0..<2))
        #expect(copies.count == 3)
    }

    @Test func aNameThatDoesNotExistLeavesNothing() throws {
        let scene = HubScene([.expect("GET /splits?dataset=me%2Fquiz", status: 404, json: "{}")])
        _ = try refusal(scene.dataset(cache: cache))
        #expect(copies == [])
    }

    @Test func whereNothingCanBeKeptRowsAreReadAllTheSame() throws {
        let scene = HubScene([HubAnswer.splits(), HubAnswer.rows(from: 0, total: 2)])
        #expect(try prepared(scene.dataset(cache: "/dev/null/hf")) == HubAnswer.examples(0..<2))
        #expect(
            scene.noticed == [
                "the rows are not kept for the next run: could not make /dev/null/hf: Not a directory"
            ])
    }

    @Test func aSecondRunAtTheSameTimeDoesWithoutTheCopy() throws {
        _ = try run(whole, expecting: HubAnswer.examples(0..<150))
        let holder = open(copy, O_RDONLY | O_CLOEXEC)
        defer { close(holder) }
        #expect(flock(holder, LOCK_EX | LOCK_NB) == 0)
        let notices = try run(whole, expecting: HubAnswer.examples(0..<150))
        #expect(notices.count == 1)
        #expect(notices.first?.hasSuffix(": another run is reading the same rows") == true, "\(notices)")
    }

    @Test func theOldestCopiesMakeRoom() throws {
        _ = try run(whole, expecting: HubAnswer.examples(0..<150))
        let header = try String(decoding: bytes(of: copy).prefix { $0 != 0x0A }, as: UTF8.self) + "\n"
        let files = [
            ("old-0123456789abcdef.jsonl", 3, header), ("older-0123456789abcdef.jsonl", 5, header),
            ("new-0123456789abcdef.jsonl", 1, header), ("rows-0123456789abcdef.jsonl", 8, "{\"q\": 1}\n"),
            ("mine.jsonl", 9, header), ("other.txt", 9, header),
        ]
        for (name, age, start) in files {
            let descriptor = open("\(cache)/\(name)", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
            #expect(Glibc.write(descriptor, start, start.utf8.count) == start.utf8.count)
            // A hole takes no room on the disk.
            #expect(ftruncate(descriptor, 500 << 20) == 0)
            let moment = timespec(tv_sec: time(nil) - age * 3_600, tv_nsec: 0)
            #expect(futimens(descriptor, [moment, moment]) == 0)
            close(descriptor)
        }
        _ = try run([], expecting: HubAnswer.examples(0..<150))
        #expect(
            names(in: cache).filter { !$0.hasPrefix("me--quiz") } == [
                "mine.jsonl", "new-0123456789abcdef.jsonl", "old-0123456789abcdef.jsonl", "other.txt",
                "rows-0123456789abcdef.jsonl",
            ])
    }

    private func write(_ text: String) throws {
        let descriptor = open(copy, O_WRONLY | O_TRUNC | O_CLOEXEC)
        guard descriptor >= 0 else { throw TemporaryDirectory.FileFailure() }
        defer { close(descriptor) }
        guard Glibc.write(descriptor, text, text.utf8.count) == text.utf8.count else {
            throw TemporaryDirectory.FileFailure()
        }
    }

    private func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            names.append(
                withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        return names.filter { $0 != "." && $0 != ".." }.sorted()
    }
}
