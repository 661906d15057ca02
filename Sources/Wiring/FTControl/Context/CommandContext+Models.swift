import FineTuning
import Settings

extension CommandContext {
    /// What is known about models: the built-in table with the files of the system and the user above it.
    func modelTable() throws -> ModelTable { try ModelTable.load(places.modelFiles) }

    /// Whether an account is OpenAI's own server, whose prices the built-in table has.
    func isOpenAI(_ account: AccountSettings) -> Bool {
        KeyFinder(environment: environment).address(of: account) == .openAI
    }

    /// What a training at an account costs, or why nobody knows.
    ///
    /// `error` is how far the tokens of one epoch may be off, as a share; nil tokens were not counted.
    func trainingPrice(
        of model: ModelName, at account: AccountSettings, tokens: Int?, error: Double, epochs: TrainingCost.Epochs
    ) throws -> TrainingPriceText {
        TrainingPriceText(
            model: model,
            price: TrainingPrice(
                model: model, facts: try modelTable().facts(of: model),
                isOpenAI: isOpenAI(account), tokens: tokens.map { Int64($0) }, error: error, epochs: epochs))
    }
}
