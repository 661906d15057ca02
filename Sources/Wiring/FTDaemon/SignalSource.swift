package import Dispatch
internal import Glibc
internal import Synchronization

/// What a signal asks of the daemon.
package enum ServiceSignal: Equatable, Sendable {
    /// SIGTERM or SIGINT: finish the transaction, and stop.
    case stop
    /// SIGHUP: read the configuration again.
    case reload
    /// SIGUSR1: poll now.
    case poll
}

/// Signals as values on a queue.
///
/// The signals' default actions are switched off first, SIGPIPE's too: a reader that goes away is an error of `write`.
/// Children inherit that, so whoever starts one resets its signals.
package final class SignalSource: Sendable {
    private let sources: Mutex<[any DispatchSourceSignal]>

    /// Listens from the return of this call on.
    ///
    /// - Parameters:
    ///   - queue: where the handler runs.
    ///   - handler: told each signal; those of one kind that come together are told once.
    package init(queue: DispatchQueue, handler: @escaping @Sendable (ServiceSignal) -> Void) {
        signal(SIGPIPE, SIG_IGN)
        let registered = DispatchGroup()
        sources = Mutex(
            [(SIGTERM, .stop), (SIGINT, .stop), (SIGHUP, .reload), (SIGUSR1, .poll)].map { number, meaning in
                Self.source(number, meaning, queue, registered, handler)
            })
        // Dispatch registers in its own time; a signal before that would be lost (measured).
        _ = registered.wait(timeout: .now() + .seconds(5))
    }

    /// Hears nothing any more; the signals stay without effect.
    package func cancel() {
        sources.withLock {
            for source in $0 { source.cancel() }
            $0 = []
        }
    }

    deinit { cancel() }

    private static func source(
        _ number: Int32, _ meaning: ServiceSignal, _ queue: DispatchQueue, _ registered: DispatchGroup,
        _ handler: @escaping @Sendable (ServiceSignal) -> Void
    ) -> any DispatchSourceSignal {
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
        source.setEventHandler { handler(meaning) }
        registered.enter()
        source.setRegistrationHandler { registered.leave() }
        source.activate()
        return source
    }
}
