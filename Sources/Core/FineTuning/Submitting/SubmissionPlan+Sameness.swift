extension SubmissionPlan {
    /// Whether another plan makes the same job: the same bytes, account, model, method, hyperparameters, suffix and seed.
    ///
    /// Where the files lie, what the job carries along and what becomes of the upload makes no other job.
    public func makesSameJob(as other: SubmissionPlan) -> Bool {
        var mine = self
        mine.metadata = other.metadata
        mine.keepsFile = other.keepsFile
        mine.training.path = other.training.path
        if let path = other.validation?.path { mine.validation?.path = path }
        return mine == other
    }

    /// Whether a job of the same account, bytes, model and suffix may have been made from this plan.
    ///
    /// What the plan leaves to the server fits whatever the job has: nobody can tell what the server chose from what it
    /// was told.
    public func mayHaveMade(_ job: Job) -> Bool {
        let isSameMethod = job.method.map { $0 == method.rawValue } ?? true
        let isSameSeed = seed == nil || job.seed == nil || seed == job.seed
        let knobs = [\Hyperparameters.epochs, \.batchSize, \.learningRateMultiplier, \.beta]
        return isSameMethod && isSameSeed
            && knobs.allSatisfy { Self.fits(hyperparameters[keyPath: $0], job.hyperparameters[keyPath: $0]) }
    }

    private static func fits(_ asked: Hyperparameters.Setting?, _ made: Hyperparameters.Setting?) -> Bool {
        guard case .value(let asked) = asked, let made else { return true }
        // A job that was told a number shows it.
        guard case .value(let made) = made else { return false }
        return asked == made || Double(asked).flatMap { asked in Double(made).map { $0 == asked } } == true
    }
}

extension JobStatus {
    /// Whether a job of this status stands for its submission: one that failed or was cancelled is made again freely.
    public var standsForSubmission: Bool {
        switch meaning {
        case .failed, .cancelled: false
        case .validatingFiles, .queued, .running, .paused, .succeeded, .unrecognized: true
        }
    }
}
