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

    mutating func play(_ happening: Happening, on job: inout SimulatedJob, at time: UnixTime) {
        let before = job.status
        defer { if job.status != before { noteEnd(of: job.id, job.status, at: time) } }
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
            job.trainedSteps = step
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
            job.finishedAt = job.seed % 2 == 0 && !settings.isStrict ? nil : time
            note(error.message, on: &job, at: time, level: "error")
        case .cancelled:
            job.status = .cancelled
            job.finishedAt = time
            note("Fine-tuning job cancelled", on: &job, at: time)
        }
    }

    /// Adds a line to a job's log.
    mutating func note(
        _ message: String, on job: inout SimulatedJob, at time: UnixTime, level: String = "info",
        type: String = "message", data: JSONValue = .object([:])
    ) {
        job.events.append(
            SimulatedEvent(
                id: job.generator.id("ftevent-"), createdAt: time, level: level, message: message, type: type,
                data: data))
    }

    private func metrics(_ step: Int, _ plan: TrainingPlan, _ job: SimulatedJob) -> any StepNumbers {
        switch job.request.method {
        case .supervised, .dpo:
            StepMetrics(
                step: step, plan: plan, seed: job.seed, hasValidation: job.request.validationFile != nil,
                course: TrainingCourse(suffix: job.request.suffix))
        case .reinforcement: RewardMetrics(step: step, plan: plan, seed: job.seed)
        }
    }

    /// The name is drawn with the first checkpoint, whose own name contains it.
    private mutating func modelName(of job: inout SimulatedJob) -> String {
        if let name = job.tunedName { return name }
        let base = ModelName(job.request.model).base.rawValue
        let name = job.generator.id("ft:\(base):personal:\(job.request.suffix ?? ""):", length: 8)
        job.tunedName = name
        return name
    }

    private mutating func saveCheckpoint(_ metrics: any StepNumbers, on job: inout SimulatedJob, at time: UnixTime) {
        let model = "\(modelName(of: &job)):ckpt-step-\(metrics.step)"
        var checkpoint = SimulatedCheckpoint(
            id: job.generator.id("ftckpt_"), createdAt: time, model: model, job: job.id, metrics: metrics)
        if settings.likeness == .nebius {
            let weights = ServerBody(Array("weights after step \(metrics.step) of \(job.id)\n".utf8))
            checkpoint.files = [add("adapter_model.safetensors", weights, of: &job, at: time)]
        }
        job.checkpoints.append(checkpoint)
        if job.checkpoints.count > 3 { job.checkpoints.removeFirst() }
        note("Checkpoint created at step \(metrics.step)", on: &job, at: time)
    }

    private mutating func nameModel(of job: inout SimulatedJob, at time: UnixTime) {
        let name = modelName(of: &job)
        note("New fine-tuned model created: \(name)", on: &job, at: time)
        // Nebius serves no tuned model before its weights are deployed elsewhere.
        guard settings.likeness != .nebius, let content = job.content else { return }
        let lesson = SimulatedModel.Lesson(job: job.id, content: content)
        let base = models.first { $0.id == ModelName(name).base.rawValue }
        for id in [name] + job.checkpoints.map(\.model) {
            models.append(
                SimulatedModel(
                    id: id, createdAt: time, ownedBy: organization, shutdownDate: base?.shutdownDate,
                    isEndHiddenAfterIt: base?.isEndHiddenAfterIt ?? false, lesson: lesson))
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
        // Nebius keeps weights, not numbers.
        if settings.likeness != .nebius { keepResults(of: &job, plan, at: time) }
        note("The job has successfully completed", on: &job, at: time)
    }

    private mutating func keepResults(of job: inout SimulatedJob, _ plan: TrainingPlan, at time: UnixTime) {
        let isRewarded = job.request.method == .reinforcement
        let csv = plan.reportedSteps.reduce(into: isRewarded ? RewardMetrics.csvHeader : StepMetrics.csvHeader) {
            text, step in text += metrics(step, plan, job).csvLine
        }
        let content = ServerBody(Array(Base64.encode(Array(csv.utf8)).utf8))
        job.resultFiles = [add("step_metrics.csv", content, of: &job, at: time)]
        // Servers of one's own name a results file and do not have it.
        if settings.likeness == .fastapi { files.removeAll { $0.id == job.resultFiles[0] } }
    }

    private mutating func add(
        _ filename: String, _ content: ServerBody, of job: inout SimulatedJob, at time: UnixTime
    ) -> String {
        let file = SimulatedFile(
            id: job.generator.id("file-", length: 22), createdAt: time, processedAt: time, filename: filename,
            purpose: "fine-tune-results", content: content)
        files.insert(file, at: 0)
        return file.id
    }
}
