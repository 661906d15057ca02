package import FineTuning
internal import Glibc
internal import Synchronization
internal import Text

/// A service's log: one event is one line on standard error, a constant message and `key=value` pairs behind it.
///
/// Under systemd each line begins with its priority (`sd-daemon(3)`), which the journal takes off again; elsewhere with
/// the local time, which nobody else would add. A value that is nil leaves its key out. Values are untrusted: nothing in them can end the line or steer a terminal.
package final class JournalLog: Sendable {
    /// The longest value that is shown, in characters: journald cuts lines at 48 KiB.
    private static let longestValue = 2000

    private let descriptor: Int32
    private let isJournal: Bool
    /// The time that a line begins with, outside the journal.
    private let stamp: (@Sendable () -> String)?
    private let threshold: Mutex<LogLevel>

    /// Writes to a descriptor, as the journal wants it or plainly.
    ///
    /// - Parameter stamp: the time that a line begins with outside the journal; nil leaves it out.
    package init(
        level: LogLevel, descriptor: Int32, isJournal: Bool, stamp: (@Sendable () -> String)? = nil
    ) {
        self.descriptor = descriptor
        self.isJournal = isJournal
        self.stamp = stamp
        threshold = Mutex(level)
    }

    /// Writes to standard error, which is the journal when `JOURNAL_STREAM` names the very same file.
    package convenience init(level: LogLevel, environment: [String: String]) {
        self.init(
            level: level, descriptor: STDERR_FILENO,
            isJournal: Self.isJournal(STDERR_FILENO, stream: environment["JOURNAL_STREAM"]), stamp: Self.localTime)
    }

    /// The least severe level that is written.
    package var level: LogLevel {
        get { threshold.withLock { $0 } }
        set { threshold.withLock { $0 = newValue } }
    }

    /// For those who look for a fault.
    package func debug(_ message: StaticString, _ values: KeyValuePairs<String, String?> = [:]) {
        log(.debug, message, values)
    }

    /// What happened.
    package func info(_ message: StaticString, _ values: KeyValuePairs<String, String?> = [:]) {
        log(.info, message, values)
    }

    /// Something that ends without anybody's help, or that somebody should look at one day.
    package func warning(_ message: StaticString, _ values: KeyValuePairs<String, String?> = [:]) {
        log(.warning, message, values)
    }

    /// Something that needs somebody.
    package func error(_ message: StaticString, _ values: KeyValuePairs<String, String?> = [:]) {
        log(.error, message, values)
    }

    /// Writes one line in one call, if its level is wanted.
    ///
    /// A log that cannot be written to stops nobody: what `write` does not take is lost.
    package func log(_ level: LogLevel, _ message: StaticString, _ values: KeyValuePairs<String, String?>) {
        guard level >= self.level else { return }
        var line = isJournal ? "<\(level.priority)>" : stamp.map { "\($0()) " } ?? ""
        line += Self.line("\(message)", values)
        line += "\n"
        line.withUTF8 { bytes in
            while write(descriptor, bytes.baseAddress, bytes.count) < 0, errno == EINTR {}
        }
    }

    /// `2026-11-28 08:33:10.042`.
    package static let localTime: @Sendable () -> String = {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        let moment = UnixTime(seconds: Int64(now.tv_sec))
        let milliseconds = "\(1000 + Int(now.tv_nsec) / 1_000_000)".dropFirst()
        return "\(LocalTime(zone: .local).full(moment)).\(milliseconds)"
    }

    /// The line without priority and line end: `job changed job=ftjob-1 error="no such file"`.
    package static func line(_ message: String, _ values: KeyValuePairs<String, String?>) -> String {
        var line = message
        for case (let key, let value?) in values { line += " \(key)=\(quoted(value))" }
        return line
    }

    /// The value as logfmt has it: bare where nothing in it needs quotes.
    private static func quoted(_ value: String) -> String {
        let text = value.printable(limit: longestValue - 1)
        let isBare =
            !text.isEmpty && !text.unicodeScalars.contains { $0 == " " || $0 == "\"" || $0 == "=" || $0 == "\\" }
        guard !isBare else { return text }
        var quoted = "\""
        for character in text.unicodeScalars {
            if character == "\"" || character == "\\" { quoted += "\\" }
            quoted.unicodeScalars.append(character)
        }
        return quoted + "\""
    }

    /// Whether the descriptor is the stream that systemd connected to the journal: `device:inode` in decimal.
    package static func isJournal(_ descriptor: Int32, stream: String?) -> Bool {
        var status = stat()
        guard let stream, fstat(descriptor, &status) == 0 else { return false }
        return stream == "\(status.st_dev):\(status.st_ino)"
    }
}

extension LogLevel {
    /// The syslog priority.
    fileprivate var priority: Int {
        switch self {
        case .error: 3
        case .warning: 4
        case .info: 6
        case .debug: 7
        }
    }
}
