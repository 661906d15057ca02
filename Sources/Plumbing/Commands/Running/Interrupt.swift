import Dispatch
import FineTuning
import Glibc
import Synchronization

/// Ends a verb that waits in an orderly way when somebody presses Ctrl-C.
///
/// Unarmed it does nothing, and the signal ends the program as it always does. Armed, the first signal makes the next
/// ``check()`` or ``sleep(for:)`` throw; a verb that has not come back from a call after 1.5 s is ended from here, and so
/// is one that gets a second signal. Either way cleaning up runs, the sentence is said and the code is 130.
package final class Interrupt: Sendable {
    private struct State {
        var isRaised = false
        /// Whether the verb has noticed, and says the last words itself.
        var isNoticed = false
        var sentence = "interrupted"
        var hints: [String] = []
        var grace = Duration.milliseconds(1_500)
        var cleanUp: (@Sendable () -> Void)?
        var sources: [any DispatchSourceSignal] = []
    }

    private let state = Mutex(State())
    private let raised = DispatchSemaphore(value: 0)
    private let queue = DispatchQueue(label: "interrupt")
    /// Writes the last words and ends the process.
    private let end: @Sendable (CommandError) -> Void

    /// Ends the process, in the name of a program.
    ///
    /// - Parameter layout: how lines are laid out on standard error, asked at the end.
    package convenience init(program: String, layout: @escaping @Sendable () -> TextLayout) {
        self.init { Self.endProcess($0, of: program, layout()) }
    }

    /// Ends in another way, for tests.
    package init(end: @escaping @Sendable (CommandError) -> Void) { self.end = end }

    /// From now on SIGINT, SIGTERM and SIGHUP stop the verb with this sentence, for example `interrupted; the job goes on`.
    ///
    /// - Parameter grace: how long a verb that is busy may take to come back; zero for one that has nothing to put away.
    ///   A transport asks at least once a second whether it is to go on, so less would cut it short.
    package func arm(saying sentence: String, hints: [String] = [], grace: Duration = .milliseconds(1_500)) {
        state.withLock { state in
            state.sentence = sentence
            state.hints = hints
            state.grace = grace
            guard state.sources.isEmpty else { return }
            let registered = DispatchSemaphore(value: 0)
            state.sources = [SIGINT, SIGTERM, SIGHUP].filter { $0 != SIGHUP || !Self.isIgnored($0) }.map { number in
                let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
                source.setEventHandler { [weak self] in self?.handle() }
                source.setRegistrationHandler { registered.signal() }
                source.activate()
                return source
            }
            // Until the source is registered, on a thread of Dispatch, a signal would end the process unheard.
            for _ in state.sources { _ = registered.wait(timeout: .now() + .seconds(1)) }
        }
    }

    /// Whether whoever started the program wants it to outlive that signal, as `nohup` does: a source would hear it.
    static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        guard sigaction(number, nil, &action) == 0 else { return false }
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
            == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    /// What gives the terminal back, before the last words; nil when there is nothing left to give back.
    package func onInterrupt(_ cleanUp: (@Sendable () -> Void)?) { state.withLock { $0.cleanUp = cleanUp } }

    /// Whether a signal came.
    package var isRaised: Bool { state.withLock { $0.isRaised } }

    /// Throws once a signal came.
    package func check() throws(CommandError) {
        let isRaised = state.withLock { state in
            if state.isRaised { state.isNoticed = true }
            return state.isRaised
        }
        if isRaised { throw error }
    }

    /// Waits that long, less when a signal comes; then throws.
    package func sleep(for duration: Duration) throws(CommandError) {
        try check()
        let milliseconds = Int(clamping: max(0, min(duration.milliseconds, 86_400_000)))
        _ = raised.wait(timeout: .now() + .milliseconds(milliseconds))
        try check()
    }

    /// One signal came.
    package func handle() {
        let isFirst = state.withLock { state in
            defer { state.isRaised = true }
            return !state.isRaised
        }
        let grace = state.withLock(\.grace)
        guard isFirst, grace > .zero else { return finish() }
        raised.signal()
        // The verb may be inside a call to the API: it gets a moment to come back.
        let milliseconds = Int(clamping: grace.milliseconds)
        queue.asyncAfter(deadline: .now() + .milliseconds(milliseconds)) { [weak self] in
            guard let self, !state.withLock(\.isNoticed) else { return }
            finish()
        }
    }

    private func finish() {
        state.withLock { $0.cleanUp }?()
        end(error)
    }

    private var error: CommandError {
        state.withLock { CommandError(.interrupted, $0.sentence, hints: $0.hints) }
    }

    private static func endProcess(_ error: CommandError, of program: String, _ layout: TextLayout) {
        let text = Array(error.text(from: program, in: layout).utf8)
        _ = text.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
        _exit(error.exitCode.rawValue)
    }
}
