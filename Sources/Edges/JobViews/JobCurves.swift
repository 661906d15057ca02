package import FineTuning
package import JobStorage

/// The numbers of one job's training, step by step, read in one snapshot.
package struct JobCurves: Sendable {
    package let job: Job
    package let account: AccountName
    /// By step.
    package let steps: [MetricPoint]
    /// When the API reported a step; steps that only a results file has are missing.
    package let times: [Int64: UnixTime]
    /// By step.
    package let checkpoints: [Checkpoint]
    /// The shortest beginning of the id that names this job alone.
    package let shortID: String
    /// The metrics of which any step has a number: those of the API in its order, then the server's own by name.
    package let metrics: [CurveMetric]
    /// What the numbers say about the training.
    package let verdict: TrainingVerdict

    /// Reads it in one snapshot; nil when the store has no such job.
    package init?(of key: JobKey, in store: JobStoreReader) throws {
        guard let curves = try store.snapshot({ try Self.read(key, store) }) else { return nil }
        self = curves
    }

    /// Reads it within a snapshot of the caller's.
    init?(reading key: JobKey, _ store: JobStoreReader) throws {
        guard let curves = try Self.read(key, store) else { return nil }
        self = curves
    }

    /// Takes what is known.
    package init(
        job: Job, account: AccountName, steps: [MetricPoint], times: [Int64: UnixTime], checkpoints: [Checkpoint],
        shortID: String
    ) {
        self.job = job
        self.account = account
        self.steps = steps
        self.times = times
        self.checkpoints = checkpoints
        self.shortID = shortID
        verdict = TrainingVerdict(steps)
        let others = steps.reduce(into: Set<String>()) { if !$1.others.isEmpty { $0.formUnion($1.others.keys) } }
        metrics =
            CurveMetric.known.filter { metric in steps.contains { metric.value(of: $0) != nil } }
            + others.sorted().map(CurveMetric.other)
    }

    private static func read(_ key: JobKey, _ store: JobStoreReader) throws -> JobCurves? {
        guard let stored = try store.job(key) else { return nil }
        return JobCurves(
            job: stored.job, account: key.account, steps: try store.metrics(of: key),
            times: try store.stepTimes(of: key), checkpoints: try store.checkpoints(of: key),
            shortID: try store.shortestParts(of: [key.job])[key.job] ?? key.job.rawValue)
    }

    /// One number over the steps; empty where no step has it.
    package func curve(_ metric: CurveMetric) -> Curve { Curve(metric, of: steps) { times[$0] } }

    /// How many steps the job makes; nil before the server says.
    package var totalSteps: Int64? { steps.last(where: { $0.totalSteps != nil })?.totalSteps }

    /// How many steps remain of a job that has not ended; nil where that is not known.
    package var stepsLeft: Int64? {
        guard !job.status.isTerminal, let total = totalSteps, let last = steps.last?.step, total >= last else {
            return nil
        }
        return total - last
    }

    /// The last steps of the epochs, where the job says how many it makes.
    package var epochEnds: [Int64] {
        guard case .value(let text)? = job.hyperparameters.epochs, let epochs = Int64(text),
            (2...1000).contains(epochs),
            let total = totalSteps ?? (job.status.meaning == .succeeded ? steps.last?.step : nil), total >= epochs
        else { return [] }
        // Whole numbers, rounded: a server may say any total, and the greatest ones have no place in a `Double`.
        return (1...epochs).map { total / epochs * $0 + (total % epochs * $0 + epochs / 2) / epochs }
    }
}
