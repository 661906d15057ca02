package import FineTuning
import JobJSON
package import JobStorage

/// Everything the store has about one job, read in one snapshot.
package struct JobDetail: Sendable {
    /// The job.
    package let stored: WatchedJob
    /// By step.
    package let metrics: [MetricPoint]
    /// By step.
    package let checkpoints: [Checkpoint]
    /// In the order they were seen.
    package let transitions: [Transition]
    /// Newest first.
    package let deliveries: [DeliveryView]
    /// How far an unfinished job is.
    package let progress: JobProgress?
    /// What is to be said of an unfinished job.
    package let note: WatchNote?
    /// What the newest error event of a failed job says that gives no reason itself.
    package let failure: JobError?
    /// The shortest beginning of the id that names this job alone.
    package let shortID: String
    /// When the base model stops answering, if that is known: the API's word before the table's.
    package let baseShutdown: UnixTime?
    /// What it cost, or why that is not known.
    package let cost: JobCost
    /// What the trained tokens cost by the price list; nil before they are known, and where no price is.
    package let listed: TrainingCost?
    /// What the numbers say about the training.
    package let verdict: TrainingVerdict

    /// Reads it in one snapshot; nil when the store has no such job.
    ///
    /// - Parameters:
    ///   - facts: what is known of a model.
    ///   - isOpenAI: whether the job's server is OpenAI's own, whose prices the built-in facts have.
    package init?(
        of key: JobKey, in store: JobStoreReader, facts: (ModelName) -> ModelFacts?, isOpenAI: Bool
    ) throws {
        guard let detail = try store.snapshot({ try Self.read(key, store, facts, isOpenAI) }) else { return nil }
        self = detail
    }

    private static func read(
        _ key: JobKey, _ store: JobStoreReader, _ facts: (ModelName) -> ModelFacts?, _ isOpenAI: Bool
    ) throws -> JobDetail? {
        guard let stored = try store.job(key) else { return nil }
        let facts = facts(stored.job.model)
        return JobDetail(
            stored: stored, metrics: try store.metrics(of: key), checkpoints: try store.checkpoints(of: key),
            transitions: try store.transitions(of: key),
            deliveries: try store.deliveries(DeliveryFilter(job: key)).map { DeliveryView($0.delivery) },
            progress: stored.isOver ? nil : try store.progress(of: key, withLosses: true),
            note: stored.isOver ? nil : try store.note(of: key),
            failure: stored.job.lacksReason ? try store.newestError(of: key) : nil,
            shortID: try store.shortestParts(of: [key.job])[key.job] ?? key.job.rawValue,
            baseShutdown: ModelShutdown.end(
                of: stored.job.model.base, announced: try store.endingModels(named: [stored.job.model.base]),
                facts: facts),
            cost: JobCost(of: stored.job, told: stored.job.toldCost, facts: facts, isOpenAI: isOpenAI),
            listed: listed(stored.job, facts, isOpenAI: isOpenAI))
    }

    private init(
        stored: WatchedJob, metrics: [MetricPoint], checkpoints: [Checkpoint], transitions: [Transition],
        deliveries: [DeliveryView], progress: JobProgress?, note: WatchNote?, failure: JobError?,
        shortID: String, baseShutdown: UnixTime?, cost: JobCost, listed: TrainingCost?
    ) {
        self.stored = stored
        self.metrics = metrics
        self.checkpoints = checkpoints
        self.transitions = transitions
        self.deliveries = deliveries
        self.progress = progress
        self.note = note
        self.failure = failure
        self.shortID = shortID
        self.baseShutdown = baseShutdown
        self.cost = cost
        self.listed = listed
        verdict = TrainingVerdict(metrics)
    }

    /// A job that was made a moment ago: nothing but the API's own reply is known of it.
    package init(created job: Job, account: AccountName, at time: UnixTime) {
        let stored = WatchedJob(
            account: account, job: job, firstSeen: time, changedAt: time, isKnown: false, missing: [], misses: [])
        self.init(
            stored: stored, metrics: [], checkpoints: [], transitions: [], deliveries: [], progress: nil, note: nil,
            failure: nil, shortID: job.id.rawValue, baseShutdown: nil, cost: .open, listed: nil)
    }

    /// The trained tokens are those of all epochs.
    private static func listed(_ job: Job, _ facts: ModelFacts?, isOpenAI: Bool) -> TrainingCost? {
        let price = TrainingPrice(
            model: job.model, facts: facts, isOpenAI: isOpenAI, tokens: job.trainedTokens, error: 0, epochs: .fixed(1))
        switch price {
        case .known(let cost): return cost
        case .hourly, .unknown: return nil
        }
    }

    /// The job as the API showed it last.
    package var job: Job { stored.job }

    /// When training began, as far as we saw it.
    package var startedAt: UnixTime? { transitions.first { $0.to == .running }?.seenAt }

    /// Whether the cost is what the server itself says.
    package var isCostTold: Bool { job.toldCost != nil }

    /// Why it has no cost, without a full stop; nil where the cost is known.
    package var costReason: String? {
        switch cost {
        case .known: nil
        case .open: "known when it has ended"
        case .unknown(let problem): problem.sentence
        }
    }

    /// The loss over the whole validation file where there is one, otherwise over a batch.
    package static func validLoss(_ metric: MetricPoint) -> Double? { metric.fullValidLoss ?? metric.validLoss }
}
