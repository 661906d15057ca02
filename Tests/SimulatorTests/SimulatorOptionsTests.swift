import Commands
import HTTPServer
import TestSupport
import Testing

@testable import Simulator

@Suite struct SimulatorOptionsTests {
    private func options(_ arguments: String...) throws -> SimulatorOptions {
        guard case .run(_, let arguments) = try CommandLineParser.parse(arguments, with: SimulatorProgram.table) else {
            throw CommandError.usage("asks for a text")
        }
        return try SimulatorOptions(arguments)
    }

    @Test func defaultsServeOnAnyLoopbackPort() throws {
        let options = try options()
        #expect(options.listen.description == "127.0.0.1:0")
        #expect(options.speed == 1)
        #expect(options.key == nil)
        #expect(options.faultFile == nil)
    }

    @Test func valuesComeWithBlankOrEqualsSign() throws {
        let options = try options("--listen=[::1]:80", "--speed", "2.5", "--key=a=b", "--fault", "f.json")
        #expect(options.listen.description == "[::1]:80")
        #expect(options.speed == 2.5)
        #expect(options.key == "a=b")
        #expect(options.faultFile == "f.json")
    }

    @Test func aRunCanBeRepeatedAndBeLikeAnotherServer() throws {
        let options = try options("--seed", "7", "--like=nebius")
        #expect(options.seed == 7 && options.likeness == .nebius && !options.isStrict)
        #expect(try self.options("--strict").isStrict)
        #expect(throws: CommandError.self) { try self.options("--strict", "--like=azure") }
    }

    @Test func aWebhookIsSignedWithASecret() throws {
        let options = try options("--webhook=http://127.0.0.1:1/", "--webhook-secret", "whsec_YWJj", "--delay", "200ms")
        #expect(options.webhook == "http://127.0.0.1:1/" && options.webhookSecret == "whsec_YWJj")
        #expect(options.delay == .milliseconds(200))
        #expect(throws: CommandError.self) { try self.options("--webhook", "ftp://x") }
        #expect(throws: CommandError.self) { try self.options("--webhook-secret", "whsec_YWJj") }
        #expect(throws: CommandError.self) { try self.options("--webhook=http://x", "--webhook-secret=abc") }
        #expect(throws: CommandError.self) { try self.options("--delay", "2h") }
    }

    @Test(arguments: [
        (["--sped"], "unknown option --sped; did you mean \"--speed\"?\n  Help: ftsim --help"),
        (["x"], "unexpected operand \"x\"\n  usage: ftsim [OPTION]...\n  Help: ftsim --help"),
        (["--key"], "option --key needs a value: --key K\n  Help: ftsim --help"),
        (["--key="], "--key: not a key (got \"\")\n  Help: ftsim --help"),
        (["--speed", "0"], "--speed: not a number from 0.001 to 1000000 (got \"0\")\n  Help: ftsim --help"),
        (
            ["--listen", "example.org:80"],
            "--listen: not an address to listen on: \"example.org:80\"; write 127.0.0.1:8080, [::1]:8080 or localhost:0"
        ),
    ])
    func mistakesAreSentences(arguments: [String], message: String) {
        let outcome = TestProgram().run(arguments, table: SimulatorProgram.table)
        #expect(outcome == .init(output: "", errors: "ftsim: \(message)\n", code: .usage))
    }

    private static let help = """
        ftsim serves a simulated fine-tuning API on loopback, in memory, to try things
        without a key.

        usage: ftsim [OPTION]...

        The first line on standard output is the base URL for clients:
        OPENAI_BASE_URL=http://127.0.0.1:PORT/v1. It stops on SIGTERM and Ctrl-C.

        A fault makes requests go wrong on purpose. It is a JSON object: match is METHOD
        /path, where * is any method or any part of a path, and ** any path; times is
        how many requests (default 1, or "always"); after is how many go through first;
        status, headers and body are the answer instead; delay is in seconds, or
        "200ms"; cut is the bytes of the body before the connection closes; drop is
        "before" or "after" the request is performed: no answer at all.

        A job's suffix says how its training goes: nan (from three fifths on the losses
        are no numbers), diverge (they rise from a third on) or overfit (the validation
        loss rises), each alone or with - and more behind, with a validation file. With
        --like azure the model o4-mini-2025-04-16 takes reinforcement, whose rewards
        rise.

        GET /_ftsim/requests shows what was received, POST /_ftsim/advance with
        {"seconds":60} moves the clock, and POST /_ftsim/jobs with
        {"status":"succeeded","created_at":1795336390,"count":9} makes jobs out of
        nothing.

        With --like it has the habits of another server. azure: paths below /openai/v1,
        or below /openai with api-version; trainingType; the status pending; a tuned
        model answers under the name of a deployment, which POST /_ftsim/deployments
        with {"name":"n","model":"ft:…"} makes. nebius: no metadata, learning_rate, step
        counts, checkpoints with files, errors as detail. fastapi: lists oldest first,
        at most 100 entries a page, files that stay uploaded, events as a stream, no
        metadata.

        Options:
              --listen ADDRESS      the address and port to serve at; port 0 takes any
                                    free one (default 127.0.0.1:0)
              --speed N             how fast jobs live: 1 gives a job about ten minutes,
                                    60 ten seconds (default 1)
              --key K               the only API key to accept; any without it
              --admin-key K         the only key that may see /organization; any that
                                    begins with sk-admin- without it
              --fault FILE          faults as JSON, as POST /_ftsim/faults takes them
              --seed NUMBER         the same ids, curves and oddities each time; drawn
                                    without it
              --strict              only words and shapes of the published schema: none
                                    of the oddities of real replies
              --like SERVER         the server whose habits it has: openai, azure,
                                    nebius or fastapi (default openai)
              --delay TIME          how long every answer takes, up to 1h: a slow server
                                    (200ms, 20s or 5m)
              --webhook URL         where the end of each job is told, signed as OpenAI
                                    signs its own webhooks
              --webhook-secret SECRET
                                    signs them; one is drawn and printed on standard
                                    error without it
          -h, --help                print help and stop
              --version             print the version and stop
              --completions SHELL   print a script that completes command lines in bash,
                                    zsh or fish
              --man                 print the manual page and stop

        Examples:
          ftsim --listen 127.0.0.1:8080 --speed 60
              a job takes ten seconds
          curl -d @fault.json http://127.0.0.1:8080/_ftsim/faults
              with {"match": "GET /fine_tuning/jobs", "status": 500, "times": 3} in
              fault.json: three listings fail
          ftsim --man | man -l -
              read the manual

        Exit codes:
          0    stopped
          2    wrong usage or no such address

        """

    @Test func helpIsMadeFromTheTable() {
        let outcome = TestProgram().run(["-h"], table: SimulatorProgram.table)
        #expect(outcome == .init(output: Self.help, errors: "", code: .done))
    }

    @Test func theProgramSaysTwoForWhatItCannotDo() throws {
        let taken = try HTTPServer { _ in .text(200, "") }
        #expect(SimulatorProgram.run(["ftsim", "--sped"]) == 2)
        #expect(SimulatorProgram.run(["ftsim", "--listen", taken.address.description]) == 2)
        #expect(SimulatorProgram.run(["ftsim", "--fault", "/no/such/file"]) == 2)
        #expect(SimulatorProgram.run(["ftsim", "--help"]) == 0)
    }
}
