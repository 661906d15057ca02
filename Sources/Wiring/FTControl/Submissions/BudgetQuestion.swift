import Commands
import FineTuning
import JobStorage
import JobViews
import Settings
import Text

/// What a submission means for the month's budget, asked before anything is sent.
struct BudgetQuestion {
    let context: CommandContext
    let model: ModelName
    /// What the job is going to cost; nil where nobody counted.
    let price: TrainingPrice?

    /// Whether the job may be created: the limits hold with it, or somebody says so at a terminal.
    ///
    /// - Throws: ``CommandError`` where a limit does not hold and nobody can be asked.
    func isAnsweredWithYes() throws -> Bool {
        let problems = try problems()
        guard !problems.isEmpty else { return true }
        guard context.terminal.inputIsTerminal, context.terminal.errorsIsTerminal else {
            throw CommandError(
                .failed, "the budget of the month does not allow this job; nothing was sent",
                hints: problems + ["Create it all the same: the same command with --over-budget"])
        }
        for problem in problems { try context.say(context.paint(problem, .warning)) }
        return try context.confirm("Create it over the budget?")
    }

    /// What does not hold, a sentence each.
    func problems() throws -> [String] {
        guard try !context.settings().budget.month.isEmpty else { return [] }
        let standings: [BudgetStanding]
        do {
            standings = try context.budget(in: context.openStore()).standings
        } catch StoreError.absent, StoreError.notYetMade {
            // Nobody has trained anything here yet.
            standings = try context.settings().budget.month.map {
                BudgetStanding(month: context.time.month(of: context.now).name, limit: $0)
            }
        }
        return standings.compactMap { standing in
            if standing.isExceeded { return "exceeded already: \(standing.sentence)" }
            guard standing.limit.currency == JobCost.listCurrency, let estimate, standing.isExceeded(with: estimate)
            else { return nil }
            return
                "about \(estimate) for this job is more than the \(standing.left) that are left: \(standing.sentence)"
        }
    }

    private var estimate: Money? {
        switch price {
        case .known(let cost): cost.likely
        case .hourly, .unknown, nil: nil
        }
    }
}
