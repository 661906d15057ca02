import FineTuning
import Glibc
import HTTPClient
import Hooks
import JSONText
import TestSupport
import Testing

@Suite struct ProgramSenderTests {
    private func attempt(
        _ script: String, _ delivery: Delivery = Samples.delivery(), timeout: Duration = .seconds(20),
        cancelled: () -> Bool = { false }
    ) -> DeliveryOutcome {
        let hook = Samples.hook(ProgramSender(arguments: ["/bin/sh", "-c", script]), timeout: timeout)
        return HookRunner(transport: NoTransport(), inherited: ["PATH": "/usr/bin:/bin"])
            .attempt(delivery, of: hook, at: Samples.time, isCancelled: cancelled).outcome
    }

    @Test(arguments: [
        ("exit 0", DeliveryOutcome.delivered("exit 0")),
        ("echo noise; echo noise >&2; exit 0", .delivered("exit 0")),
        ("exit 75", .receiverTrouble(reason: "exit 75, try again later", retryAfter: nil)),
        ("exit 1", .refused(reason: "exit 1", retryAfter: nil)),
        (
            #"printf 'first\nno such \033[31mhost\n\n' >&2; exit 68"#,
            .refused(reason: #"exit 68: no such \u{1b}[31mhost"#, retryAfter: nil)
        ),
        ("kill -SEGV $$", .refused(reason: "ended by signal 11", retryAfter: nil)),
    ])
    func theEndDecides(script: String, outcome: DeliveryOutcome) { #expect(attempt(script) == outcome) }

    @Test func aSlowProgramIsTriedAgain() {
        #expect(
            attempt("echo waiting for the host >&2; exec sleep 60", timeout: .milliseconds(200))
                == .refused(reason: "stopped, still running after 200ms: waiting for the host", retryAfter: nil))
    }

    @Test func anAttemptThatWeCutDoesNotCount() {
        #expect(attempt("exec sleep 60", cancelled: { true }) == .interrupted)
    }

    @Test func aMissingProgramIsTriedAgain() {
        let hook = Samples.hook(ProgramSender(arguments: ["/nowhere/hook"]))
        let attempt = HookRunner(transport: NoTransport(), inherited: [:])
            .attempt(Samples.delivery(), of: hook, at: Samples.time)
        #expect(
            attempt.outcome
                == .receiverTrouble(
                    reason: "cannot run /nowhere/hook: No such file or directory; "
                        + "is the path right, and does the interpreter in its first line exist?", retryAfter: nil))
    }

    @Test func aProgramThatOthersCanWriteIsNotRun() throws {
        let directory = try TemporaryDirectory()
        let program = directory.path("hook")
        let file = try #require(fopen(program, "we"))
        fputs("#!/bin/sh\ntouch \(directory.path("ran"))\n", file)
        fclose(file)
        chmod(program, 0o775)
        let sender = ProgramSender(arguments: [program])
        let reason = "not run: \(program) can be written by others (mode 0775): run chmod go-w \(program)"
        #expect(sender.problem == HookProblem("run", reason))
        func attempt() -> DeliveryOutcome {
            HookRunner(transport: NoTransport(), inherited: [:])
                .attempt(Samples.delivery(), of: Samples.hook(sender), at: Samples.time).outcome
        }
        #expect(attempt() == .receiverTrouble(reason: reason, retryAfter: nil))
        #expect(access(directory.path("ran"), F_OK) != 0)
        chmod(program, 0o755)
        #expect(sender.problem == nil)
        #expect(attempt() == .delivered("exit 0"))
        chmod(program, 0o644)
        #expect(
            sender.problem?.description
                == "cannot run \(program): it must be a file that is executable for user \(geteuid())")
    }

    @Test(arguments: [
        ("/nowhere/hook", "cannot run /nowhere/hook: No such file or directory; is the path right?"),
        ("/tmp", "not run: /tmp can be written by others (mode 01777): run chmod go-w /tmp"),
        ("/", "cannot run /: it must be a file that is executable for user \(geteuid())"),
    ])
    func whatIsNoProgramIsKnownBeforeAnAttempt(path: String, problem: String) {
        #expect(ProgramSender(arguments: [path]).problem == HookProblem("run", problem))
    }

    @Test func theProgramReadsTheStoredBytes() throws {
        let directory = try TemporaryDirectory()
        let delivery = Samples.delivery()
        #expect(attempt("cat > \(directory.path)/body", delivery) == .delivered("exit 0"))
        #expect(contents(of: directory.path("body")) == String(decoding: delivery.body, as: UTF8.self))
    }

    @Test func theEnvironmentSaysWhatHappened() throws {
        let directory = try TemporaryDirectory()
        #expect(attempt("/usr/bin/env > \(directory.path)/env", Samples.delivery(attempts: 2)) == .delivered("exit 0"))
        let lines = try #require(contents(of: directory.path("env"))).split(separator: "\n").map(String.init)
        #expect(
            lines.filter { !$0.hasPrefix("_=") && !$0.hasPrefix("PWD=") }.sorted() == [
                "Base model: gpt-4o-mini-2024-07-18", "FTD_ACCOUNT=default", "FTD_ATTEMPT=3", "FTD_EVENT_ID=evt_0001",
                "FTD_EVENT_TYPE=fine_tuning.job.succeeded",
                "FTD_FINE_TUNED_MODEL=ft:gpt-4o-mini-2024-07-18:personal::A32VfYIz", "FTD_HOOK=deploy",
                "FTD_JOB_ID=ftjob-abc123", "FTD_MODEL=gpt-4o-mini-2024-07-18", "FTD_STATUS=succeeded",
                "FTD_TEXT=Tuned model: ft:gpt-4o-mini-2024-07-18:personal::A32VfYIz", "FTD_TITLE=sciq succeeded",
                "FTD_URL=", "Job: ftjob-abc123", "Last loss: training 1.157 at step 300", "PATH=/usr/bin:/bin",
                "Took: 20 min", "Trained: 4,024,281 tokens",
            ])
    }

    @Test func whatIsLeftBehindIsStoppedAndSaid() throws {
        let directory = try TemporaryDirectory()
        let script = "sleep 60 >/dev/null 2>&1 & echo $! > \(directory.path)/a; sleep 60 >/dev/null 2>&1 & exit 0"
        let hook = Samples.hook(ProgramSender(arguments: ["/bin/sh", "-c", script]))
        let attempt = HookRunner(transport: NoTransport(), inherited: ["PATH": "/usr/bin:/bin"])
            .attempt(Samples.delivery(), of: hook, at: Samples.time)
        #expect(attempt.outcome == .delivered("exit 0"))
        #expect(
            attempt.remark
                == "2 processes left behind were stopped; use setsid or systemd-run for what is to outlive the hook")
        let child = try #require(contents(of: directory.path("a")).flatMap { pid_t($0.dropLast()) })
        #expect(eventually { !isRunning(child) })
        let quiet = HookRunner(transport: NoTransport(), inherited: [:])
            .attempt(Samples.delivery(), of: Samples.hook(ProgramSender(arguments: ["/bin/true"])), at: Samples.time)
        #expect(quiet.remark == nil)
    }

    @Test func theHooksOwnVariablesComeAlongAndOursWin() throws {
        let directory = try TemporaryDirectory()
        let sender = ProgramSender(
            arguments: ["/bin/sh", "-c", "/usr/bin/env > \(directory.path)/env"],
            variables: ["ROOM": "the lab", "PATH": "/bin", "FTD_STATUS": "not ours"])
        _ = HookRunner(transport: NoTransport(), inherited: ["PATH": "/usr/bin"])
            .attempt(Samples.delivery(), of: Samples.hook(sender), at: Samples.time)
        let lines = try #require(contents(of: directory.path("env"))).split(separator: "\n").map(String.init)
        #expect(lines.contains("ROOM=the lab"))
        #expect(lines.contains("PATH=/bin"))
        #expect(lines.contains("FTD_STATUS=succeeded"))
    }

    /// In a process of its own, since it changes the environment.
    @Test func proxiesCertificatesAndTheSessionBusComeAlong() async {
        await #expect(processExitsWith: .success) {
            let names = [
                "https_proxy", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE", "CURL_CA_BUNDLE", "DBUS_SESSION_BUS_ADDRESS",
                "XDG_RUNTIME_DIR",
            ]
            for name in names { setenv(name, "of-\(name)", 1) }
            let inherited = ProgramEnvironment.inherited()
            for name in names { #expect(inherited[name] == "of-\(name)") }
        }
    }

    @Test func hostileNamesStayOneLineOfBoundedLength() {
        var job = Samples.job
        job.fineTunedModel = ModelName("ft:\u{0}a\nFTD_STATUS=failed\u{1b}[2J" + String(repeating: "x", count: 5000))
        let variables = ProgramEnvironment.variables(of: Samples.delivery(Samples.notice(job)))
        let model = variables["FTD_FINE_TUNED_MODEL"] ?? ""
        #expect(model.hasPrefix(#"ft:\u{0}a FTD_STATUS=failed\u{1b}[2Jxxx"#))
        #expect(model.utf8.count <= 4096)
        #expect(variables["FTD_STATUS"] == "succeeded")
    }

    @Test func aNoticeWithoutJobLeavesTheJobsNamesEmpty() {
        let notice = Notice(
            id: NoticeID("evt_9"), type: .apiDegraded, createdAt: Samples.time, sequence: 1,
            subject: .account(AccountName("lab"), reason: "HTTP 401"))
        let variables = ProgramEnvironment.variables(of: Samples.delivery(notice))
        #expect(variables["FTD_ACCOUNT"] == "lab")
        #expect(variables["FTD_JOB_ID"] == "")
        #expect(variables["FTD_STATUS"] == "")
    }

    /// In a process of its own, since it changes the environment.
    @Test func nothingOfOursReachesTheProgram() async {
        await #expect(processExitsWith: .success) {
            for name in ["OPENAI_API_KEY", "NOTIFY_SOCKET", "CREDENTIALS_DIRECTORY", "FTD_STORE", "LD_PRELOAD_X"] {
                setenv(name, "canary-of-\(name)", 1)
            }
            setenv("TZ", "Asia/Shanghai", 1)
            let directory = try TemporaryDirectory()
            let script =
                "/usr/bin/env > \(directory.path)/env; cat /proc/self/cmdline /proc/$$/environ >> \(directory.path)/env"
            let hook = Samples.hook(ProgramSender(arguments: ["/bin/sh", "-c", script]))
            let outcome = HookRunner(transport: NoTransport())
                .attempt(Samples.delivery(), of: hook, at: Samples.time).outcome
            #expect(outcome == .delivered("exit 0"))
            let text = try #require(contents(of: directory.path("env")))
            #expect(text.contains("TZ=Asia/Shanghai\n"))
            #expect(!text.contains("canary"))
        }
    }
}

/// For hooks that must not use the network.
private struct NoTransport: HTTPTransport {
    func send(_ request: HTTPRequest) throws(HTTPTransportError) -> HTTPResponse {
        throw HTTPTransportError(.badURL, detail: "a program's hook sent a request")
    }
}
