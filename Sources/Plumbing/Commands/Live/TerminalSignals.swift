import Dispatch
import Glibc
import Synchronization

/// What happens to a program's terminal from outside while it draws on it.
enum TerminalSignal: Sendable {
    /// The window has another size.
    case resized
    /// Ctrl-Z: the program is to stop until it is continued.
    case stop
    /// The program goes on.
    case continued
    /// Ctrl-\ or `kill -QUIT`: the program is to end.
    case quit
}

/// The signals of a terminal as values, from the return of the initializer on.
final class TerminalSignals: Sendable {
    private let sources: Mutex<[any DispatchSourceSignal]>

    private static let meanings: [Int32: TerminalSignal] = [
        SIGWINCH: .resized, SIGTSTP: .stop, SIGCONT: .continued, SIGQUIT: .quit,
    ]

    /// - Parameters:
    ///   - wanted: the others do what they always do.
    ///   - handler: called on a queue of its own.
    init(_ wanted: Set<TerminalSignal>, handler: @escaping @Sendable (TerminalSignal) -> Void) {
        let queue = DispatchQueue(label: "terminal")
        let registered = DispatchGroup()
        // Whoever started the program to be left alone by a signal wants that here, too.
        let meant = Self.meanings.filter { wanted.contains($0.value) && !Interrupt.isIgnored($0.key) }
        sources = Mutex(
            meant.map { number, signal in
                let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
                source.setEventHandler { handler(signal) }
                registered.enter()
                source.setRegistrationHandler { registered.leave() }
                source.activate()
                return source
            })
        // Until a source is registered, on a thread of Dispatch, the signal does what it always does.
        _ = registered.wait(timeout: .now() + .seconds(1))
    }

    /// Whether the program may draw: one in the background would write into what another one shows.
    static var isForeground: Bool {
        let group = tcgetpgrp(STDOUT_FILENO)
        return group < 0 || group == getpgrp()
    }
}
