import FineTuning
import Glibc

/// Reads a line that nobody is to see on the screen.
package enum HiddenInput {
    /// Asks on standard error, and reads the answer with the terminal's echo switched off; nil at the end.
    ///
    /// From anything else than a terminal the next line is read without asking.
    ///
    /// The echo is on again when the call returns, and when Ctrl-C ends the program.
    package static func line(_ question: String, in context: CommandContext) throws -> String? {
        guard context.terminal.inputIsTerminal else { return context.surroundings.readLine() }
        try context.output.flush()
        var before = termios()
        guard tcgetattr(STDIN_FILENO, &before) == 0 else { return context.surroundings.readLine() }
        let settings = before
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO)
        let restore: @Sendable () -> Void = {
            var settings = settings
            tcsetattr(STDIN_FILENO, TCSANOW, &settings)
        }
        context.interrupt.onInterrupt(restore)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
        defer {
            restore()
            context.interrupt.onInterrupt(nil)
            context.surroundings.say("\n")
        }
        context.surroundings.say(question)
        return context.surroundings.readLine()
    }
}
