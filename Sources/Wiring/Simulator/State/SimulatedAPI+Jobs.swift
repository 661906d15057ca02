import FineTuning
import HTTPServer
import JSONText

extension SimulatedAPI {
    /// The job of an id.
    ///
    /// - Throws: `ErrorReply` 404.
    func job(_ id: String) throws(ErrorReply) -> SimulatedJob {
        guard let job = jobs[id] else { throw .noSuchJob(id) }
        return job
    }

    /// `POST /fine_tuning/jobs`.
    mutating func createJob(_ request: ServerRequest, at now: UnixTime) throws(ErrorReply) -> ServerResponse {
        let asked = try RequestedJob(request.body.bytes, likeness: settings.likeness)
        guard models.contains(where: { $0.id == asked.model }) else {
            throw .invalid(
                "Model \(asked.model) is not available for fine-tuning or does not exist.", param: "model",
                code: "model_not_available")
        }
        guard asked.method != .reinforcement || asked.model == SimulatedModel.reasoning.id else {
            // Only o4-mini took it, and at OpenAI that model is gone since 2026-10-23.
            throw .invalid(
                "Model \(asked.model) is not available for reinforcement fine-tuning.", param: "model",
                code: "model_not_available")
        }
        let fields = asked.method == .reinforcement ? try RequestedGrader(asked.grader).fields : []
        guard asked.method != .reinforcement || asked.validationFile != nil else {
            throw .invalid(
                "A validation file is required for reinforcement fine-tuning.", param: "validation_file",
                code: "missing_required_parameter")
        }
        let training = try trainable(asked.trainingFile, param: "training_file")
        var failure: ErrorReply?
        let inspection = FileInspection(training.content, method: asked.method, graderFields: fields)
        failure = inspection.failure(of: training, role: .training, method: asked.method)
        if let id = asked.validationFile {
            let validation = try trainable(id, param: "validation_file")
            failure =
                failure
                ?? FileInspection(validation.content, method: asked.method, graderFields: fields)
                .failure(of: validation, role: .validation, method: asked.method)
        }
        var job = SimulatedJob(
            request: asked, id: generator.id("ftjob-"), createdAt: now,
            seed: asked.seed ?? Int64(generator.next() >> 33), content: training.content, origin: now,
            generator: SeededGenerator(seed: generator.next()))
        job.script =
            failure.map(JobScript.rejection)
            ?? JobScript.success(plan: TrainingPlan(rows: inspection.rows, hyperparameters: asked.hyperparameters))
        note("Created fine-tuning job: \(job.id)", on: &job, at: now)
        let also = asked.validationFile.map { " and validation file: \($0)" } ?? ""
        note("Validating training file: \(asked.trainingFile)\(also)", on: &job, at: now)
        insert(job)
        active.insert(job.id)
        return .json(job.json(in: voice))
    }

    private func trainable(_ id: String, param: String) throws(ErrorReply) -> SimulatedFile {
        guard let file = files.first(where: { $0.id == id }) else {
            throw .invalid("Cannot find file \(id), or your project does not have access to it.", param: param)
        }
        guard file.purpose == "fine-tune" else {
            throw .invalid("File \(id) has purpose '\(file.purpose)', but 'fine-tune' is required.", param: param)
        }
        return file
    }

    /// Puts a job into the list, which is newest first.
    mutating func insert(_ job: SimulatedJob) {
        if jobs.updateValue(job, forKey: job.id) != nil { jobOrder.removeAll { $0 == job.id } }
        var (low, high) = (0, jobOrder.count)
        while low < high {
            let middle = (low + high) / 2
            if let other = jobs[jobOrder[middle]], other.createdAt > job.createdAt {
                low = middle + 1
            } else {
                high = middle
            }
        }
        jobOrder.insert(job.id, at: low)
    }

    /// `GET /fine_tuning/jobs`.
    func listJobs(_ request: ServerRequest) throws(ErrorReply) -> ServerResponse {
        let wanted = request.query.filter { $0.name.hasPrefix("metadata[") && $0.name.hasSuffix("]") }
        let wantsNone = request.queryValue("metadata") == "null"
        guard wanted.isEmpty || !wantsNone else {
            throw .invalid("Use either metadata=null or metadata[key]=value, not both.", param: "metadata")
        }
        var ids = jobOrder
        if settings.likeness.keepsMetadata, wantsNone || !wanted.isEmpty {
            ids = ids.filter { id in
                let metadata = jobs[id]?.json(in: voice)["metadata"]
                if wantsNone { return metadata?.object == nil }
                return wanted.allSatisfy { pair in
                    metadata?[String(pair.name.dropFirst("metadata[".count).dropLast())]?.string == pair.value
                }
            }
        }
        let page = try page(of: ids.reversed(), request, defaultLimit: 20, id: \.self)
        return .json(page.json(ids: false) { jobs[$0]?.json(in: voice) ?? .null })
    }

    // MARK: actions

    /// `POST /fine_tuning/jobs/{id}/cancel`.
    mutating func cancelJob(_ id: String, at now: UnixTime) throws(ErrorReply) -> ServerResponse {
        try act(on: id, "cancelled", from: [.validatingFiles, .queued, .running, .paused]) { api, job in
            job.pausedAt = nil
            guard api.settings.likeness != .fastapi else {
                // Its trainer stops at the next step.
                job.status = .unrecognized("cancelling")
                let age = (now - job.origin) / .seconds(1) * api.settings.speed
                job.script = [ScriptedMoment(second: age + 2, happening: .cancelled)]
                api.active.insert(id)
                return
            }
            job.script = []
            api.active.remove(id)
            api.play(.cancelled, on: &job, at: now)
        }
    }

    /// `POST /fine_tuning/jobs/{id}/pause`.
    mutating func pauseJob(_ id: String, at now: UnixTime) throws(ErrorReply) -> ServerResponse {
        try act(on: id, "paused", from: [.running]) { api, job in
            job.status = .paused
            job.pausedAt = now
            job.estimatedFinish = nil
            api.note("Fine-tuning job paused", on: &job, at: now)
        }
    }

    /// `POST /fine_tuning/jobs/{id}/resume`: what is left of the script moves behind the pause.
    mutating func resumeJob(_ id: String, at now: UnixTime) throws(ErrorReply) -> ServerResponse {
        try act(on: id, "resumed", from: [.paused]) { api, job in
            job.status = .running
            if let pausedAt = job.pausedAt { job.origin = job.origin + (now - pausedAt) }
            job.pausedAt = nil
            job.estimatedFinish = job.origin + api.wall(JobScript.length)
            api.note("Fine-tuning job resumed", on: &job, at: now)
        }
    }

    private mutating func act(
        on id: String, _ participle: String, from allowed: [JobStatus],
        _ change: (inout SimulatedAPI, inout SimulatedJob) -> Void
    ) throws(ErrorReply) -> ServerResponse {
        var job = try job(id)
        guard allowed.contains(job.status) else {
            throw .invalid("Job \(id) cannot be \(participle): its status is \(job.status.word).")
        }
        change(&self, &job)
        jobs[id] = job
        return .json(job.json(in: voice))
    }
}
