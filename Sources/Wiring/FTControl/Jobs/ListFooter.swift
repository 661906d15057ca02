import Commands
import FineTuning
import JobStorage
import JobViews
import Settings
import Text

/// What stands below the table of jobs.
struct ListFooter {
    let models: ModelTable
    let freshness: Freshness
    let context: CommandContext

    /// Submissions that are named each; what is beyond is counted.
    private static let mostWaiting = 3

    /// How many jobs, how old the data are, and which models end soon; a line for each account that is not watched, and
    /// one for the notices that never arrived.
    func lines(_ list: JobListing<StatusRow>, _ store: JobStoreReader) throws -> [String] {
        try lines(ListSummary(list), store)
    }

    /// The same, where the rows themselves are not there any more.
    func lines(_ list: ListSummary, _ store: JobStoreReader) throws -> [String] {
        let count =
            list.count < list.total
            ? "\(HumanText.number(list.count)) of \(HumanText.count(list.total, "job")) (--all)"
            : HumanText.count(list.total, "job")
        let parts = [count, freshness.sentence(context)] + (try shutdowns(list.models, store))
        let layout = context.surroundings.errorLayout
        let dead = HookTrouble.dead(try store.countDead()).map { layout.lines($0) } ?? []
        return try layout.lines(joining: parts) + freshness.warnings(context) + dead + context.budgetLines(store)
    }

    /// What is said instead of a table without rows.
    func empty(isFiltered: Bool) -> [String] {
        let sentence = isFiltered ? "no such jobs" : "no jobs yet"
        let next =
            isFiltered ? [NextCommand("list", "--all")] : [NextCommand("submit", "train.jsonl"), NextCommand("status")]
        return ["\(sentence) · \(freshness.sentence(context))"] + freshness.warnings(context)
            + NextCommand.lines(next)
    }

    /// One line for each submission that has no job yet.
    static func waiting(_ submissions: [SubmissionView], _ context: CommandContext) -> [String] {
        let lines = submissions.prefix(mostWaiting).map { SubmissionReport.sentence($0, context) }
        let rest = submissions.count - lines.count
        return lines + (rest > 0 ? ["and \(HumanText.count(rest, "submission")) more: ftctl submissions list"] : [])
    }

    /// Base models of the shown jobs that stop answering soon.
    private func shutdowns(_ names: Set<ModelName>, _ store: JobStoreReader) throws -> [String] {
        let (now, time) = (context.now, context.time)
        let bases = Set(names.map(\.base))
        return ModelShutdown.near(
            bases, announced: try store.endingModels(named: bases), facts: { models.facts(of: $0) }, now: now,
            time: time
        ).map { $0.sentence(now: now, time: time) }
    }
}
