import FineTuning
import Glibc
import JSONText
import SQLiteDatabase
import Testing
import Text

@testable import EndToEndSupport

/// `ftctl export` against the simulator: all of it, killed halfway, and without an API.
@Suite struct ExportTests {
    /// A job that was trained, with all that it left behind.
    private struct Scene {
        let place: Place
        let server: SimulatedServer
        let job: JobID
        var folder: String { place.file("keep") }

        /// - Parameter padding: added to each answer.
        init(padding: String = "") throws {
            place = try Place()
            server = try SimulatedServer(place, speed: 1000)
            try place.configure(server.baseURL)
            let rows = (0..<12).map { number in
                #"{"messages":[{"role":"user","content":"q\#(number)"},{"role":"assistant","content":"a\#(number)\#(padding)"}]}"#
            }
            try TextFile.write(rows.joined(separator: "\n") + "\n", to: place.file("train.jsonl"))
            let made = try place.control("submit", place.file("train.jsonl"), "--yes", "-o", "name")
            #expect(made.code == 0, "\(made.errors)")
            job = JobID(made.output.trimmed)
            let server = server
            let job = job
            try wait(until: "the job has ended") { try server.status(of: job) == "succeeded" }
            let daemon = try place.startDaemon()
            let place = place
            try wait(until: "the job is harvested") {
                try Database(path: place.store, access: .readOnly).integer(
                    "SELECT count(*) FROM jobs WHERE finished_at IS NOT NULL AND harvest_missing = 0") == 1
            }
            #expect(try daemon.stop() == .exited(0))
        }

        func index() throws -> JSONValue {
            try JSONValue.parse(try #require(TextFile.bytes("\(folder)/index.json")))
        }
    }

    @Test func allOfItIsThereAndKnownToTheDaemon() throws {
        let scene = try Scene()
        let result = try scene.place.control("export", "-o", scene.folder)
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.errors.contains("to fetch: about 4 requests and "))
        let paths = Set(try scene.index()["files"]?.array?.compactMap { $0["path"]?.string } ?? [])
        let job = "accounts/default/jobs/\(scene.job)"
        for name in ["job.json", "events.json", "checkpoints.json", "metrics.csv", "history.json"] {
            #expect(paths.contains("\(job)/\(name)"), "\(name)")
        }
        #expect(paths.isSuperset(of: ["README.txt", "jobs.csv", "metrics.csv", "notices.json"]))
        let content = try #require(paths.first { $0.hasSuffix("/content.jsonl") })
        #expect(TextFile.bytes("\(scene.folder)/\(content)") == TextFile.bytes(scene.place.file("train.jsonl")))
        #expect(try scene.index()["missing"]?.array == [])
        let verified = try scene.place.control("export", "--verify", scene.folder)
        #expect(verified.code == 0)
        #expect(verified.output.hasSuffix("all as it was fetched\n"))
        try scene.place.pollOnce()
        #expect(try scene.place.shell("ls \(scene.place.spool)").output == "")
        // Nothing of the key is in what people give away.
        #expect(scene.place.leaks().allSatisfy { $0.hasSuffix("/key") })
    }

    @Test func aKilledExportGoesOn() throws {
        let scene = try Scene()
        for request in ["GET /files", "GET /fine_tuning/jobs/*/events", "GET /files/*/content"] {
            try scene.server.spoil(["match": .string(request), "times": .integer(1), "delay": .string("60s")])
            let before = try scene.server.requests().count
            let export = try scene.place.start(Binaries.control, ["export", "-o", scene.folder])
            try wait(until: "the export waits\n\(export.errors)") {
                try scene.server.requests().dropFirst(before).contains { $0.status == nil }
                    || scene.server.requests().count > before
            }
            export.send(SIGKILL)
            _ = try export.end()
            try scene.server.heal()
        }
        let result = try scene.place.control("export", "-o", scene.folder)
        #expect(result.code == 0, "\(result.errors)")
        #expect(try scene.place.control("export", "--verify", scene.folder).code == 0)
    }

    @Test func aSecondProcessIsKeptOut() throws {
        let scene = try Scene()
        try scene.server.spoil(["match": .string("GET /models"), "delay": .string("60s")])
        let first = try scene.place.start(Binaries.control, ["export", "-o", scene.folder])
        try wait(until: "the first has begun") { TextFile.bytes("\(scene.folder)/index.json") != nil }
        let second = try scene.place.control("export", "-o", scene.folder)
        #expect(second.code == 1)
        #expect(
            second.errors
                == "ftctl: could not export to \(scene.folder): another ftctl works on it; wait for its end, or name "
                + "another folder\n")
        first.send(SIGINT)
        #expect(try first.end() == .exited(130))
        #expect(first.errors.contains("interrupted; what was fetched is kept"))
    }

    @Test func withoutAnAPIWhatTheStoreHasIsThere() throws {
        let scene = try Scene()
        scene.server.program.send(SIGTERM)
        _ = try scene.server.program.end()
        let gone = try scene.place.control("export", "-o", scene.folder)
        #expect(gone.code == 5, "\(gone.errors)")
        let offline = try scene.place.control("export", "-o", scene.folder, "--offline")
        #expect(offline.code == 0, "\(offline.errors)")
        let job = "\(scene.folder)/accounts/default/jobs/\(scene.job)"
        for name in ["job.json", "events.json", "checkpoints.json", "metrics.csv"] {
            #expect((TextFile.bytes("\(job)/\(name)") ?? []).count > 10, "\(name)")
        }
        #expect(try scene.index()["missing"]?.array?.isEmpty == false)
        let sources = try scene.index()["missing"]?.array?.compactMap { $0["source"]?.string } ?? []
        #expect(sources.contains { $0.hasPrefix("default API: content of file ") }, "\(sources)")
    }

    @Test func aFullDiskIsASentenceAndLosesNothing() throws {
        // A store can be opened within that, but the training file is larger.
        let scene = try Scene(padding: String(repeating: "x", count: 10_000))
        let result = try scene.place.shell("ulimit -f 64; trap '' XFSZ; $ftctl export -o \(scene.folder)")
        #expect(result.code != 0)
        #expect(result.errors.contains("could not write \(scene.folder)/"), "\(result.errors)")
        #expect(try scene.place.control("export", "-o", scene.folder).code == 0)
    }

    @Test(
        arguments: [
            (["export"], 2, "ftctl: export: name a folder\n"),
            (["export", "--verify", "keep", "--offline"], 2, "ftctl: export: --verify goes with no other option"),
            (["export", "-o", "keep", "--rate", "0"], 2, "ftctl: export: --rate"),
            (["export", "--verify", "none"], 1, "ftctl: could not open the folder none: No such file or directory"),
        ] as [([String], Int32, String)])
    func badInputIsASentence(arguments: [String], code: Int32, start: String) throws {
        let place = try Place()
        try place.configure("http://127.0.0.1:9/v1")
        let result = try place.control(arguments)
        #expect(result.errors.hasPrefix(start), "\(result.errors)")
        #expect(result.code == code)
    }
}

/// Tuned models and their last days, from the server to the person.
@Suite struct ModelDatesTests {
    private static func day(_ days: Int64) -> String {
        LocalTime(zone: .utc).date(UnixTime(seconds: Int64(time(nil)) + days * 86_400))
    }

    @Test func anEndThatIsNearIsToldOnce() throws {
        let place = try Place()
        let server = try SimulatedServer(place)
        let hook = try HookLog(place)
        try place.configure(server.baseURL, sections: hook.section(on: "shutdown_approaching"))
        try server.announce(end: Self.day(12), of: "gpt-4o-mini-2024-07-18")
        let job = try server.makeJob("running")
        try server.move(job, to: "succeeded")
        for _ in 0..<3 { try place.pollOnce() }
        let told = TextFile.read(place.file("log.calls")) ?? ""
        #expect(told.split(separator: "\n").count == 1, "\(told)")
        let models = try place.control("model", "--all", "-o", "json")
        let first = try #require(try JSONValue.parse(Array(models.output.utf8)).array?.first)
        #expect(first["days_left"]?.number?.integer == 12)
        let doctor = try place.control("doctor")
        #expect(doctor.output.contains("1 job is not exported"), "\(doctor.output)")
    }

    @Test func aTunedModelIsDeletedAfterTwoQuestions() throws {
        let place = try Place()
        let server = try SimulatedServer(place, speed: 1000)
        try place.configure(server.baseURL)
        let rows = (0..<12).map { number in
            #"{"messages":[{"role":"user","content":"q\#(number)"},{"role":"assistant","content":"a\#(number)"}]}"#
        }
        try TextFile.write(rows.joined(separator: "\n") + "\n", to: place.file("train.jsonl"))
        let job = JobID(try place.control("submit", place.file("train.jsonl"), "--yes", "-o", "name").output.trimmed)
        try wait(until: "the job has ended") { try server.status(of: job) == "succeeded" }
        try place.pollOnce()
        let name = try place.control("model").output.trimmed
        let refused = try place.control("model", "--delete", name)
        #expect(refused.code == 2)
        #expect(refused.errors.contains("cannot ask \"Delete the model \(name) (job \(job)) at the API?\""))
        let deleted = try place.control("model", "--delete", name, "--yes")
        #expect(deleted.code == 0, "\(deleted.errors)")
        #expect(deleted.output == "\(name) deleted\n")
        let again = try place.control("model", "--delete", name, "--yes")
        #expect(again.code == 3)
        let base = try place.control("model", "--delete", "gpt-4o-mini-2024-07-18", "--yes")
        #expect(base.code == 4)
    }
}
