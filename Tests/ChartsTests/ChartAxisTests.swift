import Testing

@testable import Charts

@Suite struct ChartAxisTests {
    @Test func numbersLieBetweenTheEnds() {
        let axis = ChartAxis([2, 4, 3])
        #expect([2, 3, 4, 1, 9].map { axis.place(of: $0) } == [0, 0.5, 1, 0, 1])
        let log = ChartAxis([1, 100], scale: .logarithmic)
        #expect(abs(log.place(of: 10) - 0.5) < 1e-12)
        #expect(abs(log.number(at: 0.5) - 10) < 1e-9)
    }

    @Test(arguments: [
        ([Double](), 0.0, 1.0), ([5], 4.5, 5.5), ([0], -1, 1), ([.nan, 1, .infinity, 2], 1, 2),
    ])
    func aRangeIsAlwaysOne(_ numbers: [Double], _ low: Double, _ high: Double) {
        let axis = ChartAxis(numbers)
        #expect(axis.lowest == low)
        #expect(axis.highest == high)
    }

    @Test func hugeNumbersStayFinite() {
        let axis = ChartAxis([-Double.greatestFiniteMagnitude, .greatestFiniteMagnitude])
        #expect((axis.highest - axis.lowest).isFinite)
        #expect(axis.place(of: 0) == 0.5)
        #expect(axis.ticks(5).count >= 2)
    }

    @Test(arguments: [
        ([0.0, 10], 5, [0.0, 2, 4, 6, 8, 10]), ([0.3, 2.4], 4, [1, 2]), ([1.1, 1.2], 2, [1.1, 1.15, 1.2]),
    ])
    func ticksAreRound(_ numbers: [Double], _ count: Int, _ ticks: [Double]) {
        let found = ChartAxis(numbers).ticks(count)
        #expect(found.count == ticks.count)
        #expect(zip(found, ticks).allSatisfy { abs($0 - $1) < 1e-9 })
    }

    @Test func stepsHaveNoFractions() { #expect(ChartAxis([1, 3]).ticks(8, whole: true) == [1, 2, 3]) }

    @Test(arguments: [
        ([2.4, 0.02], ChartAxis.Scale.logarithmic), ([2.4, 0.6], .linear), ([2.4, 0], .linear), ([-1, 100], .linear),
    ])
    func aLogarithmicScaleSuitsWideRanges(_ numbers: [Double], _ scale: ChartAxis.Scale) {
        #expect(ChartAxis.suits(numbers) == scale)
    }

    @Test(arguments: [
        ([0.5, 1.0, 1.5], ["0.5", "1", "1.5"]), ([0, 500, 1000], ["0", "500", "1,000"]),
        ([0.01, 0.1, 1, 10], ["0.01", "0.1", "1", "10"]), ([1e12, 2e12], ["1e12", "2e12"]),
    ])
    func numbersHaveThePlacesThatTellThemApart(_ numbers: [Double], _ texts: [String]) {
        #expect(ChartNumber.texts(numbers) == texts)
    }
}
