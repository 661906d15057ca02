internal import Dispatch
internal import Synchronization

/// A request to end the process; the first one wins.
package final class ExitRequest: Sendable {
    private let code = Mutex<Int32?>(nil)
    private let made = DispatchSemaphore(value: 0)

    /// Nobody has asked yet.
    package init() {}

    /// Asks for the end with that exit code.
    package func make(_ code: Int32) {
        let isFirst = self.code.withLock { stored in
            defer { stored = stored ?? code }
            return stored == nil
        }
        if isFirst { made.signal() }
    }

    /// Blocks until somebody asks.
    package func wait() -> Int32 {
        made.wait()
        return code.withLock { $0 ?? 0 }
    }
}
