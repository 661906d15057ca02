package import Dispatch
internal import FineTuning
internal import Synchronization

/// A timer that fires once and can be set again, on the monotonic clock.
///
/// Setting it again before it fired moves it. The handler runs on the given queue; a serial queue means that it never
/// runs beside itself, and what came due meanwhile is one event.
package final class DispatchTimer: Sendable {
    private let source: Mutex<(any DispatchSourceTimer)?>

    /// Makes a timer that is not set.
    package init(queue: DispatchQueue, handler: @escaping @Sendable () -> Void) {
        let timer = DispatchSource.makeTimerSource(queue: queue)
        timer.setEventHandler(handler: handler)
        timer.schedule(deadline: .distantFuture)
        timer.activate()
        source = Mutex(timer)
    }

    /// Fires once, that much from now; what is over already fires at once.
    package func schedule(after delay: Duration) {
        let nanoseconds = max(0, min(delay.inSeconds, Self.longest)) * 1e9
        source.withLock {
            // A leeway of a thousandth saves wake-ups and is lost in the jitter of every interval.
            $0?.schedule(
                deadline: .now() + .nanoseconds(Int(nanoseconds)), leeway: .nanoseconds(Int(nanoseconds / 1000)))
        }
    }

    /// Never fires again.
    package func cancel() {
        source.withLock {
            $0?.cancel()
            $0 = nil
        }
    }

    deinit { cancel() }

    /// Ten years, in seconds: as nanoseconds that is far from an overflow.
    private static let longest = 10 * 365 * 86_400.0
}
