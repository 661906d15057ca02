import Files
import FineTuning
import Spool

extension Submitter {
    /// How long to wait after the API said that a file is not ready.
    private static let notReadyWait: Duration = .seconds(10)

    /// Makes the job, once.
    ///
    /// - Returns: nil when the answer was lost and the job has to be looked for.
    func create(
        _ record: inout SubmissionRecord, _ files: SubmissionStep.Files
    ) throws(SubmissionError) -> SubmissionResult? {
        var waited: Duration = .zero
        var isMarked = true
        while true {
            if let result = try awaitProcessing(&record, files, waited: &waited) { return result }
            try begin(&record, files)
            dependencies.report(.creating)
            do throws(ProviderError) {
                let job = try provider.createJob(request(for: record, files, isMarked: isMarked))
                // Should the disk fail now, the record says `creating`: the job will be found, not made again.
                try? persist(&record, .created(job.id))
                return .created(job.id)
            } catch {
                // What is not the API proves nothing, whatever its status: a job may have been made behind it.
                guard !error.mayHaveHappened, error.voice != .other else {
                    dependencies.report(.looking(error))
                    return nil
                }
                if isMarked, error.refusesMetadata, record.plan.metadata.isEmpty {
                    // Without its mark a job is found again by its file, its model and the time it was made.
                    isMarked = false
                    continue
                }
                guard error.isOwnWords, error.kind == .invalidRequest, error.message?.contains("not ready") == true
                else { return try refused(&record, files, error) }
                try persist(&record, .uploaded(files))
                if let result = pause(files.training, Self.notReadyWait, waited: &waited) { return result }
            }
        }
    }

    /// Writes down that the call is about to be made.
    ///
    /// Where that fails it may be on the disk all the same, and the job of a call that nobody made would be looked for.
    private func begin(_ record: inout SubmissionRecord, _ files: SubmissionStep.Files) throws(SubmissionError) {
        do throws(SubmissionError) {
            try persist(&record, .creating(files, since: dependencies.now()))
        } catch {
            try? persist(&record, .uploaded(files))
            throw error
        }
    }

    private func request(
        for record: SubmissionRecord, _ files: SubmissionStep.Files, isMarked: Bool
    ) -> JobRequest {
        let plan = record.plan
        let mark = MetadataPair(key: SubmissionPlan.metadataKey, value: record.id.rawValue)
        return JobRequest(
            model: plan.model, trainingFile: files.training, validationFile: files.validation, suffix: plan.suffix,
            seed: plan.seed, method: plan.method == .supervised ? nil : plan.method.rawValue,
            hyperparameters: plan.hyperparameters, learningRate: plan.learningRate, grader: plan.grader,
            // No plan may carry another submission's id.
            metadata: plan.metadata.filter { $0.key != SubmissionPlan.metadataKey } + (isMarked ? [mark] : []))
    }

    /// What follows when certainly no job was made: the API refused, or nothing was sent.
    private func refused(
        _ record: inout SubmissionRecord, _ files: SubmissionStep.Files, _ error: ProviderError
    ) throws(SubmissionError) -> SubmissionResult {
        guard error.isOwnWords else {
            try persist(&record, .uploaded(files))
            return .unfinished(
                reason: error.description, kind: error.kind, again: error.kind.retryAfter ?? .seconds(30))
        }
        switch error.kind {
        case .rateLimited, .server, .unreachable, .cancelled, .badReply, .notTheAPI:
            try persist(&record, .uploaded(files))
            return .unfinished(
                reason: error.description, kind: error.kind, again: error.kind.retryAfter ?? .seconds(30))
        case .unauthorized:
            // A key is corrected by a person; the upload is worth keeping until then.
            try persist(&record, .uploaded(files))
            return .unfinished(reason: error.description, kind: error.kind, again: .seconds(600))
        case .limitReached:
            let parking = Parking(
                reason: error.description, after: record.parkedBefore, at: dependencies.now())
            try persist(&record, .parked(files, parking))
            return .parked(reason: parking.reason, retryAt: parking.retryAt)
        case .forbidden, .notFound, .quota, .invalidRequest:
            return try refuse(&record, kind: error.kind, reason: error.description)
        }
    }

    /// Ends a submission, and deletes what it uploaded itself unless a job uses it or the user wants to keep it.
    func refuse(
        _ record: inout SubmissionRecord, kind: FailureKind?, reason: String
    ) throws(SubmissionError) -> SubmissionResult {
        try persist(&record, .failed(reason: reason))
        guard !record.plan.keepsFile else { return .failed(reason: reason, kind: kind) }
        for id in record.uploads.map(\.file) where !isUsed(id, besides: record) {
            do throws(ProviderError) {
                try provider.deleteFile(id)
                dependencies.report(.deleted(id))
            } catch {
                // What is not there any more was not deleted by us, and is no orphan either.
                guard error.kind == .notFound, error.isOwnWords else {
                    dependencies.report(.orphaned(id, reason: error.description))
                    continue
                }
            }
            record.uploads.removeAll { $0.file == id }
        }
        try persist(&record, record.step)
        return .failed(reason: reason, kind: kind)
    }

    /// Whether a known job, or another submission on its way, uses an upload; what nobody can tell counts as used.
    private func isUsed(_ file: FileID, besides record: SubmissionRecord) -> Bool {
        let others: [SubmissionRecord]
        do throws(FileError) {
            let (readable, unreadable) = try spool.records()
            // One that cannot be read may wait with this very file.
            guard unreadable.isEmpty else { return true }
            others = readable
        } catch {
            return true
        }
        let isPlanned = others.contains { other in
            other.id != record.id && [other.step.files?.training, other.step.files?.validation].contains(file)
        }
        return isPlanned || dependencies.isUsed(record.plan.account, file)
    }
}

extension ProviderError {
    /// Whether the API refused a create call because it takes no metadata: nothing was made.
    fileprivate var refusesMetadata: Bool {
        guard isOwnWords, kind == .invalidRequest, !mayHaveHappened else { return false }
        return [param, message].contains { $0?.contains("metadata") == true }
    }
}
