import Glibc

/// The keys that are pressed while a program draws: read one by one, and not shown.
struct TerminalKeys {
    private let before: termios
    var isOver = false

    /// Takes the keys; nil where standard input is no terminal, or not ours at the moment.
    init?() {
        var settings = termios()
        guard isatty(STDIN_FILENO) == 1, tcgetpgrp(STDIN_FILENO) == getpgrp(),
            tcgetattr(STDIN_FILENO, &settings) == 0
        else { return nil }
        before = settings
        settings.c_lflag &= ~tcflag_t(ICANON | ECHO)
        // VMIN and VTIME: a read returns with the first key.
        settings.c_cc.6 = 1
        settings.c_cc.5 = 0
        guard tcsetattr(STDIN_FILENO, TCSANOW, &settings) == 0 else { return nil }
    }

    /// Gives them back to the terminal's own line editing.
    func giveBack() {
        var settings = before
        _ = tcsetattr(STDIN_FILENO, TCSANOW, &settings)
    }

    /// Waits for keys at most that long.
    ///
    /// - Returns: What was pressed; empty where nothing was.
    mutating func wait(milliseconds: Int32) -> [UInt8] {
        var request = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        guard poll(&request, 1, milliseconds) > 0 else { return [] }
        var keys = [UInt8](repeating: 0, count: 64)
        let count = read(STDIN_FILENO, &keys, keys.count)
        if count <= 0, errno != EINTR || count == 0 { isOver = true }
        return Array(keys.prefix(max(0, count)))
    }
}
