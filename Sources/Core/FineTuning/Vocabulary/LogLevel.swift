/// How severe a logged event is, least first.
public enum LogLevel: String, CaseIterable, Comparable, Sendable {
    /// For those who look for a fault.
    case debug
    /// What happened.
    case info
    /// Something that ends without anybody's help, or that somebody should look at one day.
    case warning
    /// Something that needs somebody.
    case error

    /// By severity.
    public static func < (left: LogLevel, right: LogLevel) -> Bool { left.severity < right.severity }

    private var severity: Int {
        switch self {
        case .debug: 0
        case .info: 1
        case .warning: 2
        case .error: 3
        }
    }
}
