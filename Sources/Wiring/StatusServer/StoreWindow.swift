import Dispatch
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
        /// It goes along an index.
        case light
        /// It may read every job, and must not keep the light ones waiting.
        case heavy
    }

    /// The store's file.
    let path: String
    private let light = StoreLane()
    private let heavy = StoreLane()
    private let tallies: TallyKeeper

    init(path: String, prices: JobCosts, time: LocalTime) {
        self.path = path
        tallies = TallyKeeper(path: path, prices: prices, time: time)
    }

    /// Reads from the store.
    ///
    /// - Throws: `StoreError`, or what SQLite said.
    func read<Value: Sendable>(
        _ weight: Weight = .light, _ body: (JobStoreReader, StoreTally) throws -> Value
    ) throws -> Value {
        let (tally, value) = try light.use(path) { reader, version -> (StoreTally, Value?) in
            let tally = try tallies.tally(reader, version)
            switch weight {
            case .light: return (tally, try body(reader, tally))
            case .heavy: return (tally, nil)
            }
        }
        return try value ?? heavy.use(path) { reader, _ in try body(reader, tally) }
    }

    /// Sums the store up before anybody asks; what is wrong with it is said to whoever does.
    func prepare() {
        DispatchQueue.global(qos: .utility).async { [self] in
            do { try read { _, _ in } } catch { return }
        }
    }

    /// Which state the store is in.
    func version() throws -> StoreVersion { try light.use(path) { _, version in version } }
}

/// One connection: whoever is in the closure owns it.
private final class StoreLane: Sendable {
    private struct Open {
        let reader: JobStoreReader
        let identity: FileIdentity?
        let schema: Int
    }

    private struct State {
        var open: Open?
        /// How many connections there were.
        var count = 0
    }

    private let state = Mutex(State())

    /// How long a question waits for a lock that another process keeps: a page that says so helps more than a long wait.
    private static let patience: Duration = .milliseconds(500)

    func use<Value: Sendable>(
        _ path: String, _ body: (JobStoreReader, StoreVersion) throws -> Value
    ) throws -> Value {
        try state.withLock { state in
            do {
                if let current = state.open, try !Self.isCurrent(current, path) { state.open = nil }
                if state.open == nil { state.count += 1 }
                let current = try state.open ?? Self.open(path)
                state.open = current
                let version = StoreVersion(connection: state.count, writing: try current.reader.version())
                return try body(current.reader, version)
            } catch {
                // Whatever went wrong, the next question begins with a fresh connection.
                state.open = nil
                throw error
            }
        }
    }

    private static func open(_ path: String) throws -> Open {
        let identity = identity(path)
        let reader = try JobStoreReader(path: path, patience: patience)
        return Open(reader: reader, identity: identity, schema: try reader.currentSchema())
    }

    private static func isCurrent(_ open: Open, _ path: String) throws -> Bool {
        try open.identity == identity(path) && open.reader.currentSchema() == open.schema
    }

    /// Nil where there is no file: opening it says so.
    private static func identity(_ path: String) -> FileIdentity? {
        do throws(SystemError) { return try FileIdentity(of: path) } catch { return nil }
    }
}

/// Keeps the sums of the store until it has changed.
///
/// Small stores are summed up anew at once, however slow the machine is. Where that takes long it is done beside the
/// requests, which get the sums of before meanwhile, and no more than a twentieth of the time is spent on it.
private final class TallyKeeper: Sendable {
    private struct Kept {
        var tally: StoreTally
        /// Of the connection that asks.
        var version: StoreVersion
        var took: Duration
        var madeAt: ContinuousClock.Instant

        /// Whether it is made anew at once.
        var isQuick: Bool { took <= TallyKeeper.quick || (tally.counts[.all] ?? 0) <= TallyKeeper.few }
    }

    private struct State {
        var kept: Kept?
        var isMaking = false
    }

    private let path: String
    private let prices: JobCosts
    private let time: LocalTime
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "ftweb.sums", qos: .utility)

    /// What is quicker is done at once.
    private static let quick: Duration = .milliseconds(2)
    /// So many jobs are never many.
    private static let few = 500
    /// So many times as long as it took nothing is summed up again.
    private static let rest = 20

    init(path: String, prices: JobCosts, time: LocalTime) {
        self.path = path
        self.prices = prices
        self.time = time
    }

    /// The sums as of now, or as of a while ago.
    func tally(_ reader: JobStoreReader, _ version: StoreVersion) throws -> StoreTally {
        if let kept = state.withLock({ $0.kept }) {
            if kept.version == version { return kept.tally }
            // The sums of another store that lay here before are no sums of before.
            if !kept.isQuick && kept.version.connection == version.connection {
                makeLater(version)
                return kept.tally
            }
        }
        return try make(reader, version).tally
    }

    private func make(_ reader: JobStoreReader, _ version: StoreVersion) throws -> Kept {
        let start = ContinuousClock.now
        let tally = try StoreTally(of: reader, prices: prices, time: time)
        let kept = Kept(tally: tally, version: version, took: start.duration(to: .now), madeAt: .now)
        state.withLock { $0.kept = kept }
        return kept
    }

    private func makeLater(_ version: StoreVersion) {
        let isDue = state.withLock { state in
            guard !state.isMaking, let kept = state.kept, kept.madeAt + kept.took * Self.rest < .now else {
                return false
            }
            state.isMaking = true
            return true
        }
        guard isDue else { return }
        queue.async { [self] in
            do {
                _ = try make(JobStoreReader(path: path), version)
            } catch {
                // The next request finds out by itself what is wrong with the store.
            }
            state.withLock { $0.isMaking = false }
        }
    }
}
