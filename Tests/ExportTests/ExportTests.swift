import Export
import FineTuning
import Glibc
import HTTPClient
import JSONText
import JobStorage
import Synchronization
import TestSupport
import Testing

@Suite struct ExportTests {
    @Test func everythingIsThereAsItWasReceived() throws {
        let scene = try ExportScene()
        let result = try scene.run()
        #expect(
            try scene.paths() == [
                "README.txt", "accounts/default/files/file-r/content.csv", "accounts/default/files/file-r/file.json",
                "accounts/default/files/file-t/content.jsonl", "accounts/default/files/file-t/file.json",
                "accounts/default/jobs/ftjob-1/checkpoints.json", "accounts/default/jobs/ftjob-1/events.json",
                "accounts/default/jobs/ftjob-1/job.json", "accounts/default/jobs/ftjob-1/metrics.csv",
                "accounts/default/jobs/ftjob-2/checkpoints.json", "accounts/default/jobs/ftjob-2/events.json",
                "accounts/default/jobs/ftjob-2/job.json", "accounts/default/jobs/ftjob-2/metrics.csv",
                "accounts/default/models.json", "jobs.csv", "metrics.csv",
            ])
        // Byte by byte, blanks and numbers too.
        #expect(scene.text("accounts/default/jobs/ftjob-1/job.json") == ExportScene.done)
        #expect(scene.text("accounts/default/jobs/ftjob-1/events.json") == "[\n\(ExportScene.event)\n]\n")
        #expect(scene.text("accounts/default/jobs/ftjob-1/checkpoints.json") == "[\n\(ExportScene.checkpoint)\n]\n")
        #expect(scene.text("accounts/default/files/file-t/content.jsonl") == "{\"a\":1}\n\n")
        #expect(scene.text("accounts/default/files/file-r/content.csv") == ExportScene.results)
        #expect(
            scene.text("accounts/default/jobs/ftjob-1/metrics.csv")
                == "step,total_steps,train_loss,train_mean_token_accuracy,valid_loss,valid_mean_token_accuracy,"
                + "full_valid_loss,full_valid_mean_token_accuracy,more\r\n1,,1.5,,,,,,\r\n2,,1.25,,1.75,,,,\r\n")
        #expect(scene.text("metrics.csv")?.contains("\r\ndefault,ftjob-1,2,,1.25,,1.75,,,,\r\n") == true)
        #expect(
            scene.text("jobs.csv")?.contains(
                "default,ftjob-1,1795340000,succeeded,gpt-4o-mini-2024-07-18,ft:gpt-4o-mini-2024-07-18:o::A,file-t,,"
                    + "file-r,1795341000,42,,,,,,,,,,,accounts/default/jobs/ftjob-1\r\n") == true)
        #expect(result.jobs == 2)
        #expect(result.requests == 9)
        #expect(result.trouble == nil)
        // There is no store, and nothing else is missing.
        #expect(result.missing.map(\.source) == ["store: transitions, notices and submissions"])
        #expect(
            result.notes == [
                ExportNote(
                    account: .default, jobs: [JobID("ftjob-1")], files: [FileID("file-r"), FileID("file-t")],
                    exportedAt: ExportScene.now)
            ])
        let files = try #require(try scene.index()["files"]?.array)
        for file in files {
            var status = stat()
            #expect(stat("\(scene.folder)/\(file["path"]?.string ?? "")", &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600)
            #expect(file["bytes"]?.number?.integer == Int64(status.st_size))
            #expect(file["fetched_at"]?.number?.integer == ExportScene.now.seconds)
            #expect(file["source"]?.string?.isEmpty == false)
        }
        #expect(try ExportVerification(of: scene.folder) { _, _ in }.problems == [])
    }

    @Test func howMuchThereIsIsSaidFirst() throws {
        let scene = try ExportScene()
        try scene.run()
        let plan = try #require(scene.record.plans.withLock { $0.first })
        #expect(plan.requests == 6)
        #expect(plan.files == 2)
        #expect(plan.bytes == 56)
        #expect(plan.jobs == 2)
        #expect(plan.present == 0)
    }

    /// The running job's details are fetched again; all else is there.
    @Test func aSecondRunFetchesWhatIsNewOrMissing() throws {
        let scene = try ExportScene()
        try scene.run()
        _ = scene.server.takeRequests()
        unlink("\(scene.folder)/accounts/default/files/file-r/content.csv")
        overwrite("\(scene.folder)/accounts/default/jobs/ftjob-1/events.json", "[]")
        let result = try scene.run()
        #expect(
            scene.server.takeRequests().dropFirst(3).sorted() == [
                "/files/file-r/content", "/fine_tuning/jobs/ftjob-1/events", "/fine_tuning/jobs/ftjob-2/checkpoints",
                "/fine_tuning/jobs/ftjob-2/events",
            ])
        #expect(result.trouble == nil)
        #expect(scene.text("accounts/default/files/file-r/content.csv") == ExportScene.results)
        #expect(scene.text("accounts/default/jobs/ftjob-1/events.json") == "[\n\(ExportScene.event)\n]\n")
        #expect(try ExportVerification(of: scene.folder) { _, _ in }.problems == [])
    }

    @Test func requestsKeepTheRate() throws {
        let scene = try ExportScene()
        try scene.run { $0.rate = 4 }
        let pauses = scene.record.pauses.withLock { $0 }
        // The clock of the scene stands still, so every request but the first waits.
        #expect(pauses == Array(repeating: .milliseconds(250), count: 8))
    }

    @Test func whatAServerAsksForIsWaited() throws {
        let scene = try ExportScene()
        scene.server.fail(
            "/files",
            HTTPResponse(
                status: 429,
                headers: [HTTPHeader("Content-Type", "application/json"), HTTPHeader("Retry-After", "17")],
                body: Array(#"{"error":{"message":"slow down","type":"requests","code":"rate_limit_exceeded"}}"#.utf8)))
        let result = try scene.run { $0.rate = 1000 }
        // Its own doubling wait is longer from the sixth time on.
        let waits = scene.record.pauses.withLock { $0.filter { $0 >= .seconds(1) } }
        #expect(waits == [17, 17, 17, 17, 17, 32, 64, 64, 64].map { .seconds($0) })
        #expect(result.trouble?.kind == .rateLimited(retryAfter: .seconds(17)))
        #expect(result.missing.map(\.source).contains("default API: list of files"))
    }

    @Test func aFileThatTheAPIHasNoMoreIsNamedAndNoTrouble() throws {
        let scene = try ExportScene()
        scene.server.fail("/files/file-t/content", PathServer.absent)
        let result = try scene.run()
        #expect(result.trouble == nil)
        #expect(
            result.missing.first
                == ExportIndex.Missing(
                    source: "default API: content of file file-t",
                    reason: "could not download file file-t: 404: No such thing"))
        #expect(scene.text("README.txt")?.contains("- default API: content of file file-t: could not download") == true)
        #expect(result.notes.first?.files == [FileID("file-r")])
    }

    /// A page of a gateway concludes nothing: it is tried again, and then named with who seems to have answered.
    @Test func aPageOfAGatewayIsNoAnswer() throws {
        let scene = try ExportScene()
        scene.server.fail("/fine_tuning/jobs/ftjob-1/events", PathServer.page)
        let result = try scene.run()
        #expect(scene.server.takeRequests().filter { $0.hasSuffix("ftjob-1/events") }.count == 4)
        #expect(result.trouble != nil)
        let missing = try #require(result.missing.first)
        #expect(missing.source == "default API: events of job ftjob-1")
        #expect(missing.reason.contains("502: a proxy or gateway seems to have answered (text/html)"))
        #expect(result.notes.first?.jobs == [])
        scene.server.fail("/fine_tuning/jobs/ftjob-1/events", nil)
        #expect(try scene.run().trouble == nil)
    }

    @Test func anAPIThatGoesAwayHalfwayLosesNothingAndTheNextRunGoesOn() throws {
        let scene = try ExportScene()
        scene.server.vanish(after: 5)
        let result = try scene.run()
        #expect(result.trouble?.kind == .unreachable)
        #expect(result.jobs == 2)
        #expect(try scene.index()["missing"]?.array?.count == 5)
        scene.server.vanish(after: .max)
        _ = scene.server.takeRequests()
        #expect(try scene.run().trouble == nil)
        #expect(try ExportVerification(of: scene.folder) { _, _ in }.problems == [])
    }

    @Test func onlySomeJobsBringOnlyTheirFiles() throws {
        let scene = try ExportScene()
        scene.server.put(
            "/files",
            ExportScene.list(
                ExportScene.file("file-t", 9, "fine-tune"), ExportScene.file("file-other", 9, "fine-tune")))
        try scene.run { $0.jobs = ["2"] }
        let paths = try scene.paths()
        #expect(paths.contains("accounts/default/jobs/ftjob-2/job.json"))
        #expect(!paths.contains { $0.contains("ftjob-1") || $0.contains("file-other") || $0.contains("file-r") })
        #expect(throws: ExportError.self) { try scene.run { $0.jobs = ["nope"] } }
        #expect(throws: ExportError.self) { try scene.run { $0.jobs = ["ftjob-"] } }
        try scene.run { $0.since = UnixTime(seconds: 1_795_344_000) }
        #expect(try !scene.paths().contains { $0.contains("ftjob-1") })
        try scene.run { $0.withFiles = false }
        #expect(try scene.paths().contains("accounts/default/jobs/ftjob-1/job.json"))
        #expect(try !scene.paths().contains("accounts/default/files/file-r/content.csv"))
        // What an earlier run fetched stays.
        #expect(try scene.paths().contains("accounts/default/files/file-t/content.jsonl"))
    }

    @Test func withoutAServerTheStoreIsTakenAlong() throws {
        let scene = try ExportScene()
        let store = try JobStore(path: scene.directory.path("ftd.db"))
        let job = Job(
            id: JobID("ftjob-s"), createdAt: UnixTime(seconds: 1_795_340_000), status: .succeeded,
            model: ModelName("m"),
            trainingFile: FileID("file-t"), finishedAt: UnixTime(seconds: 1_795_341_000),
            raw: #"{"object":"fine_tuning.job","id":"ftjob-s","created_at":1795340000,"status":"succeeded"}"#)
        _ = try store.apply(AccountChanges(account: .default, seenAt: ExportScene.now, jobs: [job]))
        try store.add(
            JobFindings(
                key: JobKey(account: .default, job: job.id),
                events: [
                    JobEvent(
                        id: JobEventID("e"), createdAt: UnixTime(seconds: 5), level: "info", message: "m",
                        raw: #"{"id":"e"}"#)
                ], metrics: [MetricPoint(step: 1, trainLoss: .nan)], harvested: [.events, .checkpoints]))
        let result = try scene.run(store: store.reader, offline: true)
        #expect(scene.server.takeRequests() == [])
        #expect(scene.text("accounts/default/jobs/ftjob-s/events.json") == "[\n{\"id\":\"e\"}\n]\n")
        #expect(scene.text("accounts/default/jobs/ftjob-s/checkpoints.json") == "[\n]\n")
        #expect(scene.text("accounts/default/jobs/ftjob-s/metrics.csv")?.contains("\r\n1,,NaN,,,,,,\r\n") == true)
        #expect(scene.text("accounts/default/jobs/ftjob-s/history.json") != nil)
        #expect(scene.text("notices.json") == "[\n]\n")
        #expect(
            result.missing.map(\.source) == [
                "default API: list of jobs", "default API: list of files", "default API: list of models",
                "default API: content of file file-t",
            ])
        #expect(result.notes.first?.jobs == [job.id])
    }
}

/// Writes over a file, as somebody else would.
func overwrite(_ path: String, _ text: String) {
    guard let file = fopen(path, "we") else { return }
    fputs(text, file)
    fclose(file)
}
