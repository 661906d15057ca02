import Charts
import Commands
import FineTuning
import JobStorage
import JobViews
import Text

extension JobDetail {
    /// What a person sees; nothing that is not known takes a line.
    func lines(_ context: CommandContext) -> [String] {
        var lines = [headline(context)]
        lines += facts(context).map { label, text in
            "  " + context.paint(label.padded(to: 16), .dim) + text
        }
        if let error = job.error ?? failure { lines += diagnosis(error, context) }
        return lines
    }

    /// The next useful commands.
    var next: [NextCommand] {
        if stored.goneAt != nil { return [NextCommand("events", shortID)] }
        return switch job.status.meaning {
        case .succeeded:
            [
                NextCommand("ask", "\"...\""), NextCommand("loss", shortID), NextCommand("model"),
                NextCommand("events", shortID),
            ]
        case .failed, .cancelled:
            [NextCommand("events", shortID), NextCommand("check", "train.jsonl"), NextCommand("files list")]
        case .validatingFiles, .queued, .running, .paused, .unrecognized:
            [NextCommand("wait", shortID), NextCommand("events", "\(shortID) -f")]
        }
    }

    private func headline(_ context: CommandContext) -> String {
        var text = job.id.rawValue.printable + " · " + context.paint(job.status.marked, job.status.style)
        if stored.goneAt != nil { text += " (gone: the API knows it no more)" }
        if let note { text += " (\(note.word))" }
        if let finished = job.finishedAt, job.status.isTerminal, finished >= job.createdAt {
            let preposition = job.status.meaning == .succeeded ? "in" : "after"
            text += " \(preposition) \(HumanText.duration(finished - job.createdAt))"
        }
        if progress != nil { text += " · " + JobReport.note(progress, in: context) }
        return text
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
        let rate = cost.map { "\($0.likely) (\($0.price.value) per 1M, \($0.price.origin.printable))" }
        add("trained tokens", job.trainedTokens.map { HumanText.number($0) + (rate.map { "   cost \($0)" } ?? "") })
        add("training loss", loss)
        for sentence in verdict.sentences { add("verdict", sentence) }
        add("metadata", job.metadata.map { "\($0.key)=\($0.value)".printable }.joined(separator: "   "))
        add("note", note?.sentence(now: now, time: context.time))
        add("account", stored.account == .default ? nil : stored.account.rawValue.printable)
        add("told", told(context))
        return facts
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
        let losses = metrics.compactMap(\.trainLoss)
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
            case .delivered(let time, _): return "\(name) \(context.time.clock(time))"
            case .waiting(_, let attempts, _):
                return "\(name) waiting, \(HumanText.count(attempts, "attempt"))"
            case .dead: return "\(name) dead (ftctl hooks deliveries --dead)"
            }
        }.joined(separator: " · ")
    }

    private func diagnosis(_ error: JobError, _ context: CommandContext) -> [String] {
        let code = error.code.map { $0.printable } ?? "error"
        let param = error.param.map { " (\($0.printable))" } ?? ""
        let width = max(40, min(100, context.terminal.width - 4))
        return ["  " + context.paint("\(code)\(param)", .bad)]
            + TextWrapping.lines(error.message ?? "", width: width).map { "    \($0)" }
    }
}
