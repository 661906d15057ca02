import FineTuning
import Text

/// Reasons and remedies in words.
struct AssessReasonText {
    let result: AssessResult

    /// What nobody may forget who reads prices only.
    static let caveats = [
        "Facts are learned unreliably: with the same text, retrieval answered better (arXiv:2312.05934). A tuned model "
            + "makes up the rest.",
        "It names no sources, and what it learned can be neither corrected nor taken back but by another training.",
        "Writing the training rows in several wordings costs as well, and is not in these figures.",
        "Tuning teaches a manner well: format, tone, a task. If that is what you want, a few hundred rows will do.",
        "Train on a sample first, and ask both the same held-out questions before you pay for all of it.",
    ]

    /// One reason, a sentence.
    func sentence(_ reason: AssessmentReason) -> String {
        switch reason {
        case .noDocuments: return "There is no text in the corpus."
        case .undated(let share, let most):
            return "\(percent(share)) of the documents have no usable time (most-undated \(percent(most))), so nobody "
                + "knows what is static."
        case .littleIsSettled(let share, let least):
            let words = share > 0 ? "Only \(percent(share)) of the tokens are" : "None of the tokens is"
            return "\(words) static (least-static \(percent(least))): nearly every query would need retrieval all the "
                + "same."
        case .fitsThePrompt(let tokens, let most):
            return "The static part has \(HumanText.count(tokens, "token")) (prompt-tokens \(HumanText.number(most))): "
                + "put it into the prompt, where it is cached, cited and easily changed."
        case .modelHasEnded(let day): return "\(name) stopped answering on \(day): choose another --model."
        case .modelEnds(let day, let months):
            return
                "\(name) stops answering on \(day), in \(HumanText.decimal(months, places: 1)) months, and what it was "
                + "taught ends with it; a training has to pay by then."
        case .pricesMissing(let items, let dimensions):
            let ofModel = items.filter { !$0.isOfEmbedding }.map(\.key)
            let ofEmbedding = items.filter(\.isOfEmbedding).map(\.key) + (dimensions ? ["dimensions"] : [])
            let sections = [(result.model, ofModel), (result.embedding, ofEmbedding)].filter { !$0.1.isEmpty }
                .map { model, keys in "\(keys.joined(separator: ", ")) of [model \"\(model.base.rawValue.printable)\"]"
                }
            let own =
                result.isOpenAI ? "" : " The built-in prices are OpenAI's own, and the configured server is another."
            return "Figures are missing: set \(sections.joined(separator: " and ")) in models.conf"
                + (items.isEmpty ? "" : ", or give --price NAME=USD") + "." + own
        case .tunedQueryIsDearer:
            return "A query costs more with the tuned model than with retrieval, so a training never pays."
        case .queriesUnknown(let least):
            return "Nobody said how many queries there are: a training is worth it from \(queries(least)) a month on "
                + "(--queries COUNT)."
        case .tooFewQueries(let queries, let least):
            return
                "\(self.queries(queries)) a month are too few: a training is worth it from \(HumanText.number(least)) "
                + "on."
        case .pays(let queries, let least, let saving):
            return
                "\(self.queries(queries)) a month are enough: a training is worth it from \(HumanText.number(least)) "
                + "on, and each query that needs no passages saves \(saving)."
        case .mostIsSettled(let share): return "\(percent(share)) of the tokens are static."
        case .partIsSettled(let share):
            return "\(percent(share)) of the tokens are static; the rest changes and stays with retrieval."
        }
    }

    /// How to set a price.
    func remedy(_ item: AssessmentPrices.Item) -> String {
        let model = item.isOfEmbedding ? result.embedding : result.model
        return "set \(item.key) of [model \"\(model.base.rawValue.printable)\"] in models.conf, or --price "
            + "\(item.rawValue)=USD"
    }

    private var name: String { result.model.rawValue.printable }

    private func queries(_ count: Int64) -> String { HumanText.count(count, "query", plural: "queries") }

    private func percent(_ share: Double) -> String {
        "\(HumanText.decimal(share * 100, places: share > 0 && share < 0.1 ? 1 : 0)) %"
    }
}
