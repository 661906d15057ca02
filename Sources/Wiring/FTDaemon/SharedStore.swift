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

    init(path: String, makesDirectory: Bool, lockPatience: Duration) throws(StoreError) {
        self.path = path
        store = Mutex(try JobStore(path: path, makesDirectory: makesDirectory, lockPatience: lockPatience))
    }

    /// Uses the store; short, since every other loop waits meanwhile.
    ///
    /// - Throws: what the body throws, or `StoreError` when the store is not ours any more.
    func use<Value: Sendable>(_ body: (JobStore) throws -> Value) throws -> Value {
        try turns.sync {
            try store.withLock { store in
                try store.checkIsOurs()
                return try body(store)
            }
        }
    }
}
