import Charts
import Commands
import FineTuning
import JobStorage
import JobViews
import Text

extension JobDetail {
    /// Where the continuations of a broken line begin.
    static let hanging = 18

    /// What a person sees; nothing that is not known takes a line.
    ///
    /// - Parameter diagnosis: what the user's own file shows of a failure.
    func lines(_ context: CommandContext, diagnosis: FailureDiagnosis? = nil) -> [LiveLine] {
        var lines = [LiveLine(key: "status", state: state, text: headline(context))]
        lines += facts(context).map { label, text in
            LiveLine(
                key: label, state: label == "created" ? "" : text,
                text: "  " + context.paint(label.padded(to: 16), .dim) + text)
        }
        if let error = job.error ?? failure {
            lines += why(error, context).map { LiveLine(key: "error", state: error, text: $0) }
        }
        let rows = diagnosis?.lines(
            showsRows: context.terminal.outputIsTerminal, context.glyphs, width: context.terminal.width)
        lines += (rows ?? []).map { LiveLine(key: "rows", text: $0) }
        return lines
    }

    /// The next useful commands.
    func next(_ diagnosis: FailureDiagnosis? = nil) -> [NextCommand] {
        if stored.goneAt != nil { return [NextCommand("events", shortID)] }
        return switch job.status.meaning {
        case .succeeded:
            [
                NextCommand("ask", "\"...\""), NextCommand("loss", shortID), NextCommand("model"),
                NextCommand("events", shortID),
            ]
        case .failed, .cancelled:
            (diagnosis?.next ?? []) + [NextCommand("events", shortID), NextCommand("files list")]
        case .validatingFiles, .queued, .running, .paused, .unrecognized:
            [NextCommand("wait", shortID), NextCommand("loss", shortID), NextCommand("events", "\(shortID) -f")]
        }
    }

    /// What of the headline counts as a change: no time that passes.
    private var state: [String] {
        [job.status.word, "\(stored.goneAt != nil)", note?.word ?? "", "\(progress?.step ?? 0)"]
    }

    private func headline(_ context: CommandContext) -> String {
        var status = context.paint(job.status.marked, job.status.style)
        if let share = progress?.share { status += " \(Int(share * 100))%" }
        if stored.goneAt != nil { status += " (gone: the API knows it no more)" }
        if let note { status += " (\(note.word))" }
        if let duration = duration(now: context.now) { status += " \(duration)" }
        var parts = [job.id.rawValue.printable, job.name?.printable, status].compactMap(\.self)
        if let progress { parts.append(JobReport.steps(progress)) }
        return parts.joined(separator: " · ")
    }

    /// `in 21 min` of a job that has succeeded, `after 4 min` of one that has not, `for 13 min` of one that runs.
    private func duration(now: UnixTime) -> String? {
        guard job.status.isTerminal else {
            guard stored.goneAt == nil, let startedAt, job.status.meaning == .running, now >= startedAt else {
                return nil
            }
            return "for \(HumanText.duration(now - startedAt))"
        }
        guard let finished = job.finishedAt, finished >= job.createdAt else { return nil }
        let preposition = job.status.meaning == .succeeded ? "in" : "after"
        return "\(preposition) \(HumanText.duration(finished - job.createdAt))"
    }

    private func facts(_ context: CommandContext) -> [(String, String)] {
        let now = context.now
        var facts: [(String, String)] = []
        func add(_ label: String, _ text: String?) {
            if let text, !text.isEmpty { facts.append((label, text)) }
        }
        let shutdown = baseShutdown.map { end in
            let when = end > now ? "in \(HumanText.duration(end - now))" : "\(HumanText.duration(now - end)) ago"
            return " (\(end > now ? "shuts" : "shut") down \(context.time.date(end)), \(when))"
        }
        add("base model", job.model.rawValue.printable + (shutdown ?? ""))
        add("output model", job.fineTunedModel?.rawValue.printable)
        add("created", times(context))
        add("training file", files)
        add("method", settings)
        if let tokens = job.trainedTokens {
            add("trained tokens", "\(HumanText.number(tokens))   cost \(price)")
        } else {
            add("cost", price)
        }
        add("training loss", loss)
        for sentence in verdict.sentences { add("verdict", context.paint(sentence, .warning)) }
        add("metadata", job.metadata.map { "\($0.key)=\($0.value)".printable }.joined(separator: "   "))
        add("note", note?.sentence(now: now, time: context.time))
        add("account", stored.account == .default ? nil : stored.account.rawValue.printable)
        add("told", told(context))
        return facts
    }

    /// The cost and where it comes from, or why there is none.
    private var price: String {
        switch cost {
        case .known(let amount, let currency):
            let text = currency == JobCost.listCurrency ? "\(amount)" : "\(amount.decimal) \(currency.printable)"
            if isCostTold { return text + " (the server's own figure)" }
            guard let rate = listed?.price else { return "none: it ended before anything was trained" }
            return text + " (\(rate.value) per 1M, \(rate.origin.printable))"
        case .open: return "known when it has ended"
        case .unknown(let problem): return "unknown: \(problem.sentence)"
        }
    }

    private func times(_ context: CommandContext) -> String {
        let created = context.time.full(job.createdAt)
        func after(_ time: UnixTime) -> String {
            let full = context.time.full(time)
            return full.prefix(10) == created.prefix(10) ? context.time.clock(time) : full
        }
        var parts = [created]
        if let startedAt { parts.append("started \(after(startedAt))") }
        if let finished = job.finishedAt { parts.append("finished \(after(finished))") }
        if let finish = job.estimatedFinish, !stored.isOver {
            parts.append("\(JobReport.ending(finish, in: context)) \(after(finish))")
        }
        return parts.joined(separator: "   ")
    }

    private var files: String {
        let training = job.trainingFile?.rawValue.printable ?? "unknown"
        let results = job.resultFiles.map(\.rawValue.printable).joined(separator: ", ")
        return "\(training)   validation file \(job.validationFile?.rawValue.printable ?? "none")"
            + (results.isEmpty ? "" : "   results \(results)")
    }

    private var settings: String {
        let values = job.hyperparameters
        let pairs: [(String, String?)] = [
            ("epochs", values.epochs?.description), ("batch size", values.batchSize?.description),
            ("learning rate multiplier", values.learningRateMultiplier?.description),
            ("beta", values.beta?.description), ("seed", job.seed.map { "\($0)" }), ("suffix", job.suffix),
        ]
        let known = pairs.compactMap { name, value in value.map { "\(name) \($0.printable)" } }
        return ([job.method?.printable ?? "supervised"] + known).joined(separator: "   ")
    }

    private var loss: String? {
        let losses = LossTrend.values(metrics)
        guard let last = losses.last else { return nil }
        var text = HumanText.decimal(last, places: 3) + " " + Sparkline.text(losses, width: 14)
        if let valid = metrics.compactMap(Self.validLoss).last {
            text += "   validation loss \(HumanText.decimal(valid, places: 3))"
        }
        if let best = checkpoints.best {
            let loss =
                Self.validLoss(best.metric).map { " (validation loss \(HumanText.decimal($0, places: 3)))" }
                ?? best.metric.trainLoss.map { " (loss \(HumanText.decimal($0, places: 3)))" }
            text += "   best checkpoint step \(HumanText.number(best.step))" + (loss ?? "")
        }
        return text
    }

    /// `slack 17:23:53 · mail waiting, 2 attempts`.
    private func told(_ context: CommandContext) -> String {
        deliveries.reversed().map { view in
            let delivery = view.delivery
            let name = delivery.hook.rawValue.printable
            switch delivery.state {
            case .delivered(let time, _, _): return "\(name) \(context.time.clock(time))"
            case .waiting(_, let attempts, _):
                return "\(name) waiting, \(HumanText.count(attempts, "attempt"))"
            case .dead: return "\(name) dead (ftctl hooks deliveries --dead)"
            case .abandoned: return "\(name) abandoned"
            case .grouped(_, let time): return "\(name) \(context.time.clock(time)) with others"
            }
        }.joined(separator: " · ")
    }

    private func why(_ error: JobError, _ context: CommandContext) -> [String] {
        let code = error.code.map { $0.printable } ?? "error"
        let param = error.param.map { " (\($0.printable))" } ?? ""
        let width = max(40, min(100, context.terminal.width - 4))
        return ["  " + context.paint("\(code)\(param)", .bad)]
            + TextWrapping.lines(error.message ?? "", width: width).map { "    \($0)" }
    }
}
