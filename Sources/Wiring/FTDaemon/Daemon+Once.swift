import Dispatch
import FineTuning
import Services
import Synchronization

extension Daemon {
    /// How long the polls of `--once` may take, so that with a stop it is 60 s.
    private static let onceBound: Duration = .seconds(60) - Daemon.stopPatience

    /// Polls every account once, takes submissions on, and attempts every due delivery once.
    ///
    /// - Returns: the exit code: 0, 1 when the store failed, 4 when a key was refused or is missing, 5 when an API
    ///   could not be reached.
    func runOnce() -> Int32 {
        let loops = loops
        let signals = SignalSource(queue: DispatchQueue(label: "ftd.signals")) { signal in
            if signal == .stop { loops.stop(within: .zero) }
        }
        defer { signals.cancel() }
        let code = Mutex<Int32>(0)
        let done = DispatchSemaphore(value: 0)
        DispatchQueue(label: "ftd.once").async {
            let result = Self.pass(loops.loops)
            code.withLock { $0 = result }
            done.signal()
        }
        if done.wait(timeout: .now() + .milliseconds(Int(Self.onceBound.milliseconds))) == .timedOut {
            loops.stop(within: .zero)
            log.warning("not done within 60 s")
            if done.wait(timeout: .now() + .milliseconds(Int(Self.stopPatience.milliseconds))) == .timedOut { return 5 }
        }
        finishStore()
        return code.withLock { $0 }
    }

    private static func pass(_ loops: [any Loop]) -> Int32 {
        for case let loop as HeartbeatLoop in loops { loop.beat() }
        for case let loop as SubmissionLoop in loops { loop.work() }
        var code: Int32 = 0
        for case let loop as AccountLoop in loops {
            guard let failure = loop.pollTwiceIfRefused() else { continue }
            if failure.isFatal { return 1 }
            // A refused key needs a person, so its exit code wins over 5.
            code = failure.isRefusal ? 4 : (code == 4 ? 4 : 5)
        }
        for case let loop as ModelsLoop in loops { loop.look() }
        for case let loop as HeartbeatLoop in loops { loop.beat() }
        for case let loop as HookLoop in loops where !loop.deliverDue() { return 1 }
        return code
    }
}
