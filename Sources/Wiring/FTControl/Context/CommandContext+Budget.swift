import Commands
import FineTuning
import JobStorage
import JobViews
import Settings
import Text

extension CommandContext {
    /// How the running month stands against what the configuration allows; without limits it has no standings.
    func budget(in store: JobStoreReader) throws -> BudgetView { try budget(of: settings(), in: store) }

    /// The same for a verb to which it is a detail; nil, which is said, where the configuration cannot be read.
    func shownBudget(in store: JobStoreReader) throws -> BudgetView? {
        let settings: Settings
        do { settings = try self.settings() } catch {
            try say("ftctl: the configuration cannot be read, so what the month may cost is not known: ftctl doctor")
            return nil
        }
        return try budget(of: settings, in: store)
    }

    private func budget(of settings: Settings, in store: JobStoreReader) throws -> BudgetView {
        // Without a limit no price list is read.
        let table = settings.budget.month.isEmpty ? ModelTable.builtIn : try modelTableOrBuiltIn()
        let openAI = Set(settings.accounts.filter { isOpenAI($0) }.map(\.name))
        // A month is that of the daemon's clock, whatever zone a table is shown in.
        return try BudgetView(
            of: settings.budget, in: store, now: now, time: LocalTime(zone: time.zone == .utc ? .local : time.zone),
            facts: { table.facts(of: $0) }, isOpenAI: { openAI.contains($0) })
    }

    /// One line for each limit: `budget: 12.07 USD of 50.00 USD in 2026-11`.
    func budgetLines(_ store: JobStoreReader) throws -> [String] {
        try (shownBudget(in: store)?.standings ?? []).map { standing in
            let text = "budget\(standing.isExceeded ? " exceeded" : ""): \(standing.sentence)"
            return standing.isExceeded ? paint(text, .bad) : text
        }
    }
}
