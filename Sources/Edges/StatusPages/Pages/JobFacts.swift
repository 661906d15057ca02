import FineTuning
import JobViews
import Text

/// What is known of a job, fact by fact.
enum JobFacts {
    /// The details; nothing that is not known takes a line.
    static func list(_ sheet: JobSheet, _ context: PageContext) -> Markup {
        let job = sheet.line.job
        let knobs = job.hyperparameters
        var facts: [(String, Markup)] = []
        func add(_ name: String, _ value: Markup?) { if let value { facts.append((name, value)) } }
        func add(_ name: String, text: String?) { add(name, text.map { "\($0)" }) }
        add("Base model", "\(job.model.rawValue)\(shutdown(sheet, context))")
        add("Output model", job.fineTunedModel.map { "<span class=\"id\">\($0.rawValue)</span>" })
        add("Created", context.full(job.createdAt))
        add("Started", sheet.startedAt.map { context.full($0) })
        add("Finished", job.finishedAt.map { context.full($0) })
        add("Estimated end", sheet.line.stored.isOver ? nil : job.estimatedFinish.map { context.full($0) })
        add("Trained tokens", text: job.trainedTokens.map { HumanText.number($0) })
        add("Cost", cost(sheet))
        add("Method", text: job.method ?? "supervised")
        add("Epochs", text: knobs.epochs?.description)
        add("Batch size", text: knobs.batchSize?.description)
        add("Learning rate multiplier", text: knobs.learningRateMultiplier?.description)
        add("Beta", text: knobs.beta?.description)
        add("Seed", text: job.seed.map { "\($0)" })
        add("Suffix", text: job.suffix)
        add("Training file", job.trainingFile.map { "<span class=\"id\">\($0.rawValue)</span>" })
        add("Validation file", job.validationFile.map { "<span class=\"id\">\($0.rawValue)</span>" })
        add("Account", text: context.showsAccounts ? sheet.line.stored.account.rawValue : nil)
        let pairs = job.metadata.markup { "<span class=\"pair\">\($0.key)=\($0.value)</span> " }
        add("Metadata", job.metadata.isEmpty ? nil : pairs)
        add("Note", text: sheet.note?.sentence(now: context.now, time: context.time))
        return "<div class=\"facts\">\(facts.markup { "<dl><dt>\($0.0)</dt><dd>\($0.1)</dd></dl>" })</div>"
    }

    private static func shutdown(_ sheet: JobSheet, _ context: PageContext) -> Markup {
        guard let end = sheet.baseShutdown else { return .none }
        let text =
            end > context.now
            ? "shuts down \(context.time.date(end)), in \(HumanText.duration(end - context.now))"
            : "was shut down \(context.time.date(end))"
        return " <span class=\"sub\">\(text)</span>"
    }

    private static func cost(_ sheet: JobSheet) -> Markup? {
        switch sheet.line.cost {
        case .known(let amount, let currency):
            let rate = sheet.price.map { "\($0.value) per 1M tokens, \($0.origin)" }
            return "\(amount.text(in: currency)) <span class=\"sub\">\(amount == .zero ? "" : rate ?? "")</span>"
        case .open: return nil
        case .unknown(let problem): return "unknown <span class=\"sub\">\(problem.sentence)</span>"
        }
    }

    /// Why it failed, and what may help.
    static func diagnosis(_ sheet: JobSheet, _ context: PageContext) -> Markup {
        guard let failure = sheet.line.failure, sheet.line.stored.isOver else { return .none }
        let place = failure.param.markup { " <span class=\"sub\">in \($0)</span>" }
        return """
            <div class="diagnosis" role="note" aria-label="Why it failed">
            <p><strong>\(failure.code ?? "error")</strong>\(place)</p>
            <p>\(failure.message ?? "")</p>
            <p class="sub">Look at the file again: <code>ftctl check train.jsonl</code> · the job's log: \
            <code>ftctl events \(sheet.line.job.id.rawValue)</code></p>
            </div>
            """
    }
}
