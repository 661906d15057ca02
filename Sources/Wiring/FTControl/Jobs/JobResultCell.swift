import Commands
import FineTuning
import JobStorage
import JobViews
import Text

/// What has come of a job, in one cell: how far it is, the tuned model, or the error.
struct JobResultCell {
    let costs: JobCosts
    let context: CommandContext

    func cell(_ row: StatusRow) -> Table.Cell {
        if let error = row.error ?? row.failure { return failed(error.printable) }
        if let model = row.fineTunedModel { return succeeded(model, row) }
        if let progress = row.progress { return running(progress) }
        return Table.Cell(waiting(row), style: .dim)
    }

    /// The words of the error, and its code only where there is room for both.
    private func failed(_ error: String) -> Table.Cell {
        let code = error.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        let rest = error.dropFirst(code.count)
        let isCode = !code.isEmpty && rest.hasPrefix(": ") && rest.count > 2
        return Table.Cell(error, shorter: isCode ? [String(rest.dropFirst(2))] : [])
    }

    /// The model without what its base model says already, then tokens and cost.
    private func succeeded(_ model: ModelName, _ row: StatusRow) -> Table.Cell {
        let name = Self.withoutBase(model).printable
        let tokens = row.trainedTokens.map { "\(HumanText.short($0)) tokens" }
        let cost = JobReport.text(costs.amount(of: row))
        let forms = [[name, tokens, cost], [name, cost ?? tokens]].map { $0.compactMap(\.self).joined(separator: "  ") }
        return Table.Cell(forms[0], shorter: [forms[1], name], clipping: .name)
    }

    /// `…:sciq:A32VfYIz` of `ft:gpt-4o-mini-2024-07-18:personal:sciq:A32VfYIz`; other names are whole.
    static func withoutBase(_ model: ModelName) -> String {
        let parts = model.rawValue.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.first == "ft", parts.count >= 5 else { return model.rawValue }
        return "…:" + parts[3...].joined(separator: ":")
    }

    /// `loss 1.157 ▆▅▄▃▃▂▂  step 186/300 → 08:41`; what does not fit goes from the end.
    private func running(_ progress: JobProgress) -> Table.Cell {
        let steps = JobReport.steps(progress)
        let end = progress.estimatedFinish.map { finish in
            let time = context.time.brief(finish, now: context.now)
            return finish > context.now ? " → \(time)" : ", was to end at \(time)"
        }
        guard let loss = JobReport.loss(progress, width: 8), let bare = JobReport.loss(progress, width: 0) else {
            return Table.Cell(steps + (end ?? ""), shorter: [steps])
        }
        return Table.Cell("\(loss)  \(steps)\(end ?? "")", shorter: ["\(loss)  \(steps)", loss, bare])
    }

    /// What is known of a job that has not begun, or of which nothing came.
    private func waiting(_ row: StatusRow) -> String {
        if row.goneAt != nil { return "the API does not know it any more" }
        switch row.status.meaning {
        case .validatingFiles, .queued, .paused:
            let age = context.now - row.createdAt
            return age >= .seconds(60) ? "created \(HumanText.duration(age)) ago" : ""
        case .succeeded: return "its model has no name yet"
        case .running, .failed, .cancelled, .unrecognized: return ""
        }
    }
}
