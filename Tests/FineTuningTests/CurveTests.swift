import Testing

@testable import FineTuning

@Suite struct CurveTests {
    private static func steps(train: [Double], full: [Double?] = [], valid: [Double?] = []) -> [MetricPoint] {
        train.indices.map { index in
            MetricPoint(
                step: Int64(index + 1), trainLoss: train[index],
                validLoss: index < valid.count ? valid[index] : nil,
                fullValidLoss: index < full.count ? full[index] : nil)
        }
    }

    @Test func pointsAreInOrderOfTheirSteps() {
        let curve = Curve(.trainLoss, [.init(step: 2, value: 1), .init(step: 1, value: 5), .init(step: 2, value: 3)])
        #expect(curve.points == [.init(step: 1, value: 5), .init(step: 2, value: 3)])
        #expect(curve.lowest == .init(step: 2, value: 3))
    }

    @Test func theFirstAverageIsTheFirstNumber() {
        let values = Smoothing(weight: 0.5).apply(to: [4, 2, .nan, 8])
        #expect(values[0] == 4)
        // (4 × 0.25 + 2 × 0.5) / 0.75
        #expect(abs(values[1] - 8.0 / 3) < 1e-12)
        #expect(values[2].isNaN)
        #expect(values[3] == 8)
    }

    @Test func shortTrainingsAreNotSmoothed() {
        #expect(Smoothing.automatic(count: 40).weight == 0)
        #expect(Smoothing.automatic(count: 400).weight > 0.8)
        #expect(Smoothing(weight: .infinity).weight == 0)
        #expect(Smoothing(weight: 7).weight == 0.999)
    }

    @Test func aLossThatIsNotANumberDiverges() {
        let verdict = TrainingVerdict(Self.steps(train: [2, .nan, 1, .infinity, .nan]))
        #expect(verdict.divergence == .notFinite(.trainLoss, step: 4))
        // A step that was skipped is nothing that lasts.
        #expect(TrainingVerdict(Self.steps(train: [2, .nan, 1])).divergence == nil)
        #expect(TrainingVerdict(Self.steps(train: [.nan])).divergence == .notFinite(.trainLoss, step: 1))
    }

    /// Every number that is none differed from itself: a curve with one looked smoothed, a watched job changed for ever.
    @Test func whatIsNoNumberIsTheSameAsItself() {
        let steps = Self.steps(train: [1, .nan, 2])
        #expect(steps == Self.steps(train: [1, .nan, 2]))
        #expect(steps != Self.steps(train: [1, 3, 2]))
        #expect(Curve(.trainLoss, of: steps) == Curve(.trainLoss, of: steps).smoothed())
        #expect(MetricPoint(step: 1, others: ["a": .nan]) == MetricPoint(step: 1, others: ["a": .nan]))
        #expect(MetricPoint(step: 1, others: ["a": .nan]) != MetricPoint(step: 1, others: ["b": .nan]))
        #expect(MetricPoint(step: 1, trainLoss: .nan) != MetricPoint(step: 1))
    }

    @Test(arguments: [
        ("train_loss", CurveMetric.trainLoss, CurveMetric.Kind.loss), ("eval_loss", .other("eval_loss"), .loss),
        ("train_mean_reward", .other("train_mean_reward"), .reward),
        ("mean_unresponsive_rewards", .other("mean_unresponsive_rewards"), .reward),
        ("valid_mean_token_accuracy", .validAccuracy, .accuracy), ("lossless", .other("lossless"), .other),
    ])
    func aMetricIsFoundByItsName(_ name: String, _ metric: CurveMetric, _ kind: CurveMetric.Kind) {
        #expect(CurveMetric(name) == metric)
        #expect(CurveMetric(name).kind == kind)
        #expect(CurveMetric(name).rawValue == name)
    }

    @Test(arguments: [
        ([1.5, 1.2, 1.3, 1.4, 1.5], true), ([1.5, 1.2, 1.3, 1.4], false), ([1.2, 1.3, 1.25, 1.4, 1.5], false),
        ([1.2, 1.201, 1.202, 1.203], false), ([], false),
    ])
    func validationThatRisesThreeTimesInARowDiverges(_ full: [Double], _ diverges: Bool) {
        let verdict = TrainingVerdict(Self.steps(train: [3, 2.5, 2, 1.5, 1], full: full))
        #expect((verdict.divergence != nil) == diverges)
    }

    @Test func validationThatRisesWhileTrainingFallsOverfits() {
        let steps = Self.steps(train: [3, 2, 1, 0.5, 0.2], full: [2, 1.2, 1.3, 1.25, 1.4])
        let verdict = TrainingVerdict(steps)
        #expect(verdict.overfitting?.best == .init(step: 2, value: 1.2))
        #expect(verdict.overfitting?.latest == .init(step: 5, value: 1.4))
        #expect(TrainingVerdict(Self.steps(train: [3, 2, 1], full: [2, 1.2, 1.1])).overfitting == nil)
        #expect(
            TrainingVerdict(Self.steps(train: [1, 1, 2, 3, 4], full: [2, 1.2, 1.3, 1.25, 1.4])).overfitting == nil)
    }

    @Test func manyBatchesAreJoinedBeforeTheyAreJudged() {
        // A saw-tooth rises three times in a row everywhere, and means nothing.
        let noise = (0..<480).map { 1 + Double($0 % 5) / 10 }
        #expect(TrainingVerdict(Self.steps(train: noise, valid: noise)).divergence == nil)
        #expect(TrainingVerdict.evaluations(of: Self.steps(train: noise, valid: noise)).count == 24)
    }

    @Test func theBestCheckpointIsByFullValidation() {
        func checkpoint(_ step: Int64, _ metric: MetricPoint) -> Checkpoint {
            Checkpoint(
                id: CheckpointID("ftckpt_\(step)"), createdAt: UnixTime(seconds: 1), model: ModelName("ft:\(step)"),
                step: step,
                metric: metric)
        }
        let checkpoints = [
            checkpoint(1, MetricPoint(step: 1, trainLoss: 0.1, validLoss: 0.1, fullValidLoss: 1.4)),
            checkpoint(2, MetricPoint(step: 2, trainLoss: 0.2, validLoss: 0.2, fullValidLoss: 1.2)),
            checkpoint(3, MetricPoint(step: 3, trainLoss: 0.05, validLoss: 0.01)),
        ]
        #expect(checkpoints.best?.step == 2)
        #expect(checkpoints.filter { $0.step != 2 && $0.step != 1 }.best?.step == 3)
        #expect([Checkpoint]().best == nil)
    }
}
