import FineTuning
import Testing

@Suite struct ThinningTests {
    private func entries(_ count: Int64, marked: Set<Int64> = []) -> [Thinning.Entry] {
        (0..<count).map { Thinning.Entry(position: $0, isMarked: marked.contains($0)) }
    }

    @Test(
        arguments: [
            (0, 3, []), (3, 3, []), (4, 3, [2]), (9, 3, [1, 2, 3, 5, 6, 7]), (5, 2, [1, 2, 3]), (3, 1, [1, 2]),
            (2, 0, [0, 1]),
        ] as [(Int64, Int, [Int64])])
    func whatIsLeftIsSpreadEvenly(count: Int64, remainder: Int, gone: [Int64]) {
        #expect(Thinning.surplus(of: entries(count), remainder: remainder) == gone)
    }

    @Test func whatIsMarkedStaysAndIsNotCounted() {
        let marked: Set<Int64> = [1, 2, 3]
        let surplus = Thinning.surplus(of: entries(10, marked: marked), remainder: 3)
        #expect(surplus == [4, 5, 7, 8])
        #expect(marked.isDisjoint(with: surplus))
    }

    @Test func thinnedDetailsLoseNothingMore() {
        let all = entries(5_000, marked: [17, 400])
        let gone = Set(Thinning.surplus(of: all))
        let left = all.filter { !gone.contains($0.position) }
        #expect(left.count == 1_002)
        #expect(left.first?.position == 0 && left.last?.position == 4_999)
        #expect(Thinning.surplus(of: left).isEmpty)
    }

    @Test func aRuleThatIsNotThereKeepsEverything() {
        let now = UnixTime(seconds: 1_000_000)
        let rules = KeepingRules([.metrics: .seconds(400)])
        #expect(rules.cutoff(.metrics, now: now) == UnixTime(seconds: 999_600))
        for detail in StoredDetail.allCases where detail != .metrics { #expect(rules.cutoff(detail, now: now) == nil) }
    }
}
