import Accounts
import Commands
import ConfigurationText
import FineTuning
import JobViews
import Settings

extension CommandContext {
    /// What is known about models: the built-in table with the files of the system and the user above it.
    func modelTable() throws -> ModelTable { try ModelTable.load(places.modelFiles) }

    /// The same for a verb to which it is a detail: where a file is bad that is said, and the built-in table is used.
    func modelTableOrBuiltIn() throws -> ModelTable {
        do throws(ConfigurationError) { return try ModelTable.load(places.modelFiles) } catch {
            for problem in error.problems { try say("ftctl: \(problem)") }
            try say("ftctl: built-in figures are shown instead")
            return .builtIn
        }
    }

    /// What jobs cost by a table of models; where the configuration cannot be read that is said, and no list price holds.
    func jobCosts(_ table: ModelTable) throws -> JobCosts {
        var openAI: Set<AccountName> = []
        do { openAI = Set(try settings().accounts.filter { isOpenAI($0) }.map(\.name)) } catch {
            try say("ftctl: \(error)")
            try say("ftctl: whose prices hold is not known, so costs may be missing")
        }
        return JobCosts(openAI: openAI) { table.facts(of: $0) }
    }

    /// Whether an account is OpenAI's own server, whose prices the built-in table has.
    ///
    /// `keyFile` is the option of that name: such a key goes to the section's own address.
    func isOpenAI(_ account: AccountSettings, keyFile: String? = nil) -> Bool {
        accounts(keyFile: keyFile).address(of: account) == .openAI
    }

    /// What a training costs, or why nobody knows.
    ///
    /// `error` is how far the tokens of one epoch may be off, as a share; nil tokens were not counted.
    func trainingPrice(
        of model: ModelName, isByTheHour: Bool, isOpenAI: Bool, tokens: Int?, error: Double,
        epochs: TrainingCost.Epochs
    ) throws -> TrainingPriceText {
        TrainingPriceText(
            model: model,
            price: TrainingPrice(
                model: model, facts: try modelTable().facts(of: model),
                isByTheHour: isByTheHour, isOpenAI: isOpenAI, tokens: tokens.map { Int64($0) }, error: error,
                epochs: epochs))
    }
}
