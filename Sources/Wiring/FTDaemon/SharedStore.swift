import Dispatch
import FineTuning
import JobStorage
import Synchronization

/// The one writer of the store, handed from loop to loop: whoever is in the closure owns it.
final class SharedStore: Sendable {
    /// The store's file.
    let path: String
    /// Lets the loops in one by one, in the order in which they asked.
    ///
    /// A lock alone may let a busy loop in again and again. The thread sanitizer sees what a queue orders; what a
    /// contended `Mutex` orders it does not.
    private let turns = DispatchQueue(label: "ftd.store")
    private let store: Mutex<JobStore>

    init(path: String, makesDirectory: Bool) throws(StoreError) {
        self.path = path
        store = Mutex(try JobStore(path: path, makesDirectory: makesDirectory))
    }

    /// Uses the store; short, since every other loop waits meanwhile.
    func use<Value: Sendable>(_ body: (JobStore) throws -> Value) rethrows -> Value {
        try turns.sync { try store.withLock { try body($0) } }
    }
}
