import Glibc
import Processes
import TestSupport
import Testing

@Suite struct ChildProcessTests {
    private func shell(
        _ script: String, _ arguments: [String] = [], input: [UInt8] = [], timeout: Duration = .seconds(20),
        grace: Duration = .seconds(2), cancelled: () -> Bool = { false }
    ) -> ChildResult {
        let command = ChildCommand(
            arguments: ["/bin/sh", "-c", script, "hook"] + arguments, environment: ["PATH": "/usr/bin:/bin"],
            input: input, timeout: timeout, grace: grace)
        return ChildProcess.run(command, isCancelled: cancelled)
    }

    @Test func inputOutputsAndStatusPassThrough() {
        let result = shell("cat; echo trouble >&2; exit 3", input: Array("a notice".utf8))
        #expect(result.ending == .exited(3))
        #expect(result.standardOutput.text == "a notice")
        #expect(result.standardError.text == "trouble\n")
        #expect(result.standardError.lastLine == "trouble")
    }

    @Test func argumentsReachTheProgramUnread() {
        let hostile = ["$(id)", "`id`", "; id", "a b", "*", "\"", "'", "\\", "é\n"]
        let result = shell(#"for word; do printf '%s|' "$word"; done"#, hostile)
        #expect(result.standardOutput.text == hostile.map { $0 + "|" }.joined())
    }

    @Test func theEnvironmentIsExactlyTheOneGiven() {
        let command = ChildCommand(arguments: ["/usr/bin/env"], environment: ["B": "2 =", "A": "1"])
        #expect(ChildProcess.run(command).standardOutput.text == "A=1\nB=2 =\n")
    }

    @Test(arguments: [(SIGSEGV, "SEGV"), (SIGKILL, "KILL"), (SIGTERM, "TERM"), (SIGPIPE, "PIPE")])
    func aSignalThatIsNotOursIsReported(signal: Int32, name: String) {
        #expect(shell("kill -\(name) $$").ending == .signalled(signal))
    }

    @Test func aFloodIsDrainedAndCutAt64KiB() {
        let result = shell("head -c 10485760 /dev/zero & head -c 10485760 /dev/zero >&2; wait; exit 0")
        #expect(result.ending == .exited(0))
        for output in [result.standardOutput, result.standardError] {
            #expect(output.bytes == [UInt8](repeating: 0, count: 65536))
            #expect(output.isTruncated)
            #expect(output.text.hasSuffix("\n[truncated after 65536 bytes]"))
        }
    }

    @Test func outputIsDrainedWhileInputIsFed() {
        let bytes = (0..<5_000_000).map { UInt8(truncatingIfNeeded: $0 &* 131) }
        let command = ChildCommand(arguments: ["/bin/cat"], input: bytes, outputLimit: bytes.count)
        let result = ChildProcess.run(command)
        #expect(result.ending == .exited(0))
        #expect(result.standardOutput.bytes == bytes)
        #expect(!result.standardOutput.isTruncated)
    }

    @Test func outputThatIsNotUTF8StaysText() {
        #expect(shell(#"printf 'a\377b\n\n  \n'"#).standardOutput.text == "a\u{FFFD}b\n\n  \n")
        #expect(shell(#"printf 'a\377b\n\n  \n'"#).standardOutput.lastLine == "a\u{FFFD}b")
        #expect(shell("true").standardOutput.lastLine == nil)
    }

    @Test func aProgramThatRunsOutOfTimeIsStopped() {
        let result = shell("echo begun; exec sleep 60", timeout: .milliseconds(150))
        #expect(result.ending == .timedOut)
        #expect(result.standardOutput.text == "begun\n")
        #expect(result.took >= .milliseconds(150) && result.took < .seconds(10))
    }

    @Test func aProgramThatClosedItsOutputsIsStillTimed() {
        let result = shell("exec >&- 2>&- <&-; sleep 60", timeout: .milliseconds(150))
        #expect(result.ending == .timedOut)
        #expect(result.took < .seconds(10))
    }

    @Test func aProgramThatIgnoresTERMIsKilledAfterTheGrace() {
        let result = shell(
            "trap '' TERM; echo begun; while :; do sleep 60; done", timeout: .milliseconds(150),
            grace: .milliseconds(300))
        #expect(result.ending == .timedOut)
        #expect(result.standardOutput.text == "begun\n")
        #expect(result.took >= .milliseconds(450) && result.took < .seconds(10))
    }

    @Test func aProgramMayTidyUpDuringTheGrace() {
        let result = shell(
            "trap 'echo tidied; exit 0' TERM; while :; do sleep 0.02; done", timeout: .milliseconds(150))
        #expect(result.ending == .timedOut)
        #expect(result.standardOutput.text == "tidied\n")
    }

    @Test func aStoppedProgramIsEndedToo() {
        let result = shell("kill -STOP $$; exit 0", timeout: .milliseconds(150))
        #expect(result.ending == .timedOut)
        #expect(result.took < .seconds(10))
    }

    @Test func cancellingStopsTheProgram() {
        let result = shell("exec sleep 60", cancelled: { true })
        #expect(result.ending == .cancelled)
        #expect(result.took < .seconds(10))
    }

    @Test func theProgramLeadsAGroupOfItsOwn() throws {
        let result = shell("echo $$; cut -d' ' -f5 < /proc/$$/stat")
        let lines = result.standardOutput.text.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.first == lines.last)
        #expect(lines.first.map(String.init) != "\(getpgrp())")
    }

    @Test func nothingOfTheGroupOutlivesTheProgram() throws {
        let result = shell(
            "for n in 1 2 3 4 5; do sh -c 'trap \"\" TERM; while :; do sleep 60; done' >&- 2>&- & echo $!; done; exit 0"
        )
        #expect(result.ending == .exited(0))
        let left = result.standardOutput.text.split(separator: "\n").compactMap { pid_t($0) }
        #expect(left.count == 5)
        #expect(eventually { !left.contains(where: isRunning) })
    }

    @Test func aDaemonThatHoldsTheOutputsHangsNobody() throws {
        let directory = try TemporaryDirectory()
        let note = directory.path("pid")
        let script =
            #"setsid sh -c 'echo $$ > "$0.new"; mv "$0.new" "$0"; exec sleep 60' "$1" & "#
            + #"while [ ! -e "$1" ]; do :; done; echo left"#
        let result = shell(script, [note])
        let daemon = try #require(contents(of: note).flatMap { pid_t($0.filter { $0 != "\n" }) })
        defer { kill(daemon, SIGKILL) }
        #expect(result.ending == .exited(0))
        #expect(result.standardOutput.text == "left\n")
        #expect(result.took < .seconds(10))
        #expect(isRunning(daemon))
    }

    @Test(arguments: [
        ("", #"cannot run "": a program is named by its absolute path, such as /usr/local/bin/told"#),
        ("sh", #"cannot run "sh": a program is named by its absolute path, such as /usr/local/bin/told"#),
        (
            "/nowhere/hook",
            "cannot run /nowhere/hook: No such file or directory; "
                + "is the path right, and does the interpreter in its first line exist?"
        ),
        ("/etc", "cannot run /etc: Permission denied; it must be executable for the user that ftd runs as"),
        ("/bin/sh\u{0}", "cannot run the program: an argument or variable holds a NUL byte"),
    ])
    func aProgramThatCannotStartIsExplained(path: String, sentence: String) throws {
        let result = ChildProcess.run(ChildCommand(arguments: [path]))
        guard case .notStarted(let error) = result.ending else {
            Issue.record("it ran: \(result.ending)")
            return
        }
        #expect(error.description == sentence)
    }
}
