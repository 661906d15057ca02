import Glibc
import Synchronization

/// A program on a terminal of its own, which the test types at, looks at and resizes.
final class TerminalProgram: Sendable {
    let process: pid_t
    private let name: String
    private let master: Int32
    private let state = Mutex(State())

    private struct State {
        var bytes: [UInt8] = []
        var ending: Program.Ending?
    }

    init(_ arguments: [String], environment: [String: String], columns: Int = 80, lines: Int = 24) throws {
        name = arguments.first?.split(separator: "/").last.map(String.init) ?? ""
        let terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)
        // TIOCSPTLCK and TIOCGPTN (ioctl_tty(2)), which the Glibc module does not show: unlocking, and its number.
        var (locked, number) = (Int32(0), UInt32(0))
        guard terminal >= 0, ioctl(terminal, 0x4004_5431, &locked) == 0, ioctl(terminal, 0x8004_5430, &number) == 0
        else { throw Overdue(description: "no terminal to be had: errno \(errno)") }
        master = terminal
        Self.resize(terminal, columns, lines)
        let device = "/dev/pts/\(number)"
        process = try ProcessStart.start(arguments, environment: environment, terminal: device)
    }

    deinit {
        if ending == nil {
            kill(-process, SIGKILL)
            var status: Int32 = 0
            waitpid(process, &status, 0)
        }
        close(master)
    }

    /// All that it wrote so far, sequences included.
    var text: String {
        state.withLock { state in
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            while true {
                let count = read(master, &buffer, buffer.count)
                guard count > 0 else { break }
                state.bytes += buffer[..<count]
            }
            return String(decoding: state.bytes, as: UTF8.self)
        }
    }

    /// What a person sees now.
    func picture(columns: Int = 80, lines: Int = 24) -> TerminalPicture {
        TerminalPicture(of: text, columns: columns, lines: lines)
    }

    /// Presses keys.
    func type(_ keys: String) {
        let bytes = Array(keys.utf8)
        _ = write(master, bytes, bytes.count)
    }

    /// Gives the window another size.
    func resize(columns: Int, lines: Int) { Self.resize(master, columns, lines) }

    private static func resize(_ terminal: Int32, _ columns: Int, _ lines: Int) {
        var size = winsize(ws_row: UInt16(lines), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(terminal, UInt(TIOCSWINSZ), &size)
    }

    /// Whether keys are shown and wait for the end of a line, as a shell expects it.
    var readsLines: Bool {
        var settings = termios()
        guard tcgetattr(master, &settings) == 0 else { return false }
        let wanted = tcflag_t(ECHO | ICANON)
        return settings.c_lflag & wanted == wanted
    }

    /// Whether the system has stopped it.
    var isStopped: Bool {
        let text = TextFile.read("/proc/\(process)/stat") ?? ""
        return text.split(separator: ")").last?.split(separator: " ").first == "T"
    }

    func send(_ signal: Int32) { if ending == nil { kill(process, signal) } }

    /// Nil while it runs.
    var ending: Program.Ending? {
        _ = text
        return state.withLock { state in
            if let known = state.ending { return known }
            var status: Int32 = 0
            guard waitpid(process, &status, WNOHANG) == process else { return nil }
            let signal = status & 0x7F
            state.ending = signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal)
            return state.ending
        }
    }

    /// Waits for its end.
    @discardableResult
    func end(within bound: Duration = .seconds(30)) throws -> Program.Ending {
        try EndToEndSupport.wait(until: "\(name) ends on its terminal:\n\(text.suffix(2000))", within: bound) { ending }
    }

    /// Waits until something is to be seen.
    func wait(until what: String, _ isTrue: (TerminalPicture) -> Bool) throws {
        do {
            try EndToEndSupport.wait(until: what, within: .seconds(20)) { isTrue(picture()) }
        } catch {
            throw Overdue(description: "\(error)\n\(picture().shown.joined(separator: "\n"))")
        }
    }
}
