import Glibc

/// Calls again as long as a signal interrupts the call.
package func withoutInterruption(_ call: () -> Int) -> Int {
    while true {
        let result = call()
        if result >= 0 || errno != EINTR { return result }
    }
}
