import FineTuning
import Glibc
import JSONText
import Testing

@testable import EndToEndSupport

/// `--watch` and `wait` on a terminal of their own.
@Suite struct TerminalTests {
    private struct Scene {
        let place: Place
        let server: SimulatedServer
        let job: JobID
        let daemon: Program
    }

    private func start() throws -> Scene {
        let place = try Place()
        let server = try SimulatedServer(place)
        let log = try HookLog(place)
        try place.configure(server.baseURL, sections: log.section(on: "all"))
        let job = try server.makeJob("running")
        return Scene(place: place, server: server, job: job, daemon: try place.startDaemon())
    }

    private static let verbs = [
        ["list"], ["show", "ftjob"], ["status"], ["hooks", "deliveries"],
    ]

    @Test(arguments: verbs)
    func theLastPictureStaysOnTheOrdinaryScreen(verb: [String]) throws {
        let scene = try start()
        let watch = try scene.place.terminal(verb + ["--watch"])
        try watch.wait(until: "it draws") { $0.isAlternate && $0.shown.last?.contains("q quits") == true }
        let picture = watch.picture()
        #expect(picture.hidesCursor)
        #expect(!picture.wrapsLines)
        #expect(picture.unknown == [])
        #expect(!watch.readsLines)
        watch.type("q")
        #expect(try watch.end() == .exited(0))
        let left = watch.picture()
        #expect(!left.isAlternate)
        #expect(!left.hidesCursor)
        #expect(left.wrapsLines)
        #expect(watch.readsLines)
        #expect(left.shown.first == picture.shown.first)
        #expect(left.shown.last?.contains("q quits") == false)
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP, SIGQUIT])
    func everySignalGivesTheTerminalBack(signal: Int32) throws {
        let scene = try start()
        let watch = try scene.place.terminal("list", "--watch")
        try watch.wait(until: "it draws") { $0.shown.last?.contains("q quits") == true }
        watch.send(signal)
        #expect(try watch.end() == .exited(130))
        let left = watch.picture()
        #expect(!left.isAlternate && !left.hidesCursor && left.wrapsLines && watch.readsLines)
        #expect(left.shown.last == "ftctl: stopped watching; the jobs go on")
    }

    /// The store goes away under the watch: what ends it is an error, after the terminal was given back.
    @Test func anErrorGivesTheTerminalBack() throws {
        let scene = try start()
        let watch = try scene.place.terminal("show", scene.job.rawValue, "--watch")
        try watch.wait(until: "it draws") { $0.shown.last?.contains("q quits") == true }
        try scene.daemon.stop()
        _ = try scene.place.launch(
            ["/usr/bin/sqlite3", scene.place.store, "DELETE FROM jobs"], environment: scene.place.environment()
        ).end()
        #expect(try watch.end() == .exited(3))
        let left = watch.picture()
        #expect(!left.isAlternate && !left.hidesCursor && watch.readsLines)
        #expect(left.shown.contains { $0.hasPrefix("ftctl: no job") })
    }

    @Test func controlZGivesTheTerminalBackUntilItGoesOn() throws {
        let scene = try start()
        let watch = try scene.place.terminal("list", "--watch")
        try watch.wait(until: "it draws") { $0.shown.last?.contains("q quits") == true }
        watch.type("\u{1A}")
        try wait(until: "it has stopped") { watch.isStopped }
        let stopped = watch.picture()
        #expect(!stopped.isAlternate && !stopped.hidesCursor && watch.readsLines)
        watch.send(SIGCONT)
        try watch.wait(until: "it draws again") { $0.isAlternate && $0.shown.last?.contains("q quits") == true }
        #expect(!watch.readsLines)
        watch.type("q")
        #expect(try watch.end() == .exited(0))
        #expect(watch.readsLines)
    }

    @Test func whatChangesIsMarked() throws {
        let scene = try start()
        let watch = try scene.place.terminal("list", "--watch", environment: ["NO_COLOR": "1"])
        try watch.wait(until: "it draws") { $0.shown.contains { $0.contains("running") } }
        #expect(!watch.picture().shown.dropLast().contains { $0.hasPrefix("▸") })
        try scene.server.move(scene.job, to: "succeeded")
        try watch.wait(until: "the change is marked") {
            $0.shown.contains { $0.hasPrefix("▸") && $0.contains("succeeded") }
        }
        try watch.wait(until: "the mark goes") {
            $0.shown.contains { $0.hasPrefix("  ") && $0.contains("succeeded") }
        }
        #expect(!watch.text.contains("\u{1B}[33m") && !watch.text.contains("\u{1B}[32m"))
        watch.type("q")
        try watch.end()
    }

    @Test func aWindowOfAnotherSizeIsDrawnAnew() throws {
        let scene = try start()
        let watch = try scene.place.terminal("status", "--watch")
        try watch.wait(until: "it draws") { $0.shown.last?.contains("q quits") == true }
        watch.resize(columns: 40, lines: 6)
        try wait(until: "it fits") {
            let picture = watch.picture(columns: 40, lines: 6)
            return picture.shown.count <= 6 && picture.shown.contains { $0.contains(" more") }
        }
        watch.type("q")
        try watch.end()
    }

    @Test func withoutUnicodeEverythingIsASCII() throws {
        let scene = try start()
        let watch = try scene.place.terminal("list", "--watch", environment: ["LANG": "C"])
        try watch.wait(until: "it draws") { $0.shown.last?.contains("q quits") == true }
        try scene.server.move(scene.job, to: "failed")
        try watch.wait(until: "the change is marked") { $0.shown.contains { $0.hasPrefix("> ") } }
        #expect(watch.text.utf8.allSatisfy { $0 < 0x80 })
        watch.type("q")
        try watch.end()
    }

    @Test func withoutADaemonItPollsAndSaysSo() throws {
        let scene = try start()
        try scene.daemon.stop()
        let watch = try scene.place.terminal("list", "--watch")
        try watch.wait(until: "it says so") { $0.shown.contains { $0.contains("ftd is not running: polling every") } }
        try scene.server.move(scene.job, to: "cancelled")
        try watch.wait(until: "the change is seen") { $0.shown.contains { $0.contains("cancelled") } }
        watch.type("q")
        #expect(try watch.end() == .exited(0))
    }

    @Test func waitingHasOneLineThatRenewsItself() throws {
        let scene = try start()
        let waiting = try scene.place.terminal("wait", scene.job.rawValue)
        try waiting.wait(until: "the job is seen") { $0.shown.contains { $0.contains("running") } }
        try scene.server.move(scene.job, to: "succeeded")
        #expect(try waiting.end() == .exited(0))
        let lines = waiting.picture().shown
        let name = String(scene.job.rawValue.dropFirst("ftjob-".count).prefix(9))
        #expect(lines.filter { $0.contains(name) && !$0.hasPrefix("next:") }.count == 1)
        #expect(lines.first?.hasPrefix("\(name)  ✔ succeeded") == true)
        #expect(lines.first?.contains("ft:gpt-4o-mini") == true)
        #expect(lines.last?.hasPrefix("next: ftctl ask") == true)
    }

    @Test func aTerminalShowsTheRowThatTheServerRefused() throws {
        let scene = try start()
        let rows = TrainingRows.text(20).split(separator: "\n")
        let bad = #"{"messages": [{"role": "user", "content": "Wann?"}, {"role": "assitant", "content": "Um acht."}]}"#
        let text = rows.prefix(11).joined(separator: "\n") + "\n\(bad)\n" + rows.suffix(8).joined(separator: "\n")
        let file = scene.place.file("train.jsonl")
        try TextFile.write(text, to: file)
        let submit = try scene.place.terminal(
            "submit", file, "--yes", "--no-check", "--wait", columns: 200)
        try submit.wait(until: "the job is made") { _ in submit.text.contains("ftd is watching") }
        try scene.server.advance(.seconds(100))
        #expect(try submit.end() == .exited(1))
        let lines = submit.picture(columns: 200).shown
        #expect(lines.contains { $0.contains("\(file):12 (same bytes as uploaded): ") && $0.contains("assitant") })
        #expect(lines.contains { $0.contains(#"did you mean "assistant"?"#) })
        #expect(lines.last?.hasPrefix("next: ftctl check \(file) --fix --write fixed.jsonl") == true)
        #expect(scene.place.leaks(of: "Um acht.") == [file])
    }
}

/// The same in a pipe.
@Suite struct PipedWatchTests {
    private func start(
        _ members: JSONObject = [:]
    ) throws -> (place: Place, server: SimulatedServer, job: JobID, daemon: Program) {
        let place = try Place()
        let server = try SimulatedServer(place)
        let log = try HookLog(place)
        try place.configure(server.baseURL, sections: log.section(on: "ended"))
        let job = try server.makeJob("running", members)
        return (place, server, job, try place.startDaemon())
    }

    @Test(arguments: [["list"], ["show", "ftjob"]])
    func eachChangeIsALine(verb: [String]) throws {
        let scene = try start()
        let watch = try scene.place.start(Binaries.control, verb + ["--watch"])
        try wait(until: "the job is told") { watch.output.contains("● running") }
        let before = watch.output.split(separator: "\n").count
        try scene.server.move(scene.job, to: "succeeded")
        try wait(until: "the change is told") { watch.output.contains("✔ succeeded") }
        let lines = watch.output.split(separator: "\n").dropFirst(before)
        #expect(lines.filter { $0.contains("✔ succeeded") }.count == 1)
        #expect(watch.output.split(separator: "\n").allSatisfy { $0.hasPrefix("20") })
        #expect(!watch.output.contains("\u{1B}"))
        watch.send(SIGTERM)
        #expect(try watch.end() == .exited(130))
    }

    @Test func statusesAndDeliveriesAreFollowedToo() throws {
        let scene = try start()
        let status = try scene.place.start(Binaries.control, ["status", "--watch"])
        let objects = try scene.place.start(Binaries.control, ["hooks", "deliveries", "--watch", "-o", "jsonl"])
        try wait(until: "it is told") { status.output.contains("watching") }
        let before = status.output.split(separator: "\n").count
        try scene.server.move(scene.job, to: "failed")
        try wait(until: "the change is told") { status.output.contains("nothing under way of 1 job") }
        try wait(until: "the delivery is told") { objects.output.contains(#""state": "delivered""#) }
        let lines = status.output.split(separator: "\n").dropFirst(before)
        #expect(!lines.contains { $0.contains("  polled") })
        for line in objects.output.split(separator: "\n") {
            let object = try JSONValue.parse(String(line))
            #expect(object["job"] == .string(scene.job.rawValue))
        }
        status.send(SIGTERM)
        objects.send(SIGTERM)
        _ = (try status.end(), try objects.end())
    }

    /// It went on until the next change, which may be hours away.
    @Test(arguments: ["list --watch", "status --watch", "events ftjob -f"])
    func aReaderThatGoesAwayEndsIt(verb: String) throws {
        // Each verb has something to write: `head` goes away with the first character.
        let scene = try start(["events": .array([.object(["message": .string("Fine-tuning job started")])])])
        let start = ContinuousClock.now
        let piped = try scene.place.shell("timeout 40 $ftctl \(verb) | head -c 1; exit ${PIPESTATUS[0]}")
        #expect(piped.code == 0)
        #expect(ContinuousClock.now - start < .seconds(30))
        try scene.daemon.stop()
    }

    /// A failure was reported as a success where nobody read the line that told of it.
    @Test func waitingTellsTheEndByItsCodeAlsoWhenNobodyReads() throws {
        let scene = try start()
        let waiting = try scene.place.launch(
            ["/bin/bash", "-c", "$ftctl wait ftjob | true; exit ${PIPESTATUS[0]}"],
            environment: scene.place.environment(["ftctl": try Binaries.path(Binaries.control)]))
        try scene.place.waitForPoll()
        try scene.server.move(scene.job, to: "failed")
        #expect(try waiting.end() == .exited(1))
    }

    /// The name was looked up each second, and meant another job once one was made.
    @Test func waitingForTheLatestJobStaysWithIt() throws {
        let scene = try start()
        let waiting = try scene.place.start(Binaries.control, ["wait", "latest"])
        try wait(until: "the job is told") { waiting.output.contains(scene.job.rawValue) }
        let newer = try scene.server.makeJob("running")
        try scene.place.waitForPoll()
        try scene.server.move(scene.job, to: "succeeded")
        #expect(try waiting.end() == .exited(0))
        #expect(!waiting.output.contains(newer.rawValue))
    }

    @Test func submittingAndWaitingInJSONIsOneObject() throws {
        let scene = try start()
        let file = scene.place.file("train.jsonl")
        try TextFile.write(TrainingRows.text(12), to: file)
        let submit = try scene.place.start(
            Binaries.control, ["submit", file, "--yes", "--wait", "-o", "json"])
        try wait(until: "the job is made\n\(submit.errors)") { submit.errors.contains("created ftjob") }
        try wait(until: "it has ended") {
            try scene.server.advance(.seconds(60))
            return submit.ending != nil
        }
        #expect(submit.ending == .exited(0))
        let object = try JSONValue.parse(submit.output)
        #expect(object["job"]?["status"] == .string("succeeded"))
        #expect(object["file"]?["purpose"] == .string("fine-tune"))
    }
}
