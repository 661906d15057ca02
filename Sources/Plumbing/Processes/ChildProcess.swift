import Glibc

/// Runs a program to its end, within bounds whatever the program does.
package enum ChildProcess {
    /// Runs a program, feeds it, and returns when it and its process group are gone.
    ///
    /// Blocks the calling thread for at most timeout + grace + linger and a moment. A program that runs out of time, or
    /// whose run is cancelled, gets SIGTERM, and after the grace SIGKILL, with its whole process group. When it has
    /// ended, what it left behind in its group is ended too; a process that moved to a session of its own is not ours
    /// any more, and the outputs it holds open are let go after the linger. A program that does not read its input is
    /// no failure.
    ///
    /// - Parameters:
    ///   - command: what to run, and the bounds.
    ///   - isCancelled: asked at least every 50 ms; true stops the program.
    package static func run(_ command: ChildCommand, isCancelled: () -> Bool = { false }) -> ChildResult {
        UnreapedChildren.sweep()
        Orphans.reap()
        let start = SuspendingClock.now
        do throws(ChildStartError) {
            let child = try RunningChild(command)
            let ending = child.supervise(command, isCancelled: isCancelled)
            return ChildResult(
                ending: ending, standardOutput: child.streams.output, standardError: child.streams.error,
                leftBehind: child.leftBehind, took: SuspendingClock.now - start)
        } catch {
            let nothing = CapturedOutput(limit: command.outputLimit)
            return ChildResult(
                ending: .notStarted(error), standardOutput: nothing, standardError: nothing, leftBehind: 0,
                took: SuspendingClock.now - start)
        }
    }
}

/// A program that was started and is not reaped yet; it belongs to the thread that runs it.
private final class RunningChild {
    /// The longest that anything goes unnoticed: the end of a program whose outputs stay open, or a cancellation.
    private static let longestStep = Duration.milliseconds(50)
    /// How long a killed process may take to go; only the kernel can hold it up.
    private static let reapBound = Duration.seconds(2)

    let streams: ChildStreams
    private let process: pid_t
    /// How many processes of the group outlived the program.
    private(set) var leftBehind = 0
    private var step = Duration.milliseconds(1)

    /// What we are doing about the program.
    private enum Phase {
        /// It has time. Goes to terminating.
        case running(deadline: SuspendingClock.Instant)
        /// The group was sent SIGTERM. Goes to killed.
        case terminating(ChildResult.Ending, killAt: SuspendingClock.Instant)
        /// The group was sent SIGKILL.
        case killed(ChildResult.Ending, giveUpAt: SuspendingClock.Instant)
    }

    init(_ command: ChildCommand) throws(ChildStartError) {
        let program = command.arguments.first ?? ""
        let input = try Pipe(for: program)
        let output = try Pipe(for: program)
        let error = try Pipe(for: program)
        // Before the start: should we die at any moment from here on, the program still reads all of it.
        let sent = input.writing.fill(with: command.input)
        process = try OwnChildren.start { () throws(ChildStartError) in
            try Spawn.start(
                arguments: command.arguments, environment: command.environment, input: input.reading.number,
                output: output.writing.number, error: error.writing.number)
        }
        streams = ChildStreams(
            input: input.writing.releaseNonBlocking(), output: output.reading.releaseNonBlocking(),
            error: error.reading.releaseNonBlocking(), feeding: Array(command.input[sent...]),
            outputLimit: command.outputLimit)
    }

    func supervise(_ command: ChildCommand, isCancelled: () -> Bool) -> ChildResult.Ending {
        var phase = Phase.running(deadline: .now + command.timeout)
        while true {
            transfer()
            if hasEnded { return finish(phase, linger: command.linger) }
            switch phase {
            case .running(let deadline):
                let isOver = SuspendingClock.now >= deadline
                guard isOver || isCancelled() else { break }
                signalGroup(SIGTERM)
                phase = .terminating(isOver ? .timedOut : .cancelled, killAt: .now + command.grace)
            case .terminating(let ending, let killAt):
                guard SuspendingClock.now >= killAt else { break }
                signalGroup(SIGKILL)
                phase = .killed(ending, giveUpAt: .now + Self.reapBound)
            case .killed(let ending, let giveUpAt):
                guard SuspendingClock.now >= giveUpAt else { break }
                UnreapedChildren.add(process)
                return ending
            }
        }
    }

    /// Moves what can be moved, waiting for it a short and growing time.
    private func transfer() {
        if streams.transfer(atMost: step) {
            step = .milliseconds(1)
        } else {
            step = min(step * 2, Self.longestStep)
        }
    }

    /// Ends what the program left behind in its group, then reaps the program.
    ///
    /// In this order, because the group's id is safe from being given away only while its leader is not reaped.
    private func finish(_ phase: Phase, linger: Duration) -> ChildResult.Ending {
        var bound = SuspendingClock.now + linger
        if case .terminating(_, let killAt) = phase { bound = max(bound, killAt) }
        leftBehind = ProcessGroup.others(than: process)
        signalGroup(SIGTERM)
        while !streams.outputsAreClosed, SuspendingClock.now < bound { transfer() }
        signalGroup(SIGKILL)
        _ = streams.transfer(atMost: .zero)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        OwnChildren.forget(process)
        switch phase {
        case .running: return Self.ending(status)
        case .terminating(let ending, _), .killed(let ending, _): return ending
        }
    }

    /// Whether the program has ended; it stays a zombie, so that its id stays its own.
    private var hasEnded: Bool {
        var information = siginfo_t()
        // Without an ended child WNOHANG leaves the signal number at 0 (waitid(2)).
        return waitid(P_PID, id_t(process), &information, WEXITED | WNOHANG | WNOWAIT) == 0
            && information.si_signo == SIGCHLD
    }

    private func signalGroup(_ signal: Int32) {
        kill(-process, signal)
        // A stopped process takes no SIGTERM before it goes on.
        if signal == SIGTERM { kill(-process, SIGCONT) }
    }

    /// Reads a wait status as `WIFEXITED` and its sisters do; the macros are not imported.
    private static func ending(_ status: Int32) -> ChildResult.Ending {
        let signal = status & 0x7F
        return signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal)
    }
}
