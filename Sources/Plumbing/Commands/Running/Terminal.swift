import Glibc

/// What is known about the terminal, if there is one.
package struct Terminal: Sendable, Equatable {
    package var inputIsTerminal: Bool
    package var outputIsTerminal: Bool
    package var errorsIsTerminal: Bool
    /// Columns of the terminal that output goes to, from 20 to 1,000; 80 where there is none.
    package var width: Int
    /// Lines of that terminal; 24 where there is none.
    package var height: Int

    package init(
        inputIsTerminal: Bool, outputIsTerminal: Bool, errorsIsTerminal: Bool, width: Int, height: Int = 24
    ) {
        self.inputIsTerminal = inputIsTerminal
        self.outputIsTerminal = outputIsTerminal
        self.errorsIsTerminal = errorsIsTerminal
        self.width = width
        self.height = height
    }

    /// No terminal anywhere.
    package static let none = Terminal(
        inputIsTerminal: false, outputIsTerminal: false, errorsIsTerminal: false, width: 80)

    /// Asks the system; `COLUMNS` in the environment goes before the terminal's own width.
    package static func detect(environment: [String: String]) -> Terminal {
        let measured = measuredSize()
        return Terminal(
            inputIsTerminal: isatty(STDIN_FILENO) == 1, outputIsTerminal: isatty(STDOUT_FILENO) == 1,
            errorsIsTerminal: isatty(STDERR_FILENO) == 1,
            width: width(columns: environment["COLUMNS"], measured: measured?.columns),
            height: max(2, measured?.lines ?? 24))
    }

    /// The width to use: `COLUMNS` when it is a sensible number, otherwise what the terminal said, otherwise 80.
    package static func width(columns: String?, measured: Int?) -> Int {
        for candidate in [columns.flatMap { Int($0) }, measured] {
            if let candidate, candidate > 0 { return min(1000, max(20, candidate)) }
        }
        return 80
    }

    /// Whether a stream is coloured: `--color`, then `NO_COLOR`, `CLICOLOR_FORCE`, the terminal, `TERM`, `CLICOLOR`.
    package static func paint(isTerminal: Bool, choice: ColorChoice, environment: [String: String]) -> Paint {
        func isSet(_ name: String) -> Bool { !(environment[name] ?? "").isEmpty }
        switch choice {
        case .always: return Paint(isOn: true)
        case .never: return Paint(isOn: false)
        case .auto:
            if isSet("NO_COLOR") { return Paint(isOn: false) }
            if isSet("CLICOLOR_FORCE"), environment["CLICOLOR_FORCE"] != "0" { return Paint(isOn: true) }
            return Paint(isOn: isTerminal && understandsSequences(environment) && environment["CLICOLOR"] != "0")
        }
    }

    /// Whether the terminal understands escape sequences, by `TERM`.
    package static func understandsSequences(_ environment: [String: String]) -> Bool {
        !["", "dumb"].contains(environment["TERM"] ?? "")
    }

    /// Whether text beyond ASCII can be shown, by the locale that `LC_ALL`, `LC_CTYPE` or `LANG` names (POSIX.1-2017,
    /// 8.2).
    package static func showsUnicode(_ environment: [String: String]) -> Bool {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        let name = locale.lowercased()
        return name.contains("utf-8") || name.contains("utf8")
    }

    private static func measuredSize() -> (columns: Int, lines: Int)? {
        for descriptor in [STDOUT_FILENO, STDERR_FILENO] {
            var size = winsize()
            if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
                return (Int(size.ws_col), size.ws_row > 0 ? Int(size.ws_row) : 24)
            }
        }
        return nil
    }
}
