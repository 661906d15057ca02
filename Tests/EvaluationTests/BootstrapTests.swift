import Testing

@testable import Evaluation

@Suite struct BootstrapTests {
    @Test func theSameSeedGivesTheSameInterval() {
        let column = (0..<200).map { Double($0 % 7) / 6 }
        let one = Bootstrap(seed: 3).means([column])
        #expect(one == Bootstrap(seed: 3).means([column]))
        #expect(one != Bootstrap(seed: 4).means([column]))
    }

    /// For a share of 0.4 in 1,000 rows the normal approximation says ±1.96·√(0.24/1000) = ±0.0304.
    @Test func theIntervalIsThatOfTheTextbook() throws {
        let column = (0..<1_000).map { $0 % 5 < 2 ? 1.0 : 0 }
        let mean = try #require(Bootstrap(resamples: 4_000).means([column]).first)
        #expect(mean.mean == 0.4)
        #expect(mean.rows == 1_000)
        #expect(abs(mean.interval.lowerBound - 0.3696) < 0.003)
        #expect(abs(mean.interval.upperBound - 0.4304) < 0.003)
    }

    @Test func oneRowAndNoRowAreNoTrouble() {
        #expect(Bootstrap().means([[0.5]]).first?.interval == 0.5...0.5)
        #expect(Bootstrap().means([[]]).isEmpty)
        #expect(Bootstrap().means([]).isEmpty)
    }

    @Test func columnsOfTheSameRowsAreDrawnAsIfAlone() {
        let one = (0..<50).map { Double($0) / 50 }
        let other = one.map { 1 - $0 }
        let both = Bootstrap().means([one, other])
        #expect(both.first == Bootstrap().means([one]).first)
        #expect(abs((both.last?.interval.upperBound ?? 0) - (1 - (both.first?.interval.lowerBound ?? 0))) < 1e-12)
    }
}
