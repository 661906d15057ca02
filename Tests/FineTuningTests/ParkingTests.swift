import FineTuning
import Testing

@Suite struct ParkingTests {
    private static let now = UnixTime(seconds: 1_000_000)

    @Test(
        arguments: [
            (-1, 600), (0, 600), (1, 600), (2, 1200), (3, 2400), (4, 4800), (5, 9600), (6, 14_400), (7, 14_400),
            (Int.max, 14_400),
        ] as [(Int, Int64)])
    func everyRefusalDoublesTheWaitUpToFourHours(tries: Int, seconds: Int64) {
        #expect(Parking.wait(afterTries: tries) == .seconds(seconds))
    }

    @Test func itKeepsWhenItWasParkedFirst() {
        let first = Parking(reason: "a", after: nil, at: Self.now)
        #expect(first == Parking(reason: "a", since: Self.now, tries: 1, retryAt: Self.now + .seconds(600)))
        let later = Self.now + .seconds(700)
        let second = Parking(reason: "b", after: first, at: later)
        #expect(second == Parking(reason: "b", since: Self.now, tries: 2, retryAt: later + .seconds(1200)))
    }

    @Test(arguments: [(-1, true), (0, true), (1, false), (600, false), (601, true), (86_400, true)] as [(Int64, Bool)])
    func aTimeFurtherAwayThanItsWaitCameFromAnotherClock(seconds: Int64, isDue: Bool) {
        let parking = Parking(reason: "", since: Self.now, tries: 1, retryAt: Self.now + .seconds(seconds))
        #expect(parking.isDue(at: Self.now) == isDue)
        #expect(parking.due(at: Self.now).isDue(at: Self.now))
    }
}
