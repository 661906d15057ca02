import FineTuning
import Testing

@Suite struct GoneRuleTests {
    private func at(_ seconds: Int64) -> UnixTime { UnixTime(seconds: seconds) }

    @Test func threeMissesTenMinutesApartWithGoodListingsBetweenMakeAJobGone() {
        #expect(GoneRule.missed(earlier: [], lastGoodListing: at(50), at: at(100)) == .counted([at(100)]))
        #expect(
            GoneRule.missed(earlier: [at(100)], lastGoodListing: at(650), at: at(700)) == .counted([at(100), at(700)]))
        #expect(GoneRule.missed(earlier: [at(100), at(700)], lastGoodListing: at(1_250), at: at(1_300)) == .gone)
    }

    @Test(arguments: [
        ([Int64](), Int64?.none, Int64(100)),  // never listed
        ([100], 650, 699),  // nine minutes and 59 seconds
        ([100], 100, 700),  // no listing since
    ])
    func aMissThatDoesNotCount(earlier: [Int64], listing: Int64?, now: Int64) {
        #expect(
            GoneRule.missed(earlier: earlier.map(at), lastGoodListing: listing.map(at), at: at(now)) == .ignored)
    }

    @Test func aClockSetBackDoesNotStopTheCount() {
        #expect(
            GoneRule.missed(earlier: [at(10_000)], lastGoodListing: at(90), at: at(100))
                == .counted([at(10_000), at(100)]))
    }
}
