package import Dispatch
internal import Glibc
internal import Synchronization

/// What a signal asks of a service.
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
/// Dispatch catches them with a handler of its own, which it installs once per signal and process. So nothing may set
/// them to be ignored, before or after: a second `SIG_IGN` switches every later source off (measured), and a handler has
/// the advantage that children do not inherit it. Until the source is made, the signals do what they always do.
package final class SignalSource: Sendable {
    private let sources: Mutex<[any DispatchSourceSignal]>

    /// What the signals mean.
    private static let meanings: [Int32: ServiceSignal] = [
        SIGTERM: .stop, SIGINT: .stop, SIGHUP: .reload, SIGUSR1: .poll,
    ]

    /// Listens from the return of this call on.
    ///
    /// - Parameters:
    ///   - queue: where the handler runs; the caller must not be on it.
    ///   - handler: called for each signal; signals of one kind that arrive together count once.
    package convenience init(queue: DispatchQueue, handler: @escaping @Sendable (ServiceSignal) -> Void) {
        // A reader that goes away is an error of `write`. Children inherit this one: whoever starts one resets it.
        signal(SIGPIPE, SIG_IGN)
        self.init(Self.meanings, queue: queue, handler: handler)
    }

    /// Listens to signals of the caller's choice.
    init(
        _ meanings: [Int32: ServiceSignal], queue: DispatchQueue, handler: @escaping @Sendable (ServiceSignal) -> Void
    ) {
        let registered = DispatchGroup()
        sources = Mutex(
            meanings.map { number, meaning in Self.source(number, meaning, queue, registered, handler) })
        // Dispatch registers in its own time, and a signal before that would end the process.
        _ = registered.wait(timeout: .now() + .seconds(5))
    }

    /// Stops listening; the signals stay without effect, because Dispatch's handler stays.
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
        let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
        source.setEventHandler { handler(meaning) }
        registered.enter()
        source.setRegistrationHandler { registered.leave() }
        source.activate()
        return source
    }
}
