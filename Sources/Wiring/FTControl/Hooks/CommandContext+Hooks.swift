import Commands
import FineTuning
import JobStorage
import Settings
import Spool
import Text

extension CommandContext {
    /// The configured hook of that name.
    func hook(_ name: String) throws -> HookSettings {
        let hooks = try settings().hooks
        guard let hook = hooks.first(where: { $0.name.rawValue == name }) else {
            throw Self.unknown("hook", name, among: hooks.map(\.name.rawValue))
        }
        return hook
    }

    /// Whether a daemon works on the store, so that it does what wishes ask for.
    func isDaemonRunning() throws -> Bool {
        let place = try storePlace()
        return try JobStoreReader.isDaemonAlive(store: place.path) ?? spool().wake()
    }

    /// Leaves a wish about hooks, and waits a moment for the daemon to take it.
    ///
    /// - Returns: the name of the wish, and whether it was taken; where it was not, that is said.
    @discardableResult
    func leave(_ wish: HookWish) throws -> (name: String, isTaken: Bool) {
        let spool = try spool()
        let left = try spool.leave(.hooks(wish))
        spool.wake()
        guard try isDaemonRunning() else {
            try say("ftd is not running: this is done when it starts")
            return (left.name, false)
        }
        let end = uptime + Self.wishPatience
        while spool.isOpen(left) {
            guard uptime < end else {
                try say("ftd has not come to it yet: this is done as soon as it does")
                return (left.name, false)
            }
            try interrupt.sleep(for: .milliseconds(20))
        }
        return (left.name, true)
    }

    /// The daemon looks at the spool at most once in 100 ms, after what it is at.
    private static let wishPatience: Duration = .seconds(5)
}

extension ArgumentKind where Value == NoticeType {
    /// A type of notice by its last word, or whole.
    static var noticeType: ArgumentKind {
        ArgumentKind(
            name: "TYPE", expectation: "a type of notice", choices: NoticeType.allCases.map(\.shortWord)
        ) { word in
            NoticeType.allCases.first { $0.shortWord == word || $0.rawValue == word }
        }
    }
}
