import Dispatch
import FineTuning
import Services
import Synchronization

extension Daemon {
    /// The longest that `--once` takes: 60 s, less what a stop may take.
    private static let onceBound: Duration = .seconds(60) - Daemon.stopPatience

    /// Polls every account once, takes submissions on, and attempts every due delivery once.
    ///
    /// - Returns: the exit code: 0, 1 when the store failed, 4 when a key was refused or is missing, 5 when an API
    ///   could not be reached.
    func runOnce() -> Int32 {
        let generation = generation.withLock { $0 }
        let signals = SignalSource(queue: DispatchQueue(label: "ftd.signals")) { signal in
            if signal == .stop { generation.context.stop.raise() }
        }
        defer { signals.cancel() }
        let code = Mutex<Int32>(0)
        let done = DispatchSemaphore(value: 0)
        DispatchQueue(label: "ftd.once").async {
            let result = Self.pass(generation)
            code.withLock { $0 = result }
            done.signal()
        }
        if done.wait(timeout: .now() + .milliseconds(Int(Self.onceBound.milliseconds))) == .timedOut {
            generation.context.stop.raise()
            log.warning("not done within 60 s")
            if done.wait(timeout: .now() + .milliseconds(Int(Self.stopPatience.milliseconds))) == .timedOut { return 5 }
        }
        return code.withLock { $0 }
    }

    private static func pass(_ generation: Generation) -> Int32 {
        generation.submissions.work()
        var code: Int32 = 0
        for loop in generation.accounts {
            guard let failure = loop.poll().failure else { continue }
            if failure.isFatal { return 1 }
            // A refused key is for a person to mend, so it is the news of the two.
            code = failure.isRefusal ? 4 : (code == 4 ? 4 : 5)
        }
        for loop in generation.hooks where !loop.deliverDue() { return 1 }
        return code
    }
}
