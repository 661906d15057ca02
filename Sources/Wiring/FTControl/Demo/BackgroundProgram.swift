import Dispatch
import Processes
import Synchronization

/// A program that runs until it is stopped, in a process group of its own.
final class BackgroundProgram: Sendable {
    /// What the program may take at the most; nothing of the demo outlives it.
    private static let longest: Duration = .seconds(180)

    private let isStopped = Atomic<Bool>(false)
    private let ended = DispatchGroup()
    private let result = Mutex<ChildResult?>(nil)

    /// Starts it; its output goes to a file, which others can read while it runs.
    init(_ arguments: [String], environment: [String: String], output: String) {
        let command = ChildCommand(
            arguments: ["/bin/sh", "-c", "exec \"$@\" > \"$0\" 2>&1", output] + arguments, environment: environment,
            timeout: Self.longest, grace: .seconds(6))
        let queue = DispatchQueue(label: "ftctl.demo")
        queue.async(group: ended) { [self] in
            let ending = ChildProcess.run(command) { isStopped.load(ordering: .acquiring) }
            result.withLock { $0 = ending }
        }
    }

    /// Whether it has ended, by itself or not.
    var hasEnded: Bool { result.withLock { $0 != nil } }

    /// Tells it to stop and waits until it has.
    func stop() {
        isStopped.store(true, ordering: .releasing)
        _ = ended.wait(timeout: .now() + .seconds(10))
    }
}
