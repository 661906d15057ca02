import Commands
import FineTuning
import JSONText
import JobStorage
import JobViews
import Settings
import Text

/// `show`: everything about one job.
enum ShowCommand {
    private static let job = CommandOperand<String>.one(.job(), "the job's id, any unique part of it, or latest")

    static let command: Command = Command(
        name: "show", section: .watch, summary: "Show everything about one job", operands: [job],
        options: [LiveWatch.option, StandardOptions.account, StandardOptions.utc],
        output: CommandOutput(
            [.table, .json, .jsonl, .csv, .name], .object, JobDetail.notes, remark: JobReport.receivedRemark),
        examples: [
            CommandExample("ftctl show ftjob-k2", "by a part of its id"),
            CommandExample("ftctl show ftjob-k2 --watch", "what changes is marked; q ends it"),
            CommandExample("ftctl show ftjob-k2 -o json", "as the API sent it, with what ftd knows beside it"),
        ],
        exitNotes: [ExitNote(.notFound, "no such job, or no store")]
    ) { context, arguments in
        let store = try context.openStore()
        let account = try context.account(named: arguments[StandardOptions.account], in: store)
        let key = try context.job(named: arguments[job], in: store, account: account)
        let table = try context.modelTableOrBuiltIn()
        let isOpenAI = try isOpenAI(key.account, context)
        let read: () throws -> JobDetail = {
            guard let detail = try JobDetail(of: key, in: store, facts: { table.facts(of: $0) }, isOpenAI: isOpenAI)
            else { throw CommandContext.noJob(key.job.rawValue) }
            return detail
        }
        if arguments[LiveWatch.option] {
            let job = JobWatch(key: key, store: store, detail: read)
            return try LiveWatch(watched: job, store: store, context: context).run()
        }
        let detail = try read()
        let diagnosis = try FailureDiagnosis.ofFailed(detail.stored, because: detail.failure, in: context)
        switch context.format {
        case .json, .jsonl: try context.printObject(detail.json)
        case .name: try context.output.line(key.job.rawValue.printable)
        case .csv:
            guard let line = try store.line(of: key) else { throw CommandContext.noJob(key.job.rawValue) }
            try context.print([line], as: JobReport.report(costs: context.jobCosts(table)))
        case .table, .wide:
            for line in detail.lines(context, diagnosis: diagnosis) {
                try context.tell(line.text, hanging: JobDetail.hanging)
            }
            let freshness = try Freshness(of: store, in: context)
            if !detail.stored.isOver { try context.say(freshness.sentence(context)) }
            for warning in freshness.warnings(context) { try context.say(warning) }
            try NextCommand.say(detail.next(diagnosis), in: context)
        }
        return .done
    }

    /// Whether the account's server is OpenAI's own; false for an account that is not configured any more.
    private static func isOpenAI(_ account: AccountName, _ context: CommandContext) throws -> Bool {
        let settings: Settings
        do { settings = try context.settings() } catch {
            try context.say("ftctl: \(error)")
            try context.say("ftctl: whose prices hold is not known, so the cost may be missing")
            return false
        }
        return settings.account(account).map { context.isOpenAI($0) } ?? false
    }
}
