import FineTuning
import JobStorage
import Services
import Synchronization

/// The one writer of the store, handed from loop to loop: whoever is in the closure owns it.
final class SharedStore: Sendable {
    /// The store's file.
    let path: String
    private let store: Turns<JobStore>
    private let health = Mutex(Health())

    private struct Health {
        /// Why the last write failed.
        var cause: String?
        var observer: (@Sendable (String?) -> Void)?
    }

    init(path: String, makesDirectory: Bool, lockPatience: Duration) throws(StoreError) {
        self.path = path
        store = Turns("ftd.store", try JobStore(path: path, makesDirectory: makesDirectory, lockPatience: lockPatience))
    }

    /// Uses the store; short, since every other loop waits meanwhile.
    ///
    /// - Throws: what the body throws, or `StoreError` when the store is not ours any more.
    func use<Value: Sendable>(_ body: (JobStore) throws -> Value) throws -> Value {
        try store.use { store in
            try store.checkIsOurs()
            do {
                let value = try body(store)
                noteSuccess(store)
                return value
            } catch {
                noteFailure(error)
                throw error
            }
        }
    }

    /// Says from now on why nothing can be written, and with nil when it can be again.
    func observe(_ observer: @escaping @Sendable (String?) -> Void) { health.withLock { $0.observer = observer } }

    /// A turn that wrote nothing proves nothing: after a failed one the store is written to, to see.
    private func noteSuccess(_ store: JobStore) {
        guard health.withLock({ $0.cause != nil }) else { return }
        do {
            try store.checkWritable()
            note(nil)
        } catch {
            noteFailure(error)
        }
    }

    private func noteFailure(_ error: any Error) {
        guard StoreError.isOfWriting(error) else { return }
        note(StoreError.explained(error, store: path))
    }

    private func note(_ cause: String?) {
        let observer = health.withLock { health in
            defer { health.cause = cause }
            return health.cause == cause ? nil : health.observer
        }
        observer?(cause)
    }
}
