import Glibc

/// How much is tried; nothing unless `FTD_RESILIENCE` says so, since it takes minutes.
enum Scale: String {
    /// About a minute: every kind of test, with a part of its places.
    case short
    /// Every place, and 600 random deaths.
    case full

    /// What the environment asks for.
    static let current: Scale? = getenv("FTD_RESILIENCE").map { Scale(rawValue: String(cString: $0)) ?? .full }

    /// Whether anything is tried at all.
    static var isAsked: Bool { current != nil }

    /// One number for each form.
    func choose<Value>(short: Value, full: Value) -> Value {
        switch self {
        case .short: short
        case .full: full
        }
    }

    /// That many in the form that was asked for.
    static func count(short: Int, full: Int) -> Int { (current ?? .short).choose(short: short, full: full) }

    /// Prints a figure of the run.
    static func report(_ figure: String, since start: ContinuousClock.Instant) {
        let seconds = start.duration(to: .now) / .seconds(1)
        // In one piece, whoever else writes meanwhile.
        let line = Array("resilience: \(figure) (\(Int(seconds.rounded())) s)\n".utf8)
        _ = line.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    }
}
