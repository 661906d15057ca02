/// The numbers of one training step; every one may be missing.
///
/// Losses are natural-log cross entropy per token. A number that is none (NaN) and an infinity are kept: a training that
/// diverged reports them.
public struct MetricPoint: Hashable, Sendable {
    /// Counted from 1.
    public var step: Int64
    /// How many steps the job will make.
    public var totalSteps: Int64?
    /// Over the step's batch.
    public var trainLoss: Double?
    /// A share from 0 to 1.
    public var trainAccuracy: Double?
    /// Over a batch of the validation file.
    public var validLoss: Double?
    /// A share from 0 to 1.
    public var validAccuracy: Double?
    /// Over the whole validation file; at the end of an epoch only.
    public var fullValidLoss: Double?
    /// A share from 0 to 1.
    public var fullValidAccuracy: Double?
    /// Further numbers under the server's own names, such as `train_mean_reward`; those of objects within the metrics
    /// have a path: `timing.step.eval`.
    public var others: [String: Double]

    package init(
        step: Int64, totalSteps: Int64? = nil, trainLoss: Double? = nil, trainAccuracy: Double? = nil,
        validLoss: Double? = nil, validAccuracy: Double? = nil, fullValidLoss: Double? = nil,
        fullValidAccuracy: Double? = nil, others: [String: Double] = [:]
    ) {
        self.step = step
        self.totalSteps = totalSteps
        self.trainLoss = trainLoss
        self.trainAccuracy = trainAccuracy
        self.validLoss = validLoss
        self.validAccuracy = validAccuracy
        self.fullValidLoss = fullValidLoss
        self.fullValidAccuracy = fullValidAccuracy
        self.others = others
    }

    /// Whether all is the same; a number that is none is the same as another that is none.
    public static func == (left: MetricPoint, right: MetricPoint) -> Bool {
        left.step == right.step && left.totalSteps == right.totalSteps
            && zip(left.named, right.named).allSatisfy { $0.isSame(as: $1) }
            && left.others.count == right.others.count
            && left.others.allSatisfy { name, number in right.others[name]?.isSame(as: number) == true }
    }

    /// By the step: points of a job differ in it.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(step)
        hasher.combine(totalSteps)
    }

    private var named: [Double?] {
        [trainLoss, trainAccuracy, validLoss, validAccuracy, fullValidLoss, fullValidAccuracy]
    }

    /// Whether any of the losses is not a finite number.
    package var hasBrokenLoss: Bool { [trainLoss, validLoss, fullValidLoss].contains { $0?.isFinite == false } }
}

extension Double {
    /// Whether two numbers are the same: unlike by `==`, one that is none is the same as another that is none.
    package func isSame(as other: Double) -> Bool { self == other || (isNaN && other.isNaN) }
}

extension Double? {
    fileprivate func isSame(as other: Double?) -> Bool {
        switch (self, other) {
        case (nil, nil): true
        case (let own?, let other?): own.isSame(as: other)
        case (nil, _), (_, nil): false
        }
    }
}
