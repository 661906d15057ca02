import Digest
import FineTuning
import HTTPClient
import Hooks
import JobStorage
import Services
import Settings
import Synchronization
import Text

/// What all loops of one generation share; a reload makes a new one around the same store.
final class DaemonContext: Sendable {
    let store: SharedStore
    let settings: Settings
    let environment: [String: String]
    let hooks: [Hook]
    let transport: any HTTPTransport
    let log: JournalLog
    let board: StatusBoard
    let stop: StopFlag
    private let bells = Mutex<[HookName: @Sendable () -> Void]>([:])
    private let pollBell = Mutex<(@Sendable () -> Void)?>(nil)

    init(
        store: SharedStore, settings: Settings, environment: [String: String], hooks: [Hook],
        transport: any HTTPTransport, log: JournalLog, board: StatusBoard, stop: StopFlag
    ) {
        self.store = store
        self.settings = settings
        self.environment = environment
        self.hooks = hooks
        self.transport = transport
        self.log = log
        self.board = board
        self.stop = stop
    }

    /// Rung when a hook has something new to deliver.
    func onDelivery(to hook: HookName, _ ring: @escaping @Sendable () -> Void) {
        bells.withLock { $0[hook] = ring }
    }

    /// Rung when the accounts are to be polled at once.
    func onPollWanted(_ ring: @escaping @Sendable () -> Void) { pollBell.withLock { $0 = ring } }

    /// Says that new rows are in the outbox.
    func delivered(_ deliveries: [Delivery]) {
        let rings = bells.withLock { bells in Set(deliveries.map(\.hook)).compactMap { bells[$0] } }
        for ring in rings { ring() }
    }

    /// Asks for a poll of every account at once.
    func pollSoon() { pollBell.withLock { $0 }?() }

    /// A new id for a transition: 128 random bits.
    static func newNoticeID() -> NoticeID {
        NoticeID("evt_" + Hexadecimal.encode(RandomBytes.make(16)))
    }

    /// A random number from 0 to 1.
    static func jitter() -> Double { Double.random(in: 0...1) }
}
