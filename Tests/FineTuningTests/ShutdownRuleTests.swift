import FineTuning
import Testing

@Suite struct ShutdownRuleTests {
    /// 2027-01-14 00:00 UTC.
    private static let end = CalendarDay("2027-01-14")?.start ?? UnixTime(seconds: 0)

    /// Hours before the end, what was told, the mark that is due, and the days that are left.
    @Test(
        arguments: [
            (61 * 24, [], nil, 61), (60 * 24 + 1, [], nil, 61), (60 * 24, [], 60, 60), (59 * 24 + 1, [60], nil, 60),
            (31 * 24, [60], nil, 31), (30 * 24, [60], 30, 30), (29 * 24 + 1, [60, 30], nil, 30),
            // Nobody looked for weeks: only the mark that counts now is told.
            (10 * 24, [60], 14, 10), (10 * 24, [], 14, 10), (10 * 24, [14], nil, 10), (7 * 24, [60, 14], 7, 7),
            (3 * 24, [7], 3, 3), (2 * 24, [3], nil, 2), (25, [3], nil, 2), (24, [3], 1, 1), (1, [3], 1, 1),
            (1, [1], nil, 1),
            // The clock was set back after a later mark was told.
            (40 * 24, [7], nil, 40),
            (0, [], nil, 0), (-1, [], nil, 0), (-25, [], nil, -1),
        ] as [(Int64, Set<Int>, Int?, Int)])
    func aMarkIsDue(hours: Int64, told: Set<Int>, mark: Int?, left: Int) {
        let now = Self.end - .seconds(hours * 3600)
        #expect(ShutdownRule.due(end: Self.end, told: told, at: now) == mark)
        #expect(ShutdownRule.daysLeft(until: Self.end, at: now) == left)
    }

    /// Every hour of the last quarter of a year: each mark once.
    @Test func eachMarkIsToldOnce() {
        var told: Set<Int> = []
        var order: [Int] = []
        for hour in stride(from: Int64(90 * 24), through: -48, by: -1) {
            if let mark = ShutdownRule.due(end: Self.end, told: told, at: Self.end - .seconds(hour * 3600)) {
                told.insert(mark)
                order.append(mark)
            }
        }
        #expect(order == ShutdownRule.marks)
    }

    @Test func modelsOfOneBaseAndEndAreToldTogether() {
        let (base, other) = (ModelName("gpt-a"), ModelName("gpt-b"))
        let models = [
            EndingModel(model: ModelName("ft:gpt-a:o::2"), base: base, end: Self.end),
            EndingModel(model: ModelName("ft:gpt-a:o::1"), base: base, end: Self.end),
            EndingModel(model: ModelName("ft:gpt-a:o::3"), base: base, end: Self.end + .seconds(86_400)),
            EndingModel(model: ModelName("ft:gpt-b:o::1"), base: other, end: Self.end),
        ]
        let now = Self.end - .seconds(6 * 86_400)
        let told: Set = [ModelShutdownNews.Told(base: other, end: Self.end, mark: 7)]
        let news = ModelShutdownNews.due(models, of: .default, told: told, at: now)
        #expect(
            news.map(\.models) == [
                [ModelName("ft:gpt-a:o::1"), ModelName("ft:gpt-a:o::2")], [ModelName("ft:gpt-a:o::3")],
            ])
        #expect(news.map(\.mark) == [7, 7])
        #expect(news.map(\.daysLeft) == [6, 7])
        // A date that the server moves begins anew.
        let moved = models.map { EndingModel(model: $0.model, base: $0.base, end: $0.end + .seconds(20 * 86_400)) }
        #expect(ModelShutdownNews.due(moved, of: .default, told: told, at: now).count == 3)
    }
}
