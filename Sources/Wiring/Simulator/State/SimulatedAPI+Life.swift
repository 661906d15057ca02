import FineTuning
import HTTPServer
import JSONText
import Text

extension SimulatedAPI {
    /// Plays a job's script up to a moment.
    mutating func settle(job id: String, at now: UnixTime) {
        guard var job = jobs[id], job.pausedAt == nil else { return }
        while let next = job.script.first {
            let due = job.origin + wall(next.second)
            guard due <= now else { break }
            job.script.removeFirst()
            play(next.happening, on: &job, at: due)
        }
        if job.script.isEmpty { active.remove(id) }
        jobs[id] = job
    }

    private mutating func play(_ happening: Happening, on job: inout SimulatedJob, at time: UnixTime) {
        switch happening {
        case .note(let message, let type, let data):
            note(message, on: &job, at: time, type: type, data: data)
        case .queued:
            job.status = .queued
            note("Files validated, moving job to queued state", on: &job, at: time)
        case .started(let plan):
            job.status = .running
            job.plan = plan
            job.estimatedFinish = job.origin + wall(JobScript.length)
            note("Fine-tuning job started", on: &job, at: time)
        case .step(let step):
            guard let plan = job.plan else { return }
            let metrics = metrics(step, plan, job)
            note(
                metrics.message(totalSteps: plan.totalSteps), on: &job, at: time, type: "metrics",
                data: .object(metrics.json(totalSteps: plan.totalSteps)))
        case .checkpoint(let step):
            guard let plan = job.plan else { return }
            saveCheckpoint(metrics(step, plan, job), on: &job, at: time)
        case .modelCreated: nameModel(of: &job, at: time)
        case .succeeded: succeed(&job, at: time)
        case .failed(let error):
            job.status = .failed
            job.failure = error
            // Real replies leave finished_at null on some validation failures.
            job.finishedAt = job.seed % 2 == 0 ? nil : time
            note(error.message, on: &job, at: time, level: "error")
        }
    }

    /// Adds a line to a job's log.
    mutating func note(
        _ message: String, on job: inout SimulatedJob, at time: UnixTime, level: String = "info",
        type: String = "message", data: JSONValue = .object([:])
    ) {
        job.events.append(
            SimulatedEvent(
                id: generator.id("ftevent-"), createdAt: time, level: level, message: message, type: type, data: data))
    }

    private func metrics(_ step: Int, _ plan: TrainingPlan, _ job: SimulatedJob) -> StepMetrics {
        StepMetrics(step: step, plan: plan, seed: job.seed, hasValidation: job.request.validationFile != nil)
    }

    /// The name is drawn with the first checkpoint, whose own name contains it.
    private mutating func modelName(of job: inout SimulatedJob) -> String {
        if let name = job.tunedName { return name }
        let base = ModelName(job.request.model).base.rawValue
        let name = generator.id("ft:\(base):personal:\(job.request.suffix ?? ""):", length: 8)
        job.tunedName = name
        return name
    }

    private mutating func saveCheckpoint(_ metrics: StepMetrics, on job: inout SimulatedJob, at time: UnixTime) {
        let model = "\(modelName(of: &job)):ckpt-step-\(metrics.step)"
        job.checkpoints.append(
            SimulatedCheckpoint(
                id: generator.id("ftckpt_"), createdAt: time, model: model, job: job.id, metrics: metrics))
        if job.checkpoints.count > 3 { job.checkpoints.removeFirst() }
        note("Checkpoint created at step \(metrics.step)", on: &job, at: time)
    }

    private mutating func nameModel(of job: inout SimulatedJob, at time: UnixTime) {
        let name = modelName(of: &job)
        note("New fine-tuned model created: \(name)", on: &job, at: time)
        guard let content = job.content else { return }
        let lesson = SimulatedModel.Lesson(job: job.id, content: content)
        let base = models.first { $0.id == ModelName(name).base.rawValue }
        for id in [name] + job.checkpoints.map(\.model) {
            models.append(
                SimulatedModel(
                    id: id, createdAt: time, ownedBy: organization, shutdownDate: base?.shutdownDate, lesson: lesson))
        }
    }

    private mutating func succeed(_ job: inout SimulatedJob, at time: UnixTime) {
        guard let plan = job.plan else { return }
        job.status = .succeeded
        job.fineTunedModel = job.tunedName
        job.finishedAt = time
        job.estimatedFinish = nil
        // An estimate: the simulator has no tokenizer, and English has about four bytes a token.
        job.trainedTokens = Int64((job.content?.count ?? 0) / 4 * plan.epochs)
        let csv = plan.reportedSteps.reduce(into: StepMetrics.csvHeader) { text, step in
            text += metrics(step, plan, job).csvLine
        }
        let file = SimulatedFile(
            id: generator.id("file-", length: 22), createdAt: time, processedAt: time, filename: "step_metrics.csv",
            purpose: "fine-tune-results", content: ServerBody(Array(Base64.encode(Array(csv.utf8)).utf8)))
        files.insert(file, at: 0)
        job.resultFiles = [file.id]
        note("The job has successfully completed", on: &job, at: time)
    }
}
