import FineTuning
import Glibc
package import HTTPClient

/// What reading from the Hub does to the world, so that tests can do it otherwise.
package struct HubEffects: Sendable {
    /// Sends the requests.
    package var transport: any HTTPTransport
    /// Waits for at most that long; returns early when the run is to stop.
    package var sleep: @Sendable (Duration) -> Void
    /// The wall clock in seconds since 1970, for the age of kept rows.
    package var now: @Sendable () -> Int64
    /// A random number from 0 to 1, which spreads waits.
    package var jitter: @Sendable () -> Double

    package init(
        transport: any HTTPTransport, sleep: @escaping @Sendable (Duration) -> Void,
        now: @escaping @Sendable () -> Int64, jitter: @escaping @Sendable () -> Double
    ) {
        self.transport = transport
        self.sleep = sleep
        self.now = now
        self.jitter = jitter
    }

    /// The network and the clocks of this machine.
    static func live(isCancelled: @escaping @Sendable () -> Bool) -> HubEffects {
        HubEffects(
            transport: CurlTransport(userAgent: "ftd/\(ProductVersion.text)", isCancelled: isCancelled),
            sleep: { duration in
                var left = duration.milliseconds
                while left > 0, !isCancelled() {
                    let slice = min(left, 100)
                    usleep(UInt32(slice) * 1_000)
                    left -= slice
                }
            }, now: { Int64(time(nil)) }, jitter: { Double.random(in: 0...1) })
    }
}
