package import FineTuning

/// One job in a few columns, for tables and for completion.
package struct StatusRow: Sendable, Hashable {
    /// The job's full name.
    package var key: JobKey
    /// When the API made it.
    package var createdAt: UnixTime
    /// The API's word.
    package var status: JobStatus
    /// The model that is tuned.
    package var model: ModelName
    /// The file it learns from.
    package var trainingFile: FileID?
    /// Code and message of the error, the API's words.
    package var error: String?
    /// The tuned model.
    package var fineTunedModel: ModelName?
    /// Since when it counts as gone.
    package var goneAt: UnixTime?
    /// How far an unfinished job is; nil for finished and gone ones and where no step is known yet.
    package var progress: JobProgress?
    /// What is to be said of an unfinished job.
    package var note: WatchNote?
    /// What the newest error event of a failed job says that gives no reason itself.
    package var failure: String?
    /// What its owner calls it: the suffix, otherwise the `name` in its metadata.
    package var name: String?
    /// When it ended, by the API.
    package var finishedAt: UnixTime?
    /// Tokens of all epochs, once it has ended.
    package var trainedTokens: Int64?
    /// `supervised`, `dpo`, `reinforcement`.
    package var method: String?
    /// What the server sent of the job, where that says what it cost; only servers other than OpenAI's do.
    package var costText: String?

    package init(
        key: JobKey, createdAt: UnixTime, status: JobStatus, model: ModelName, trainingFile: FileID? = nil,
        error: String? = nil, fineTunedModel: ModelName? = nil, goneAt: UnixTime? = nil, progress: JobProgress? = nil
    ) {
        self.key = key
        self.createdAt = createdAt
        self.status = status
        self.model = model
        self.trainingFile = trainingFile
        self.error = error
        self.fineTunedModel = fineTunedModel
        self.goneAt = goneAt
        self.progress = progress
    }
}

/// How far a job is, from the newest stored numbers.
package struct JobProgress: Sendable, Hashable {
    /// The last step.
    package var step: Int64
    /// How many there will be.
    package var totalSteps: Int64?
    /// The training loss over the whole run, oldest first, as ``LossTrend`` has it; empty where it was not asked for.
    package var losses: [Double]
    /// The training loss of the last step that has one.
    package var trainLoss: Double?
    /// When the API thinks that the job will be done.
    package var estimatedFinish: UnixTime?

    package init(
        step: Int64, totalSteps: Int64? = nil, losses: [Double], trainLoss: Double? = nil,
        estimatedFinish: UnixTime? = nil
    ) {
        self.trainLoss = trainLoss
        self.step = step
        self.totalSteps = totalSteps
        self.losses = losses
        self.estimatedFinish = estimatedFinish
    }

    /// Whether all is the same; a loss that is no number is the same as another that is none.
    package static func == (left: JobProgress, right: JobProgress) -> Bool {
        left.step == right.step && left.totalSteps == right.totalSteps && left.estimatedFinish == right.estimatedFinish
            && left.losses.count == right.losses.count
            && zip(left.losses, right.losses).allSatisfy { $0.isSame(as: $1) }
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(step) }
}

/// A part of the table, and how many jobs the filter lets through in all.
package struct JobList: Sendable, Hashable {
    /// Newest first.
    package var rows: [StatusRow]
    /// Jobs in the store that the filter lets through.
    package var total: Int

    package init(rows: [StatusRow], total: Int) {
        self.rows = rows
        self.total = total
    }
}

/// Where a job stands in the store.
package struct JobPlace: Sendable, Hashable {
    let row: Int64
}

/// Which jobs a name that a user typed can mean.
package enum JobMatch: Sendable, Hashable {
    /// No job's id has such a part.
    case none
    /// One has, or one is named exactly so.
    case one(JobKey)
    /// Several have: the first of them in the order of their ids, and how many there are.
    case several([JobKey], count: Int)
}
