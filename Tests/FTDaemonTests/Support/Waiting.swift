import Dispatch
import Glibc
import Testing

/// Waits until something holds, looking often; fails the test when it does not within 10 s.
func waitUntil(
    _ what: String, sourceLocation: SourceLocation = #_sourceLocation, _ condition: () throws -> Bool
) rethrows {
    let end = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < end {
        if try condition() { return }
        usleep(2000)
    }
    Issue.record("waited in vain: \(what)", sourceLocation: sourceLocation)
}
