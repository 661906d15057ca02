import Files
import FineTuning
import JobStorage
import JobViews
import Synchronization
import Text

/// Changes whenever something was written to the store, or it was opened anew.
struct StoreVersion: Sendable, Hashable {
    /// How many connections there were.
    ///
    /// Each counts what was written from the same number on, so that two stores at one path look alike without it.
    fileprivate let connection: Int
    /// What SQLite counts of what others write.
    fileprivate let writing: Int64
}

/// The store as the pages read it: opened when it is there, opened anew when it was replaced or brought up to date; nothing
/// is being read any more when an answer goes out.
final class StoreWindow: Sendable {
    /// How long a question may take.
    enum Weight {
        /// It is answered from the catalog and along indexes.
        case light
        /// It may read much, and must not keep the light ones waiting.
        case heavy
    }

    /// What a question is answered from.
    struct Source {
        let store: JobStoreReader
        /// The sums as of now.
        let tally: StoreTally
        /// As up to date as the store; for light questions only.
        let catalog: JobCatalog?

        /// Whether a word can be looked for without reading every job.
        var isSearchable: Bool { catalog?.isSearchable ?? false }
    }

    /// The store's file.
    let path: String
    private let light: StoreLane
    private let heavy: StoreLane

    init(path: String, prices: JobCosts, time: LocalTime) {
        self.path = path
        light = StoreLane(prices: prices, time: time)
        heavy = StoreLane(prices: prices, time: time)
    }

    /// Reads from the store.
    ///
    /// - Throws: `StoreError`, or what SQLite said.
    func read<Value: Sendable>(_ weight: Weight = .light, _ body: (Source) throws -> Value) throws -> Value {
        let (tally, value) = try light.use(path) { open, version in
            try open.reader.snapshot { () -> (StoreTally, Value?) in
                let tally = try open.tally(at: version)
                switch weight {
                case .light:
                    return (tally, try body(Source(store: open.reader, tally: tally, catalog: open.catalog)))
                case .heavy: return (tally, nil)
                }
            }
        }
        return try value
            ?? heavy.use(path) { open, _ in try body(Source(store: open.reader, tally: tally, catalog: nil)) }
    }

    /// Reads every job before anybody asks; what is wrong with the store is said to whoever does.
    func prepare() {
        do { try read { _ in } } catch { return }
    }

    /// Which state the store is in.
    func version() throws -> StoreVersion { try light.use(path) { _, version in version } }
}

/// One connection: whoever is in the closure owns it.
private final class StoreLane: Sendable {
    /// An open store, and what is known of it.
    final class Open {
        let reader: JobStoreReader
        let catalog: JobCatalog
        fileprivate let identity: FileIdentity?
        fileprivate let schema: Int
        private var kept: (tally: StoreTally, version: StoreVersion)?

        fileprivate init(_ path: String, prices: JobCosts, time: LocalTime) throws {
            identity = StoreLane.identity(path)
            reader = try JobStoreReader(path: path, patience: StoreLane.patience)
            schema = try reader.currentSchema()
            catalog = JobCatalog(prices: prices, time: time)
        }

        fileprivate func isCurrent(_ path: String) throws -> Bool {
            try identity == StoreLane.identity(path) && reader.currentSchema() == schema
        }

        /// The sums of a state of the store, and the catalog with them.
        func tally(at version: StoreVersion) throws -> StoreTally {
            if let kept, kept.version == version { return kept.tally }
            try catalog.update(from: reader)
            let tally = try catalog.tally(with: reader)
            kept = (tally, version)
            return tally
        }
    }

    private struct State {
        var open: Open?
        /// How many connections there were.
        var count = 0
    }

    private let prices: JobCosts
    private let time: LocalTime
    private let state = Mutex(State())

    /// How long a question waits for a lock that another process keeps: a page that says so helps more than a long wait.
    private static let patience: Duration = .milliseconds(500)

    init(prices: JobCosts, time: LocalTime) {
        self.prices = prices
        self.time = time
    }

    func use<Value: Sendable>(_ path: String, _ body: (Open, StoreVersion) throws -> Value) throws -> Value {
        try state.withLock { state in
            do {
                if let current = state.open, try !current.isCurrent(path) { state.open = nil }
                if state.open == nil { state.count += 1 }
                let current = try state.open ?? Open(path, prices: prices, time: time)
                state.open = current
                let version = StoreVersion(connection: state.count, writing: try current.reader.version())
                return try body(current, version)
            } catch {
                // Whatever went wrong, the next question begins with a fresh connection.
                state.open = nil
                throw error
            }
        }
    }

    /// Nil where there is no file: opening it says so.
    private static func identity(_ path: String) -> FileIdentity? {
        do throws(SystemError) { return try FileIdentity(of: path) } catch { return nil }
    }
}
