import FineTuning
import Glibc
import JSONText
import SQLiteDatabase
import Testing
import Text

@testable import EndToEndSupport

/// `ftctl` on what is wrong: one clear sentence, the exit code of its kind, and nothing lost.
@Suite struct BadInputTests {
    /// A store with a running and a failed job; the daemon is down again.
    private func watched(_ ended: String = "failed") throws -> (place: Place, server: SimulatedServer, job: JobID) {
        let place = try Place()
        let server = try SimulatedServer(place)
        try place.configure(server.baseURL)
        let job = try server.makeJob("running")
        _ = try server.makeJob(ended, ["finished_at": .integer(1_700_000_000)])
        #expect(try place.pollOnce().ending == .exited(0))
        return (place, server, job)
    }

    @Test(arguments: [
        ["list"], ["show", "ftjob-1"], ["events", "ftjob-1"], ["model"], ["ask", "Why?"], ["status"],
        ["hooks", "list"], ["loss", "ftjob-1"], ["usage"],
    ])
    func withoutAStoreItSaysSo(arguments: [String]) throws {
        let place = try Place()
        try place.configure("http://127.0.0.1:1/v1")
        let result = try place.control(arguments)
        #expect(result.code == 3)
        #expect(result.output == "")
        #expect(
            result.errors == """
                ftctl: no store at \(place.store): ftd has not run here yet
                  Start it: ftd        or try everything without a key: ftctl demo

                """)
    }

    @Test func aNewerStoreIsLeftAlone() throws {
        let (place, _, _) = try watched()
        try Database(path: place.store, access: .writing).execute("PRAGMA user_version = 99")
        let sentence =
            "the store \(place.store) has schema 99, and this version knows schemas up to 9: install the newer version again\n"
        for arguments in [["list"], ["loss", "ftjob-1"], ["usage"]] {
            let result = try place.control(arguments)
            #expect(result.code == 2)
            #expect(result.errors == "ftctl: \(sentence)")
        }
        let daemon = try place.pollOnce()
        #expect(daemon.ending == .exited(2))
        #expect(daemon.errors == "ftd: \(sentence)")
        #expect(try Database(path: place.store, access: .readOnly).integer("PRAGMA user_version") == 99)
    }

    @Test func aFileOfSomebodyElseIsLeftAlone() throws {
        let place = try Place()
        try place.configure("http://127.0.0.1:1/v1")
        let sentence = "\(place.store) is not a store of ftd, and was left as it is: name another file with --store\n"
        let text =
            "Dear diary, today I wrote a file that is longer than a hundred bytes, so that nobody takes it for short.\n"
        try TextFile.write(text, to: place.store)
        #expect(try place.control("list").errors == "ftctl: \(sentence)")
        #expect(try place.control("list").code == 2)
        #expect(try place.pollOnce().errors == "ftd: \(sentence)")
        #expect(TextFile.read(place.store) == text)
        unlink(place.store)
        try Database(path: place.store, access: .writing).execute("CREATE TABLE diary (day TEXT)")
        #expect(try place.control("list").errors == "ftctl: \(sentence)")
        let daemon = try place.pollOnce()
        #expect(daemon.ending == .exited(2))
        #expect(daemon.errors == "ftd: \(sentence)")
    }

    @Test func aTypoInTheConfigurationIsShownWithItsLine() throws {
        let (place, _, job) = try watched()
        try place.configure("http://127.0.0.1:1/v1", sections: ["[hook \"a\"]", "run = /bin/true", "webhok = x"])
        let sentence = "\(place.configuration):11: hook.a.webhok: unknown key; did you mean hook.a.webhook?\n"
        let result = try place.control("cancel", job.rawValue)
        #expect(result.code == 2)
        #expect(result.errors == "ftctl: \(sentence)")
        // Whoever only reads the store that was named is not troubled by it.
        #expect(try place.control("list", "-o", "name").code == 0)
    }

    @Test func withoutAKeyNothingIsSent() throws {
        let (place, server, job) = try watched()
        unlink(place.keyFile)
        let count = try server.requestCount()
        let result = try place.control("cancel", job.rawValue)
        #expect(result.code == 4)
        #expect(
            result.errors == """
                ftctl: key file \(place.keyFile) does not exist; make it, with the secret in its first line and mode 600

                """)
        try TextFile.write("[api]\nbase-url = \(server.baseURL)\n", to: place.configuration)
        let bare = try place.control("cancel", job.rawValue)
        #expect(bare.code == 4)
        #expect(
            bare.errors == """
                ftctl: no API key: set OPENAI_API_KEY, or key-file in the section [api] of the configuration, \
                or pass --key-file FILE
                  Keep one in a file: ftctl login

                """)
        let foreign = try place.control("cancel", job.rawValue, environment: ["OPENAI_API_KEY": Place.key])
        #expect(foreign.code == 4)
        #expect(foreign.errors.contains("the key in OPENAI_API_KEY belongs to https://api.openai.com/v1"))
        #expect(try server.requestCount() == count)
        #expect(place.leaks() == [])
    }

    @Test(arguments: [0o644, 0o640, 0o604, 0o660] as [mode_t])
    func aKeyFileThatOthersCanReadIsRefused(mode: mode_t) throws {
        let (place, server, job) = try watched()
        chmod(place.keyFile, mode)
        let count = try server.requestCount()
        let result = try place.control("cancel", job.rawValue)
        #expect(result.code == 4)
        #expect(
            result.errors == """
                ftctl: key file \(place.keyFile) can be read or written by others (mode 0\(String(mode, radix: 8))): \
                run chmod 600 \(place.keyFile)

                """)
        #expect(try server.requestCount() == count)
    }

    @Test func aWrongKeyIsRefused() throws {
        let (place, _, job) = try watched()
        try place.writeKey("sk-proj-CANARY-wrong")
        let result = try place.control("cancel", job.rawValue)
        #expect(result.code == 4)
        #expect(result.errors.hasPrefix("ftctl: could not cancel job \(job): 401 invalid_api_key: "))
        #expect(result.errors.hasSuffix("check the API key of this account\n"))
        #expect(place.leaks(of: "CANARY-wrong") == [])
    }

    @Test func anAPIThatIsNotThereIsUnreachable() throws {
        let (place, server, job) = try watched()
        try server.program.destroy()
        let result = try place.control("cancel", job.rawValue)
        #expect(result.code == 5)
        #expect(result.errors.hasPrefix("ftctl: could not cancel job \(job): "), "\(result.errors)")
        #expect(result.errors.hasSuffix("check base-url and the network\n"), "\(result.errors)")
    }

    @Test func anUnknownJobIsNotFound() throws {
        let (place, _, _) = try watched()
        for verb in ["show", "events", "wait", "cancel", "loss"] {
            let result = try place.control(verb, "ftjob-nope")
            #expect(result.code == 3, "\(verb)")
            #expect(
                result.errors.hasSuffix("ftctl: no job \"ftjob-nope\" in the store\n  All jobs: ftctl list --all\n"),
                "\(verb): \(result.errors)")
        }
        let json = try place.control("show", "ftjob-nope", "-o", "json")
        #expect(json.code == 3)
        #expect(try JSONValue.parse(Array(json.errors.utf8))["error"]?["exit_code"]?.number?.integer == 3)
        let ambiguous = try place.control("show", "ftjob-")
        #expect(ambiguous.code == 2)
        #expect(ambiguous.errors.hasPrefix("ftctl: \"ftjob-\" may be any of 2 jobs: write more of the id\n"))
    }

    @Test func anUnknownVerbGetsTheNearestName() throws {
        let place = try Place()
        let result = try place.control("lst")
        #expect(result.code == 2)
        #expect(result.errors == "ftctl: unknown verb \"lst\"; did you mean \"list\"?\n  All verbs: ftctl help\n")
    }

    @Test func aReaderThatGoesAwayIsNoError() throws {
        let place = try Place()
        let server = try SimulatedServer(place)
        try place.configure(server.baseURL)
        try server.make([
            "status": .string("succeeded"), "finished_at": .integer(1_700_000_000), "count": .integer(3000),
        ])
        #expect(try place.pollOnce().ending == .exited(0))
        let result = try place.shell("$ftctl list --all | head -1; echo ${PIPESTATUS[0]}")
        #expect(result.output.hasPrefix("JOB ID"))
        #expect(result.output.hasSuffix("\n0\n"))
        #expect(result.errors == "")
        let usage = try place.shell("$ftctl usage --by day -o csv | true; echo ${PIPESTATUS[0]}")
        #expect(usage.output == "0\n")
        #expect(usage.errors == "")
        let whole = try place.control("list", "--all", "-o", "name")
        #expect(whole.output.split(separator: "\n").count == 3000)
    }

    @Test func waitSaysHowItEnded() throws {
        let (place, server, job) = try watched()
        let overdue = try place.control("wait", job.rawValue, "--timeout", "300ms")
        #expect(overdue.code == 124)
        #expect(overdue.errors.hasSuffix("ftctl: gave up waiting; 1 job had not ended\n"), "\(overdue.errors)")
        let waiting = try place.start(Binaries.control, ["wait", job.rawValue])
        try wait(until: "it waits") { waiting.errors.contains("ftd is not running: polling every") }
        try server.move(job, to: "succeeded")
        #expect(try waiting.end() == .exited(0))
        let other = try server.makeJob("running")
        let daemon = try place.startDaemon()
        let failing = try place.start(Binaries.control, ["wait", other.rawValue])
        try server.move(other, to: "failed")
        #expect(try failing.end() == .exited(1))
        #expect(!failing.errors.contains("polling every"))
        try daemon.stop()
    }

    @Test func askingNeedsATunedModel() throws {
        let (place, server, job) = try watched()
        let nothing = try place.control("ask", "Why is the sky blue?")
        #expect(nothing.code == 3)
        #expect(nothing.output == "")
        #expect(
            nothing.errors.hasPrefix(
                "ftctl: no tuned model to ask: no job in the store has succeeded; nothing was sent\n"))
        #expect(try place.control("model").code == 3)
        #expect(try place.control("ask", "Why?", "--job", job.rawValue).code == 3)
        #expect(try server.count("POST", "/v1/chat/completions") == 0)
    }

    @Test func aTunedModelAnswers() throws {
        let scene = try SubmitScene()
        let daemon = try scene.place.startDaemon()
        let job = try scene.submit().output.trimmed
        try scene.server.advance(.seconds(700))
        #expect(try scene.place.control("wait", job).code == 0)
        let model = try scene.place.control("model")
        #expect(model.output.hasPrefix("ft:gpt-4o-mini-2024-07-18:personal::"))
        let answer = try scene.place.control("ask", "What is 7?")
        #expect(answer.code == 0, "\(answer.errors)")
        #expect(answer.output == "A number: 7.\n")
        let raw = try scene.place.control("ask", "What is 7?", "--raw")
        #expect(try JSONValue.parse(Array(raw.output.utf8))["model"]?.string == model.output.trimmed)
        let beside = try scene.place.control("ask", "What is 7?", "--expect", scene.file)
        #expect(beside.output.contains("expected"))
        #expect(try scene.server.count("POST", "/v1/chat/completions") == 3)
        try daemon.stop()
    }
}
