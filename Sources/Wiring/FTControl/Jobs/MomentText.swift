import Commands
import FineTuning
import Settings
import Text

/// A moment as somebody types it: `2026-11-18`, `2026-11-18 09:13`, or `7d` for that long ago.
enum MomentText: Sendable, Equatable {
    case ago(Duration)
    case date(LocalTime.Parts)

    init?(_ text: String) {
        if let duration = try? Duration(text: text) {
            self = .ago(duration)
            return
        }
        let halves = text.split(omittingEmptySubsequences: false) { $0 == " " || $0 == "T" }
        guard let date = Self.numbers(halves[0], separator: "-", lengths: [4, 2, 2]), halves.count <= 2 else {
            return nil
        }
        var clock = [0, 0, 0]
        if halves.count == 2 {
            let lengths = halves[1].utf8.count > 5 ? [2, 2, 2] : [2, 2]
            guard let numbers = Self.numbers(halves[1], separator: ":", lengths: lengths) else { return nil }
            clock = numbers + (numbers.count == 2 ? [0] : [])
        }
        let isDay = GregorianCalendar.contains(year: Int64(date[0]), month: date[1], day: date[2])
        guard isDay, clock[0] < 24, clock[1] < 60, clock[2] < 60
        else { return nil }
        self = .date(
            LocalTime.Parts(
                year: Int64(date[0]), month: date[1], day: date[2], hour: clock[0], minute: clock[1], second: clock[2])
        )
    }

    /// The moment meant, on a clock of that zone.
    func time(now: UnixTime, zone: LocalTime) -> UnixTime {
        switch self {
        case .ago(let duration): now - duration
        case .date(let parts): zone.time(parts)
        }
    }

    private static func numbers(_ text: Substring, separator: Character, lengths: [Int]) -> [Int]? {
        let parts = text.split(separator: separator, omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == lengths else { return nil }
        let numbers = parts.compactMap { part in part.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(part) : nil }
        return numbers.count == parts.count ? numbers : nil
    }
}

extension ArgumentKind where Value == MomentText {
    /// A moment in the past.
    static func moment(_ name: String = "TIME") -> Self {
        ArgumentKind(
            name: name, expectation: "a time such as 7d, 2026-11-18 or \"2026-11-18 09:13\"",
            forms: "7d, 2026-11-18 or \"2026-11-18 09:13\""
        ) {
            MomentText($0)
        }
    }
}
