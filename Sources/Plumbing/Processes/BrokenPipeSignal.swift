import Glibc

/// Keeps SIGPIPE from the calling thread while it lives.
///
/// A program may close its standard input early; writing to it then raises SIGPIPE, which the kernel sends to the
/// writing thread. It is blocked, taken off the queue, and the mask put back, so nothing depends on what the rest of
/// the process does with the signal. To be made and dropped on one thread.
struct BrokenPipeSignal: ~Copyable {
    private var previous = sigset_t()
    private let wasPending: Bool

    init() {
        var pending = sigset_t()
        sigpending(&pending)
        wasPending = sigismember(&pending, SIGPIPE) == 1
        var signals = Self.only
        pthread_sigmask(SIG_BLOCK, &signals, &previous)
    }

    deinit {
        if !wasPending {
            var signals = Self.only
            var now = timespec(tv_sec: 0, tv_nsec: 0)
            while sigtimedwait(&signals, nil, &now) < 0, errno == EINTR {}
        }
        var previous = previous
        pthread_sigmask(SIG_SETMASK, &previous, nil)
    }

    private static var only: sigset_t {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        return signals
    }
}
