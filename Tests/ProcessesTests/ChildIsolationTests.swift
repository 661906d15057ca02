import Glibc
import TestSupport
import Testing

@testable import Processes

/// What a child shares with us; each test has a process of its own, because it counts or changes what a process has
/// only once.
@Suite struct ChildIsolationTests {
    private static func run(_ script: String, input: [UInt8] = []) -> ChildResult {
        ChildProcess.run(
            ChildCommand(
                arguments: ["/bin/sh", "-c", script], environment: ["PATH": "/usr/bin:/bin"], input: input))
    }

    /// The pipes that the process has open; Dispatch opens and closes other descriptors when it likes.
    private static func openPipes() -> [String] {
        (0..<1024).compactMap { number in
            var target = [CChar](repeating: 0, count: 256)
            let count = readlink("/proc/self/fd/\(number)", &target, target.count)
            guard count > 0 else { return nil }
            let text = String(decoding: target.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
            return text.hasPrefix("pipe:") ? "\(number) \(text)" : nil
        }
    }

    @Test func theProgramSeesThreeDescriptors() async {
        await #expect(processExitsWith: .success) {
            #expect(dup2(0, 42) == 42 && dup2(1, 99) == 99)
            let result = Self.run("n=0; while [ $n -lt 200 ]; do [ -e /proc/$$/fd/$n ] && echo $n; n=$((n+1)); done")
            #expect(result.standardOutput.text == "0\n1\n2\n")
        }
    }

    @Test func aParentWithoutStandardDescriptorsConfusesNoStream() async {
        await #expect(processExitsWith: .success) {
            close(0)
            close(1)
            let result = Self.run("cat; echo trouble >&2", input: Array("told".utf8))
            #expect(result.standardOutput.text == "told")
            #expect(result.standardError.text == "trouble\n")
        }
    }

    @Test func signalsAreAtTheirDefaultsInTheProgram() async {
        await #expect(processExitsWith: .success) {
            signal(SIGPIPE, SIG_IGN)
            signal(SIGINT, SIG_IGN)
            var signals = sigset_t()
            sigfillset(&signals)
            pthread_sigmask(SIG_BLOCK, &signals, nil)
            let result = Self.run("exec awk '/^Sig(Blk|Ign)/ { print $2 }' /proc/self/status")
            let masks = result.standardOutput.text.split(separator: "\n").compactMap { UInt64($0, radix: 16) }
            // Bits 31 and 32 are the C library's own signals, which its posix_spawn leaves ignored.
            #expect(masks.map { $0 & 0x7FFF_FFFF } == [0, 0])
        }
    }

    @Test func aProgramThatReadsNoInputDoesNotKillUs() async {
        await #expect(processExitsWith: .success) {
            signal(SIGPIPE, SIG_DFL)
            let bytes = [UInt8](repeating: 0x20, count: 5_000_000)
            #expect(Self.run("exec <&-; exit 0", input: bytes).ending == .exited(0))
            #expect(Self.run("head -c 1 >/dev/null; exec <&-; sleep 0.1; exit 7", input: bytes).ending == .exited(7))
            var pending = sigset_t()
            sigpending(&pending)
            #expect(sigismember(&pending, SIGPIPE) == 0)
            var mask = sigset_t()
            pthread_sigmask(SIG_BLOCK, nil, &mask)
            #expect(sigismember(&mask, SIGPIPE) == 0)
        }
    }

    @Test func manyRunsLeaveNoZombieAndNoDescriptor() async {
        await #expect(processExitsWith: .success) {
            _ = Self.run("true")
            let before = Self.openPipes()
            for number in 0..<200 {
                let ending = Self.run("exit \(number)", input: [1, 2, 3]).ending
                #expect(ending == .exited(Int32(number)))
                _ = ChildProcess.run(ChildCommand(arguments: ["/nowhere/hook"]))
            }
            #expect(Self.openPipes() == before)
            #expect(waitpid(-1, nil, WNOHANG) == -1)
            #expect(errno == ECHILD)
        }
    }

    @Test func outOfDescriptorsIsAnErrorAtEveryStepAndLeavesNone() async {
        await #expect(processExitsWith: .success) {
            // No free numbers below the highest one, so that the limit counts.
            let highest = (0..<1024).filter { fcntl($0, F_GETFD) >= 0 }.max() ?? 2
            var last: Int32 = 0
            while last <= highest { last = open("/dev/null", O_RDONLY | O_CLOEXEC) }
            let before = Self.openPipes()
            let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
            var limit = rlimit()
            getrlimit(resource, &limit)
            let sentence = "cannot make a pipe to /bin/sh: Too many open files; raise LimitNOFILE"
            var started: [Int] = []
            for room in 0..<16 {
                var tight = limit
                tight.rlim_cur = rlim_t(Int(last) + 1 + room)
                setrlimit(resource, &tight)
                let ending = Self.run("exit 5").ending
                setrlimit(resource, &limit)
                switch ending {
                case .exited(5): started.append(room)
                case .notStarted(let error): #expect(error.description == sentence)
                default: Issue.record("\(ending)")
                }
                #expect(Self.openPipes() == before)
            }
            // Three pipes need eight numbers at once; Dispatch takes or frees one when it likes.
            let first = try #require(started.first)
            #expect(first > 4)
            #expect(started == Array(first..<16))
        }
    }

    @Test func aKilledProcessThatWentLateIsReapedLater() async {
        await #expect(processExitsWith: .success) {
            #expect(UnreapedChildren.sweep() == 0)
            let process = try Spawn.start(
                arguments: ["/bin/sleep", "60"], environment: [:], input: 0, output: 1, error: 2)
            UnreapedChildren.add(process)
            #expect(UnreapedChildren.sweep() == 1)
            kill(process, SIGKILL)
            #expect(eventually { UnreapedChildren.sweep() == 0 })
            #expect(kill(process, 0) == -1)
        }
    }
}
