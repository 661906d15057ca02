import Glibc
import Synchronization

/// Processes that SIGKILL has not ended in time, which only the kernel can hold up (a dead network mount).
///
/// Their ids are kept, so that each later run of a program asks once whether they can be reaped.
enum UnreapedChildren {
    private static let processes = Mutex<[pid_t]>([])

    /// Remembers one.
    static func add(_ process: pid_t) { processes.withLock { $0.append(process) } }

    /// Reaps those that have ended meanwhile, without waiting.
    ///
    /// - Returns: how many are left.
    @discardableResult
    static func sweep() -> Int {
        processes.withLock { processes in
            processes.removeAll { process in
                guard waitpid(process, nil, WNOHANG) != 0 else { return false }
                OwnChildren.forget(process)
                return true
            }
            return processes.count
        }
    }
}
