import FineTuning
import Testing

@Suite struct QuietHoursTests {
    /// 2026-03-28 00:00 UTC; in central Europe the clock goes from 02:00 to 03:00 on the 29th, at 01:00 UTC.
    private static let spring = UnixTime(seconds: 1_774_656_000)
    /// 2026-10-24 00:00 UTC; there it goes back from 03:00 to 02:00 on the 25th, at 01:00 UTC.
    private static let autumn = UnixTime(seconds: 1_792_800_000)

    private static func hour(_ hour: Double, of day: UnixTime) -> UnixTime {
        day + .milliseconds(Int64(hour * 3_600_000))
    }

    private static func hours(_ start: Double, _ end: Double) throws -> QuietHours {
        try #require(QuietHours(start: Int(start * 60), end: Int(end * 60)))
    }

    @Test(
        arguments: [
            (22, 7, 21.99, nil), (22, 7, 22, 31), (22, 7, 23.5, 31), (22, 7, 30.99, 31), (22, 7, 31, nil),
            (0, 8, 3, 8), (0, 8, 8, nil), (9, 17, 12.5, 17), (9, 17, 8.9, nil), (23, 22.5, 22.75, nil),
            (23, 22.5, 22, 22.5),
        ] as [(Double, Double, Double, Double?)])
    func itIsQuietFromTheStartToTheEnd(start: Double, end: Double, now: Double, until: Double?) throws {
        let quiet = try Self.hours(start, end)
        for offset in [Int64(0), 19_800, -28_800] {
            let local = Self.hour(now, of: Self.spring) - .seconds(offset)
            let expected = until.map { Self.hour($0, of: Self.spring) - .seconds(offset) }
            #expect(quiet.end(at: local) { _ in offset } == expected)
        }
    }

    /// Hours are UTC, counted from the day before the change; winter is an hour ahead of UTC, summer two.
    @Test(
        arguments: [
            // The night is an hour shorter: 22:00 to 07:00 by the wall ends at 05:00 UTC.
            (true, 22, 7, 21.5, 29), (true, 22, 7, 24.5, 29), (true, 22, 7, 26, 29),
            // 02:30 is left out that night: the clock shows 03:30 half an hour after 03:00.
            (true, 22, 2.5, 23, 25.5),
            // An hour longer: ends at 06:00 UTC.
            (false, 22, 7, 20.5, 30), (false, 22, 7, 24.5, 30), (false, 22, 7, 26, 30),
            // 02:30 comes twice; the first one ends it, and the second half hour before it is quiet again.
            (false, 22, 2.5, 22, 24.5), (false, 22, 2.5, 24.75, nil), (false, 22, 2.5, 25.25, 25.5),
        ] as [(Bool, Double, Double, Double, Double?)])
    func itEndsByTheClockOnTheWallAlsoWhenThatIsTurned(
        toSummer: Bool, start: Double, end: Double, now: Double, until: Double?
    ) throws {
        let day = toSummer ? Self.spring : Self.autumn
        let change = Self.hour(25, of: day)
        let offset = { (time: UnixTime) -> Int64 in (time < change) == toSummer ? 3600 : 7200 }
        let quiet = try Self.hours(start, end)
        #expect(quiet.end(at: Self.hour(now, of: day), offset: offset) == until.map { Self.hour($0, of: day) })
    }

    /// Whatever the hours: it ends within a day and two hours, later than now, and it is not quiet then.
    @Test func everyQuietHasAnEnd() throws {
        for toSummer in [true, false] {
            let day = toSummer ? Self.spring : Self.autumn
            let change = Self.hour(25, of: day)
            let offset = { (time: UnixTime) -> Int64 in (time < change) == toSummer ? 3600 : 7200 }
            for start in stride(from: 0, to: 1440, by: 45) {
                for end in stride(from: 10, to: 1440, by: 45) {
                    // An hour that is left out may be all that is not quiet.
                    guard (start - end + 1440) % 1440 > 60, let quiet = QuietHours(start: start, end: end) else {
                        continue
                    }
                    for quarter in 80..<120 {
                        let now = day + .seconds(Int64(quarter) * 900)
                        guard let until = quiet.end(at: now, offset: offset) else { continue }
                        #expect(until > now && until <= now + .seconds(26 * 3600))
                        #expect(quiet.end(at: until, offset: offset) == nil, "\(start)-\(end) at \(quarter)")
                    }
                }
            }
        }
    }

    @Test func noMinutesOfADayAreNoHours() {
        #expect(QuietHours(start: 0, end: 0) == nil)
        #expect(QuietHours(start: 1440, end: 0) == nil)
        #expect(QuietHours(start: -1, end: 5) == nil)
    }
}
