import Commands
import Digest
import Files
import FineTuning
import Glibc
import JSONText
import JobJSON
import JobStorage
import JobViews
import Settings
import Spool
import Submission
import Synchronization
import Text
import TrainingCheck
import TrainingData

/// One submission as a person at a terminal sees it: the plan, the question, the progress, the job.
struct SubmissionRun {
    /// How it came out, for the exit code.
    enum Outcome {
        case created(JobID, file: RemoteFile?)
        case notCreated(ExitCode)

        var exitCode: ExitCode {
            switch self {
            case .created: .done
            case .notCreated(let code): code
            }
        }
    }

    let context: CommandContext
    let account: AccountSettings
    let plan: SubmissionPlan
    /// What is done before the first step; nil sends the file unseen.
    let check: CheckRun?
    /// What `ftctl check` is to be given so that it judges the same: ` --model …` and the like.
    let checkOptions: String
    /// Whether the month may cost more than the configuration allows.
    let mayExceedBudget: Bool
    /// Whether the job is waited for: JSON shows it once, as it ended.
    var isWaitedFor = false

    /// Checks the files, and says what would be created and what it costs.
    ///
    /// - Returns: What the check found; nil when nothing was checked.
    /// - Throws: ``CommandError`` when the server would refuse a file.
    @discardableResult
    func describe() throws -> CheckResult? {
        let checked = try check?.perform(
            on: plan.training.path, validation: plan.validation?.path, mendingTo: nil)
        let reports = [checked?.outcome.training, checked?.outcome.validation]
        for (file, report) in zip([plan.training, plan.validation].compactMap(\.self), reports) {
            let examples = report.map { HumanText.count($0.rows, "example") + "  " } ?? ""
            let name = file.uploadName == file.filename ? "" : "  uploaded as \(file.uploadName.printable)"
            try context.say(
                "\(file.filename.printable)  \(examples)\(HumanText.bytes(file.bytes))  sha256 \(file.sha256.prefix(8))…\(name)"
            )
        }
        if let checked { try SubmissionCheck(plan: plan, result: checked, options: checkOptions).judge(in: context) }
        let knobs = plan.hyperparameters
        let settings = [
            "epochs \(knobs.epochs?.description ?? "auto")",
            knobs.batchSize.map { "batch size \($0)" },
            knobs.learningRateMultiplier.map { "learning rate multiplier \($0)" },
            plan.learningRate.map { "learning rate \($0)" }, knobs.beta.map { "beta \($0)" },
            plan.suffix.map { "suffix \($0.printable)" },
        ].compactMap(\.self)
        try context.say(
            "would create: \(plan.model.rawValue.printable), \(plan.method.rawValue), \(settings.joined(separator: ", "))"
                + (account.name == .default ? "" : ", account \(account.name.rawValue.printable)"))
        for line in try TuneLife(context: context, account: account, model: plan.model).lines() {
            try context.say(line)
        }
        guard let checked else { return nil }
        if let tokens = checked.outcome.training.tokens {
            let epochs = checked.outcome.training.autoEpochs
            try context.say(
                "tokens: \(HumanText.number(tokens.billed)) an epoch "
                    + "(\(tokens.encoding), \(tokens.kind))"
                    + (knobs.epochs == nil ? "; auto would train \(HumanText.count(epochs, "epoch"))" : ""))
        }
        for (index, line) in checked.price.lines.enumerated() {
            try context.say((index == 0 ? "cost: " : "      ") + line)
        }
        return checked
    }

    /// Asks, uploads, creates, and shows the job.
    func perform(keyFile: String?, isAgain: Bool, isConfirmed: Bool) throws -> Outcome {
        let client = try context.client(for: account, keyFile: keyFile)
        let spool = try spool()
        let earlier = try unfinished(in: spool)
        if let earlier, spool.isHeld(earlier) {
            let held = HeldSubmission(context: context, spool: spool, record: earlier)
            let result = try held.follow(isAgain: isAgain)
            if case .created(let id) = result { try print(id) }
            return try conclude(result, client, SubmissionReporter(context))
        }
        if earlier == nil {
            let checked = try describe()
            let budget = BudgetQuestion(context: context, model: plan.model, price: checked?.price.price)
            guard try mayExceedBudget || budget.isAnsweredWithYes() else {
                try context.say("nothing was sent")
                return .notCreated(.failed)
            }
            let others = EarlierJob(context: context, plan: plan, client: client)
            let job = try isAgain ? nil : others.find(in: spool)
            if isAgain { try context.say("no submission of this file and plan is open: another job is made") }
            // Yes to a job is not yes to a second one.
            let isMeant = try job.map { try others.confirmAnother(beside: $0) } ?? isConfirmed
            guard try isMeant || (job == nil && context.confirm("Continue?")) else {
                try context.say("nothing was sent")
                return .notCreated(.failed)
            }
        }
        var (record, lock, isNew) = try take(from: spool)
        return try withExtendedLifetime(lock) {
            if !isNew { try context.say("going on with this submission from its step \"\(record.step.word)\"") }
            return try advance(&record, client, spool, isAgain: isAgain)
        }
    }

    /// The unfinished submission of the same plan, or a new one, with the right to work on it.
    private func take(from spool: Spool) throws -> (record: SubmissionRecord, lock: SpoolLock, isNew: Bool) {
        let intake = try spool.lockIntake()
        return try withExtendedLifetime(intake) {
            let earlier = try unfinished(in: spool)
            let id = earlier?.id ?? SubmissionID(UUIDText.version4())
            guard let lock = try spool.lock(id) else {
                throw CommandError(
                    .failed, "this submission is being worked on by another ftctl or by ftd",
                    hints: ["See its job soon: ftctl list"])
            }
            guard earlier != nil else {
                let record = SubmissionRecord(id: id, plan: plan, createdAt: context.now)
                try spool.write(record)
                return (record, lock, true)
            }
            // Read again under the lock: what was read before it may be of another time, and must not be acted on.
            guard let record = try spool.record(id) else {
                try spool.remove(id)
                throw CommandError(
                    .failed, "ftd has ended this submission a moment ago", hints: ["See its job: ftctl list"])
            }
            return (record, lock, false)
        }
    }

    private func advance(
        _ record: inout SubmissionRecord, _ client: any Provider, _ spool: Spool, isAgain: Bool
    ) throws -> Outcome {
        context.interrupt.arm(
            saying: "interrupted; nothing is lost",
            hints: ["The same command goes on where it stood; ftd goes on by itself once the upload is done."])
        let reporter = SubmissionReporter(context)
        let submitter = Submitter(
            provider: client, spool: spool, dependencies: dependencies(spool, reporter))
        if isAgain { try submitter.createAgain(&record) } else { try submitter.tryNow(&record) }
        defer { spool.wake() }
        var result: SubmissionResult
        do throws(SubmissionError) { result = try submitter.advance(&record) } catch {
            reporter.finish()
            try context.interrupt.check()
            throw error
        }
        reporter.finish()
        if case .undecided(let jobs, _) = result {
            try context.interrupt.check()
            let job = try LostJob(context: context, client: client).choose(among: jobs)
            try submitter.adopt(job, &record)
            result = .created(job)
        }
        if case .created(let id) = result {
            // Before anything else: a job whose id nobody has seen would be made once more.
            try print(id)
            try submitter.shown(&record)
        }
        try context.interrupt.check()
        return try conclude(result, client, reporter)
    }

    /// Prints the id of the job that was made, and nothing after it is needed to know it.
    private func print(_ id: JobID) throws {
        switch context.format {
        case .name: try context.output.line(id.rawValue.printable)
        case .table, .wide, .csv, .json, .jsonl: try context.say("created \(id.rawValue.printable)")
        }
        try context.output.flush()
    }

    /// Says how it came out; a job is shown as `show` does.
    private func conclude(
        _ result: SubmissionResult, _ client: any Provider, _ reporter: SubmissionReporter
    ) throws -> Outcome {
        switch result {
        case .created(let id):
            if !isWaitedFor || !context.format.isJSON { try show(id, client, reporter) }
            return .created(id, file: reporter.files.first)
        case .several(let jobs):
            let names = jobs.map(\.rawValue.printable)
            throw CommandError(
                .failed, "the API made \(jobs.count) jobs of this submission",
                hints: names + ["Keep one and cancel the others: ftctl cancel JOB"])
        case .failed(let reason, let kind):
            let meaning = kind.map { TuneLife.meaning(of: $0, at: account.name) } ?? []
            throw CommandError(
                kind.map { ExitCode($0) } ?? .failed, reason, hints: meaning + reporter.afterRefusal)
        case .parked(let reason, let retryAt):
            throw CommandError(
                .failed, reason,
                hints: [
                    "The submission waits: ftd tries again at \(context.time.brief(retryAt, now: context.now))."
                ])
        case .unknown:
            throw CommandError(
                .failed, "the answer to the create call was lost, and no job carries this submission's id",
                hints: [
                    "The API may have made a job without it: look at ftctl list first.",
                    "Create once more: the same command with --again",
                ])
        case .undecided(let jobs, _): throw LostJob.undecided(jobs)
        case .unfinished(let reason, let kind, _):
            throw CommandError(ExitCode(kind), reason, hints: ["ftd goes on from here, or the same command again."])
        }
    }

    private func show(_ id: JobID, _ client: any Provider, _ reporter: SubmissionReporter) throws {
        let job: Job
        do throws(ProviderError) { job = try client.job(id) } catch {
            try context.interrupt.check()
            // The job exists; that it cannot be shown now is no failure.
            switch context.format {
            case .name: break
            case .table, .wide, .csv, .json, .jsonl: try context.tell("\(id.rawValue.printable) created")
            }
            return try context.say("could not show it yet: \(error)")
        }
        let detail = JobDetail(created: job, account: account.name, at: context.now)
        let files = reporter.files
        switch context.format {
        case .json, .jsonl:
            try context.printObject(Self.createdFields.object(Created(file: files.first, detail: detail)))
        case .name: break
        case .table, .wide, .csv:
            for file in files {
                for line in FileText.lines(file, context) { try context.tell(line, hanging: 18) }
            }
            for line in detail.lines(context) { try context.tell(line.text, hanging: JobDetail.hanging) }
        }
        let isAlive = JobStoreReader.isDaemonAlive(store: try context.storePlace().path) ?? true
        try context.say(
            isAlive
                ? "ftd is watching"
                : "ftd is not running: nobody is told when it ends. Start it: \(ServiceUnit.start(.installed))")
        if !isWaitedFor { try NextCommand.say(detail.next(), in: context) }
    }

    private func dependencies(_ spool: Spool, _ reporter: SubmissionReporter) -> Submitter.Dependencies {
        let context = context
        return Submitter.Dependencies(
            now: { context.now },
            pause: { duration in (try? context.interrupt.sleep(for: duration)) != nil },
            uploads: { account, file in
                let stored =
                    (try? context.openStore().uploads(
                        of: account, sha256: file.sha256, bytes: file.bytes, for: geteuid())) ?? []
                let spooled = ((try? spool.records().records) ?? []).filter(\.isMine)
                let fresh = spooled.filter { $0.plan.account == account }.flatMap(\.uploads)
                    .filter { $0.data.sha256 == file.sha256 }
                return fresh.map(\.file) + stored.map(\.file)
            },
            isUsed: { account, file in
                do {
                    return try !context.openStore().jobs(using: file, account: account).isEmpty
                } catch StoreError.absent, StoreError.notYetMade {
                    // Without a store no job is known that could use what was uploaded a moment ago.
                    return false
                } catch {
                    return true
                }
            },
            isMadeByAnother: { account, job in
                do {
                    return try context.openStore().submissions(account: account).contains { $0.end == .created(job) }
                } catch StoreError.absent, StoreError.notYetMade {
                    return false
                } catch {
                    return true
                }
            },
            showsJob: true, report: { reporter.report($0) })
    }

    /// The submission of the same plan that is unfinished, or whose job's id was never shown, if there is one.
    private func unfinished(in spool: Spool) throws -> SubmissionRecord? {
        let (records, unreadable) = try spool.records()
        for error in unreadable { try context.say("ftctl: \(error)") }
        return records.last { $0.isMine && $0.plan == plan && (!$0.step.isFinal || $0.awaitsShowing) }
    }

    private func spool() throws -> Spool {
        let place = try context.storePlace()
        let spool = Spool(besideStore: place.path)
        if place.origin == .user { try StorePath.prepareDirectory(WholeFile.directory(of: place.path), making: true) }
        try spool.prepare()
        return spool
    }
}
