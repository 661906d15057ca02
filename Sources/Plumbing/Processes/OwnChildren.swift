import Glibc
import Synchronization

/// The programs that this process has started and not reaped yet: nobody else may take their status.
enum OwnChildren {
    private static let processes = Mutex<Set<pid_t>>([])

    /// Starts one; it is known from its first moment on.
    static func start(_ spawn: () throws(ChildStartError) -> pid_t) throws(ChildStartError) -> pid_t {
        try processes.withLock { processes throws(ChildStartError) in
            let process = try spawn()
            processes.insert(process)
            return process
        }
    }

    /// Forgets one that was reaped.
    static func forget(_ process: pid_t) { processes.withLock { _ = $0.remove(process) } }

    /// Runs the body while none is started, with those that there are.
    static func withAll(_ body: (Set<pid_t>) -> Void) { processes.withLock { body($0) } }
}

/// The children of others, which the kernel gives to the first process of a container or a machine when their parents die.
package enum Orphans {
    /// The most that are reaped at once.
    private static let most = 1000

    /// Reaps those that have ended, if this is the first process; nobody else would.
    ///
    /// Each is looked at before, so that no status of a program of ours is lost.
    package static func reap() {
        guard getpid() == 1 else { return }
        OwnChildren.withAll { own in
            for _ in 0..<most {
                var information = siginfo_t()
                guard waitid(P_ALL, 0, &information, WEXITED | WNOHANG | WNOWAIT) == 0,
                    information.si_signo == SIGCHLD
                else { return }
                let process = information._sifields._sigchld.si_pid
                // One of ours is reaped in a moment by whoever runs it; what is behind it has time until the next look.
                guard !own.contains(process) else { return }
                waitpid(process, nil, WNOHANG)
            }
        }
    }
}
