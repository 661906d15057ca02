import Dispatch
import Synchronization

/// The wish to end the process, from wherever it comes; the first one counts.
final class ExitRequest: Sendable {
    private let code = Mutex<Int32?>(nil)
    private let made = DispatchSemaphore(value: 0)

    /// Asks for the end with that exit code.
    func make(_ code: Int32) {
        let isFirst = self.code.withLock { stored in
            defer { stored = stored ?? code }
            return stored == nil
        }
        if isFirst { made.signal() }
    }

    /// Blocks until somebody asks.
    func wait() -> Int32 {
        made.wait()
        return code.withLock { $0 ?? 0 }
    }
}
