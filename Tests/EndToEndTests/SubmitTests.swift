import FineTuning
import Glibc
import JSONText
import Testing
import Text

@testable import EndToEndSupport

/// `ftctl submit` killed, cut off, refused and taken over: one job, whatever happens.
@Suite struct SubmitTests {
    @Test func aSubmissionBecomesOneJob() throws {
        let scene = try SubmitScene()
        let result = try scene.submit()
        #expect(result.code == 0, "\(result.errors)")
        #expect(try scene.server.jobIDs() == [result.output.trimmed])
        #expect(try scene.creations() == 1)
        #expect(result.errors.contains("ftd is not running: nobody is told when it ends. Start it: ftd"))
    }

    @Test(arguments: ["POST /files", "GET /files/*", "POST /fine_tuning/jobs"])
    func aKilledSubmissionGoesOnWithTheSameCommand(request: String) throws {
        let scene = try SubmitScene()
        try scene.killSubmit(during: request)
        let result = try scene.submit()
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.errors.contains("going on with this submission from its step"))
        #expect(try scene.server.jobIDs() == [result.output.trimmed])
        #expect(try scene.creations() == 1)
        // It knows its own upload again, unless it died before it heard of it.
        #expect(try scene.server.fileIDs().count == (request == "POST /files" ? 2 : 1))
    }

    /// The id was printed one request after the job was there: a death between made the same command a second job.
    @Test(arguments: [SIGKILL, SIGHUP]) func theIDIsPrintedBeforeTheNextRequest(signal: Int32) throws {
        let scene = try SubmitScene()
        try scene.server.spoil(["match": .string("GET /fine_tuning/jobs/*"), "delay": .string("60s")])
        let submit = try scene.start()
        try wait(until: "the id is there\n\(submit.errors)") { submit.output.hasSuffix("\n") }
        submit.send(signal)
        #expect(try submit.end() == (signal == SIGHUP ? .exited(130) : .signalled(SIGKILL)))
        #expect(try scene.server.jobIDs() == [submit.output.trimmed])
    }

    /// It was filed by `ftd` and forgotten, and the same command made a second job.
    @Test(arguments: [false, true]) func aJobWhoseIDNobodySawIsTheSameSubmission(hasDaemonRun: Bool) throws {
        let scene = try SubmitScene()
        let first = try scene.submit()
        let name = try #require(TextFile.names(in: scene.place.spool).first { $0.hasSuffix(".submission") })
        let path = "\(scene.place.spool)/\(name)"
        let bytes = try #require(TextFile.bytes(path))
        var record = try #require(try JSONValue.parse(bytes).object)
        record["awaits_showing"] = .bool(true)
        try TextFile.write(JSONWriter.text(.object(record)), to: path)
        if hasDaemonRun {
            let daemon = try scene.place.startDaemon()
            try wait(until: "the submission is in the store") { try StoreContents(scene.place).statuses.count == 1 }
            #expect(try daemon.stop() == .exited(0))
        }
        let second = try scene.submit()
        #expect(second.code == 0, "\(second.errors)")
        #expect(second.output == first.output)
        #expect(try scene.creations() == 1)
        try scene.place.startDaemon().stop()
        #expect(scene.spooled == [])
    }

    @Test(
        arguments: [
            ["drop": .string("after")], ["cut": .integer(0)], ["cut": .integer(40)],
        ] as [JSONObject])
    func aLostAnswerIsLookedForAndTheJobAdopted(fault: JSONObject) throws {
        let scene = try SubmitScene()
        var fault = fault
        fault["match"] = .string(SubmitScene.create)
        try scene.server.spoil(fault)
        let result = try scene.submit()
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.errors.contains("the answer to the create call was lost"))
        #expect(try scene.server.jobIDs() == [result.output.trimmed])
        #expect(try scene.creations() == 1)
    }

    /// One server drops metadata and the other refuses it: the job was never found, and `--again` made a second one.
    @Test(arguments: [("fastapi", 0), ("nebius", 1)])
    func aLostAnswerOfAServerWithoutMetadataIsFoundByItsFile(likeness: String, refusals: Int) throws {
        let model = likeness == "nebius" ? ["--model", "meta-llama/Llama-3.1-8B-Instruct", "--no-check"] : []
        let scene = try SubmitScene(like: likeness, options: model)
        try scene.server.spoil([
            "match": .string(SubmitScene.create), "after": .integer(refusals), "drop": .string("after"),
        ])
        let result = try scene.submit()
        #expect(result.code == 0, "\(result.errors)")
        #expect(try scene.server.jobIDs() == [result.output.trimmed])
        #expect(try scene.creations() == 1 + refusals)
    }

    /// The file was there before: another submission may have made the job, so that a person has to say.
    @Test func aJobThatMayBeAnothersIsShownAndNotTaken() throws {
        let scene = try SubmitScene(like: "fastapi")
        try scene.killSubmit(during: "POST /fine_tuning/jobs")
        let name = try #require(TextFile.names(in: scene.place.spool).first { $0.hasSuffix(".submission") })
        let path = "\(scene.place.spool)/\(name)"
        let bytes = try #require(TextFile.bytes(path))
        var record = try #require(try JSONValue.parse(bytes).object)
        record["uploads"] = .array([])
        let since = try #require(record["step"]?["since_ms"]?.number?.integer)
        var step = try #require(record["step"]?.object)
        step["since_ms"] = .integer(since - 600_000)
        record["step"] = .object(step)
        try TextFile.write(JSONWriter.text(.object(record)), to: path)
        let result = try scene.submit()
        let id = try #require(try scene.server.jobIDs().first)
        #expect(result.code == 1)
        #expect(result.errors.contains("nothing tells whether this job is this submission's"), "\(result.errors)")
        #expect(result.errors.contains("See it: ftctl show \(id)"))
        #expect(try scene.creations() == 1)
    }

    @Test(arguments: ["GET /files/*", "POST /fine_tuning/jobs"])
    func theDaemonTakesAKilledSubmissionOver(request: String) throws {
        let scene = try SubmitScene()
        try scene.killSubmit(during: request)
        try scene.expectTakenOver(by: try scene.place.startDaemon())
        #expect(try scene.creations() == 1)
    }

    @Test func aDeathOfTheDaemonBehindItsCreateMakesNoSecondJob() throws {
        let scene = try SubmitScene()
        try scene.killSubmit(during: "GET /files/*")
        let daemon = try scene.place.start(
            Binaries.daemon, environment: ["FTD_FAILPOINT": "submission.afterCreate"])
        #expect(try daemon.end() == .signalled(SIGKILL))
        try scene.expectTakenOver(by: try scene.place.startDaemon())
        #expect(try scene.creations() == 1)
    }

    /// The step was written and the call was not made: nobody can tell, so the job is looked for and not created.
    @Test func aDeathBetweenTheStepAndTheCallCreatesNothingUnasked() throws {
        let scene = try SubmitScene()
        try scene.killSubmit(during: "GET /files/*")
        let daemon = try scene.place.start(
            Binaries.daemon, environment: ["FTD_FAILPOINT": "submission.beforeCreate"])
        #expect(try daemon.end() == .signalled(SIGKILL))
        let next = try scene.place.startDaemon()
        try wait(until: "the job is looked for twice\n\(next.errors)") {
            try scene.server.requests().filter { $0.queryNames.contains("metadata[ftd_submission]") }.count >= 2
        }
        #expect(try scene.creations() == 0)
        #expect(scene.spooled.map { $0["step"]?["name"]?.string } == ["creating"])
    }

    @Test func aDeathOfTheDaemonDuringItsCreateMakesNoSecondJob() throws {
        let scene = try SubmitScene()
        try scene.killSubmit(during: "GET /files/*")
        try scene.server.spoil(["match": .string(SubmitScene.create), "delay": .string("60s")])
        let daemon = try scene.place.start(Binaries.daemon)
        try wait(until: "ftd creates\n\(daemon.errors)") { try scene.creations() == 1 }
        try daemon.destroy()
        try scene.expectTakenOver(by: try scene.place.startDaemon())
        #expect(try scene.creations() == 1)
    }

    @Test func aRateLimitLeavesItToTheDaemon() throws {
        let scene = try SubmitScene()
        try scene.server.spoil([
            "match": .string(SubmitScene.create), "status": .integer(429),
            "body": .object([
                "error": .object([
                    "code": .string("rate_limit_exceeded"), "message": .string("Slow down."),
                    "type": .string("requests"),
                ])
            ]),
        ])
        let result = try scene.submit()
        #expect(result.code == 1)
        #expect(
            result.errors.contains("ftctl: could not create the job: 429 rate_limit_exceeded: Slow down."),
            "\(result.errors)")
        #expect(result.errors.hasSuffix("  ftd goes on from here, or the same command again.\n"))
        #expect(try scene.server.jobIDs() == [])
        try scene.expectTakenOver(by: try scene.place.startDaemon())
        #expect(try scene.creations() == 2)
    }

    @Test func aRefusalDeletesTheUploadAgain() throws {
        let scene = try SubmitScene()
        try scene.server.spoil([
            "match": .string(SubmitScene.create), "status": .integer(403),
            "body": .object([
                "error": .object([
                    "code": .string("training_not_available"),
                    "message": .string("Fine-tuning is no longer available for this organization."),
                ])
            ]),
        ])
        let result = try scene.submit()
        #expect(result.code == 4)
        #expect(
            result.errors.contains(
                """
                ftctl: could not create the job: 403 training_not_available: \
                Fine-tuning is no longer available for this organization.
                """), "\(result.errors)")
        #expect(result.errors.contains("was deleted again"))
        #expect(try scene.server.fileIDs() == [])
        #expect(try scene.server.jobIDs() == [])
        #expect(try scene.creations() == 1)
    }

    @Test func aRefusalIsToldByTheDaemonOnce() throws {
        let scene = try SubmitScene()
        let log = try HookLog(scene.place)
        try scene.place.configure(scene.server.baseURL, sections: log.section(on: "submission.failed"))
        try scene.server.spoil([
            "match": .string(SubmitScene.create), "status": .integer(403), "body": .string("{\"error\": {}}"),
        ])
        #expect(try scene.submit().code == 4)
        let daemon = try scene.place.startDaemon()
        try scene.place.waitForDeliveries()
        try daemon.stop()
        try scene.place.startDaemon().stop()
        #expect(log.calls.map(\.type) == ["ftd.submission.failed"])
        #expect(scene.spooled == [])
    }

    @Test func anInterruptedSearchSaysThatNothingIsLost() throws {
        let scene = try SubmitScene()
        try scene.server.spoil([
            "match": .string(SubmitScene.create), "status": .integer(502), "body": .string("<html>"),
        ])
        let submit = try scene.start()
        try wait(until: "it looks for the job\n\(submit.errors)") {
            submit.errors.contains("looking for the job")
        }
        submit.send(SIGINT)
        #expect(try submit.end() == .exited(130))
        #expect(submit.errors.contains("interrupted; nothing is lost"))
        #expect(scene.spooled.map { $0["step"]?["name"]?.string } == ["creating"])
        // Nobody knows whether a job was made: nobody makes one before it is clear.
        let daemon = try scene.place.startDaemon()
        try scene.place.waitForPoll()
        #expect(try daemon.stop() == .exited(0))
        #expect(try scene.creations() == 1)
        #expect(scene.spooled.map { $0["step"]?["name"]?.string } == ["creating"])
    }

    @Test(arguments: 1...4) func twoAtOnceAreOneSubmission(round: Int) throws {
        let scene = try SubmitScene()
        try scene.server.spoil(["match": .string(SubmitScene.upload), "delay": .string("60s"), "times": .integer(2)])
        let both = [try scene.start(), try scene.start()]
        let loser = try wait(until: "one of them gives way\n\(both.map(\.errors))") { both.first { $0.ending != nil } }
        #expect(loser.ending == .exited(1))
        #expect(
            loser.errors.hasSuffix(
                """
                ftctl: this submission is being worked on by another ftctl or by ftd
                  See its job soon: ftctl list

                """), "\(loser.errors)")
        #expect(scene.spooled.count == 1)
        for program in both { try program.destroy() }
        try scene.server.heal()
        #expect(try scene.submit().code == 0)
        #expect(try scene.server.jobIDs().count == 1)
    }

    @Test(arguments: [(12, 0, "succeeded"), (9, 1, "failed")] as [(Int, Int32, String)])
    func waitingForTheJobSaysHowItEnded(rows: Int, code: Int32, status: String) throws {
        let scene = try SubmitScene()
        try TextFile.write(TrainingRows.text(rows), to: scene.file)
        let daemon = try scene.place.startDaemon()
        let submit = try scene.place.start(Binaries.control, ["submit", scene.file, "--yes", "--wait", "--no-check"])
        try wait(until: "the job is there\n\(submit.errors)") { try scene.server.jobIDs().count == 1 }
        try scene.server.advance(.seconds(700))
        #expect(try submit.end() == .exited(code))
        let show = try scene.place.control("show", try #require(scene.server.jobIDs().first))
        #expect(show.output.contains(status))
        #expect(show.output.contains("invalid_n_examples") == (code == 1), "\(show.output)")
        #expect(try daemon.stop() == .exited(0))
    }

    @Test func whatTheServerWouldRefuseIsNotSent() throws {
        let scene = try SubmitScene()
        try TextFile.write(TrainingRows.text(9), to: scene.file)
        let result = try scene.submit()
        #expect(result.code == 1)
        #expect(
            result.errors.contains("ftctl: the server would refuse train.jsonl: 1 error; nothing was sent\n"),
            "\(result.errors)")
        #expect(try scene.server.requests().isEmpty)
        #expect(scene.spooled == [])
    }

    /// The README called the command safe to repeat, and it paid for a second job.
    @Test(arguments: [false, true]) func theSameCommandAfterSuccessMakesNoSecondJob(isFiled: Bool) throws {
        let scene = try SubmitScene()
        let first = try scene.submit()
        if isFiled { try scene.place.startDaemon().stop() }
        let second = try scene.submit()
        #expect(second.code == 1)
        let id = first.output.trimmed
        #expect(
            second.errors.contains("ftctl: the same file and plan is job \(id) already, which is "), "\(second.errors)")
        #expect(second.errors.hasSuffix("  Create another one: the same command with --again\n"))
        #expect(try scene.creations() == 1)
        // Another plan is another job, and so is one that is asked for by name.
        for more in [["--epochs", "7"], ["--again"]] {
            let other = try scene.place.control(["submit", scene.file, "--yes", "-o", "name"] + more)
            #expect(other.code == 0, "\(other.errors)")
        }
        #expect(try scene.creations() == 3)
        // A job that was cancelled stands for nothing.
        for job in try scene.server.jobIDs() { _ = try scene.place.control(["cancel", job]) }
        #expect(try scene.submit().code == 0)
    }

    @Test func bytesThatAreThereAreNotUploadedAgain() throws {
        let scene = try SubmitScene()
        #expect(try scene.submit().code == 0)
        try scene.place.startDaemon().stop()
        let second = try scene.place.control("submit", scene.file, "--yes", "--suffix", "other", "-o", "name")
        #expect(second.code == 0, "\(second.errors)")
        #expect(try scene.server.fileIDs().count == 1)
        #expect(try scene.server.jobIDs().count == 2)
    }
}

extension SubmitScene {
    /// Waits until the daemon has filed the submission and knows its job, then stops it.
    fileprivate func expectTakenOver(by daemon: Program) throws {
        try wait(until: "the spool is empty\n\(daemon.errors)") { spooled.isEmpty }
        let jobs = try server.jobIDs()
        #expect(jobs.count == 1)
        try wait(until: "the store knows the job") {
            try StoreContents(place).statuses.keys.map(\.rawValue) == jobs
        }
        #expect(try daemon.stop() == .exited(0))
        #expect(TextFile.names(in: place.spool) == [])
        let list = try place.control("list", "-o", "name")
        #expect(list.output.trimmed == jobs.first)
    }
}
