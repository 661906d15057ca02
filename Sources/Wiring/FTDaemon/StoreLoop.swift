import Dispatch
import FineTuning
import JobStorage
import Services
import Text

/// Looks after the store itself, beside the work on it: once a day its whole file is looked through.
final class StoreLoop: Loop {
    let pulse = Pulse()
    private let context: DaemonContext
    private let stop = StopFlag()
    private let ticker = Ticker(name: "ftd.store")

    /// The least time between two checks of the whole file, which reads all of it.
    private static let checkInterval: Duration = .seconds(86_400)
    /// The longest time until it is asked again whether anything is due.
    private static let interval: Duration = .seconds(3600)

    init(context: DaemonContext) { self.context = context }

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
