internal import Dispatch
internal import Synchronization

/// A value that several threads use, one at a time, in the order in which they asked.
///
/// A lock alone may let a busy thread in again and again; and the thread sanitizer sees what a queue orders, but not what
/// a contended `Mutex` does.
package final class Turns<Value>: Sendable {
    private let queue: DispatchQueue
    private let value: Mutex<Value>

    /// - Parameter name: the queue's, for those who look at threads.
    package init(_ name: String, _ value: sending Value) {
        queue = DispatchQueue(label: name)
        self.value = Mutex(value)
    }

    /// Uses the value once those who asked earlier are done; not to be asked for again in the body.
    ///
    /// - Throws: what the body throws.
    package func use<Outcome: Sendable, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> Outcome
    ) throws(Failure) -> Outcome {
        try queue.sync { () -> Result<Outcome, Failure> in
            value.withLock { value in
                do throws(Failure) { return .success(try body(&value)) } catch { return .failure(error) }
            }
        }.get()
    }
}
