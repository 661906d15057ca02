import Dispatch
import FineTuning
import Glibc
import JobStorage
import Services
import Text

/// Looks after the store itself, beside the work on it: once a day its whole file is looked through, and what is kept
/// no longer by the rules goes.
final class StoreLoop: Loop {
    let pulse = Pulse()
    private let context: DaemonContext
    private let rules: KeepingRules
    private let stop = StopFlag()
    private let ticker = Ticker(name: "ftd.store")

    /// The least time between two checks of the whole file, which reads all of it.
    private static let checkInterval: Duration = .seconds(86_400)
    /// The longest time until it is asked again whether anything is due.
    private static let interval: Duration = .seconds(3600)

    /// The most jobs that are thinned while everybody else waits for the store.
    private static let jobsAtOnce = 20
    /// The longest that everybody waits for the store while its file is written anew.
    private static let longestRewriting: Duration = .seconds(30)

    /// - Parameter rules: how long details are kept.
    init(keeping rules: KeepingRules, context: DaemonContext) {
        self.rules = rules
        self.context = context
    }

    func start() { ticker.start { [weak self] in self?.turn() } }

    /// Nothing here is more urgent because somebody asks for a look.
    func wake() {}

    /// A check under way is given up: it begins again with the next start.
    func stop(_ stop: LoopStop, _ group: DispatchGroup) {
        self.stop.raise(stop)
        ticker.stop(group)
    }

    private func turn() -> Ticker.Wait? {
        guard !stop.isRaised else { return nil }
        do { try checkIfDue() } catch let error as StoreError where error.isDamage {
            context.storeFailed("\(error)", .person)
        } catch {
            context.log.warning("the store was not checked", ["cause": "\(error)"])
        }
        do { try thin() } catch {
            context.log.warning("the store was not thinned", ["cause": "\(error)"])
        }
        context.giveCodeBack()
        pulse.expect(within: Self.interval)
        return Ticker.Wait(Self.interval, least: Self.interval)
    }

    private func checkIfDue() throws {
        let last = try context.store.use { try $0.reader.info().checkedAt }
        let now = UnixTime.now()
        // A check in the future was made by another clock.
        if let last, last <= now, now - last < Self.checkInterval { return }
        // A connection of its own, so that nobody waits for it.
        let reader = try JobStoreReader(path: context.store.path)
        let (stop, pulse) = (stop, pulse)
        let isDone = try reader.check {
            // As long as it gets on, it is not stuck, however large the file is.
            pulse.expect(within: .zero)
            return !stop.isRaised
        }
        guard isDone else { return }
        try context.store.use { try $0.wasChecked(at: .now()) }
    }

    /// Thins what the rules keep no longer, and gives the room back.
    private func thin() throws {
        var rows: [StoredDetail: Int] = [:]
        for detail in StoredDetail.allCases {
            guard let cutoff = rules.cutoff(detail, now: .now()) else { continue }
            rows[detail] = try thin(detail, endedBy: cutoff)
        }
        rows = rows.filter { $0.value > 0 }
        guard !rows.isEmpty, !stop.isRaised else { return }
        let counts = rows.mapValues(String.init)
        context.log.info(
            "store thinned",
            [
                "metrics": counts[.metrics], "events": counts[.events], "deliveries": counts[.deliveries],
                "transitions": counts[.transitions],
            ])
        try giveSpaceBack()
    }

    private func thin(_ detail: StoredDetail, endedBy cutoff: UnixTime) throws -> Int {
        var rows = 0
        while !stop.isRaised {
            pulse.expect(within: .zero)
            let part = try context.store.use { store in
                // What another member of the group says to have exported is no reason to throw anything away.
                try store.thin(
                    detail, endedBy: cutoff, believed: [0, geteuid()], at: .now(), limit: Self.jobsAtOnce)
            }
            rows += part.rows
            if part.jobs == 0 { break }
        }
        switch detail {
        case .deliveries where !stop.isRaised:
            rows += try context.store.use { try $0.thinAccountDeliveries(endedBy: cutoff) }
        case .deliveries, .metrics, .events, .transitions: break
        }
        return rows
    }

    private func giveSpaceBack() throws {
        let (stop, end) = (stop, SuspendingClock.now + Self.longestRewriting)
        let outcome = try context.store.use { store in
            try store.giveSpaceBack { !stop.isRaised && SuspendingClock.now < end }
        }
        switch outcome {
        case .fits: break
        case .givenBack(let bytes): context.log.info("space given back", ["bytes": "\(bytes)"])
        case .takesLonger(let free) where !stop.isRaised:
            context.log.warning(
                "space was not given back",
                [
                    "bytes": "\(free)",
                    "cause": "writing the file anew takes longer than \(HumanText.duration(Self.longestRewriting)): "
                        + "later rows will use the room, or stop ftd and run: sqlite3 \(context.store.path) VACUUM",
                ])
        case .takesLonger: break
        }
    }
}

extension StoreError {
    fileprivate var isDamage: Bool {
        switch self {
        case .damaged: true
        case .absent, .noDirectory, .cannotMake, .notYetMade, .notReadable, .notOurs, .newer, .tooOld, .held, .replaced,
            .cannotLock, .migrationFailed, .failed:
            false
        }
    }
}
