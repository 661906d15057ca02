import Commands
import FineTuning
import JobStorage

/// Everything the store has about one job, read in one snapshot.
struct JobDetail {
    let stored: StoredJob
    let metrics: [MetricPoint]
    let checkpoints: [Checkpoint]
    let transitions: [Transition]
    let deliveries: [StoredDelivery]
    let progress: JobProgress?
    /// The shortest beginning of the id that names this job alone.
    let shortID: String
    /// When the base model stops answering, if that is known: the API's word before the table's.
    let baseShutdown: UnixTime?
    /// What the trained tokens cost; nil before they are known, and where no price is.
    let cost: TrainingCost?

    /// Reads it.
    ///
    /// `facts` are the model table's about the job's model, `isOpenAI` tells whether its prices are those of the job's
    /// server.
    init(
        of key: JobKey, in store: JobStoreReader, facts: (ModelName) -> ModelFacts?, isOpenAI: Bool
    ) throws {
        guard let stored = try store.job(key) else {
            throw CommandError(.notFound, "no job \"\(key.job)\" in the store", hints: ["All jobs: ftctl list --all"])
        }
        self.stored = stored
        metrics = try store.metrics(of: key)
        checkpoints = try store.checkpoints(of: key)
        transitions = try store.transitions(of: key)
        deliveries = try store.deliveries(DeliveryFilter(job: key))
        progress = stored.job.status.isTerminal ? nil : try store.progress(of: key, losses: 8)
        shortID = try store.shortestPrefixes(of: [key.job])[key.job] ?? key.job.rawValue
        let facts = facts(stored.job.model)
        baseShutdown =
            try store.models(endingOnly: true).first { $0.model == stored.job.model.base }?.shutdownAt
            ?? facts?.shutdown?.value.start
        cost = Self.cost(of: stored.job, facts, isOpenAI: isOpenAI)
    }

    /// A job that was made a moment ago: nothing but the API's own reply is known of it.
    init(created job: Job, account: AccountName, at time: UnixTime) {
        stored = StoredJob(
            account: account, job: job, firstSeen: time, changedAt: time, isKnown: false, missing: [], misses: [])
        metrics = []
        checkpoints = []
        transitions = []
        deliveries = []
        progress = nil
        shortID = String(job.id.rawValue.prefix(9))
        baseShutdown = nil
        cost = nil
    }

    /// The trained tokens are those of all epochs.
    private static func cost(of job: Job, _ facts: ModelFacts?, isOpenAI: Bool) -> TrainingCost? {
        let price = TrainingPrice(
            model: job.model, facts: facts, isOpenAI: isOpenAI, tokens: job.trainedTokens, error: 0, epochs: .fixed(1))
        switch price {
        case .known(let cost): return cost
        case .hourly, .unknown: return nil
        }
    }

    var job: Job { stored.job }

    /// When training began, as far as we saw it.
    var startedAt: UnixTime? { transitions.first { $0.to == .running }?.seenAt }

    /// The checkpoint with the lowest validation loss, or the lowest training loss where none was validated.
    var bestCheckpoint: Checkpoint? {
        let validated = checkpoints.filter { Self.validLoss($0.metric) != nil }
        if !validated.isEmpty {
            return validated.min { (Self.validLoss($0.metric) ?? .infinity) < (Self.validLoss($1.metric) ?? .infinity) }
        }
        return checkpoints.filter { $0.metric.trainLoss != nil }
            .min { ($0.metric.trainLoss ?? .infinity) < ($1.metric.trainLoss ?? .infinity) }
    }

    /// The loss over the whole validation file where there is one, otherwise over a batch.
    static func validLoss(_ metric: MetricPoint) -> Double? { metric.fullValidLoss ?? metric.validLoss }
}
