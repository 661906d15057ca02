import Commands
import FineTuning
import JobStorage
import JobViews
import Settings
import Text

/// How long a model that is about to be tuned will live, and what speaks against tuning it.
struct TuneLife {
    let context: CommandContext
    let account: AccountSettings
    let model: ModelName

    /// What is said before anything is sent; nothing where nobody knows.
    func lines() throws -> [String] {
        let facts = try context.modelTableOrBuiltIn().facts(of: model)
        let now = context.now
        var lines: [String] = []
        if let end = try end(facts) {
            let day = LocalTime(zone: .utc).date(end)
            lines.append(
                end > now
                    ? "the tuned model will live \(HumanText.duration(end - now)): \(model.base.rawValue.printable) stops "
                        + "answering on \(day), with all that is tuned from it"
                    : context.paint(
                        "\(model.base.rawValue.printable) stopped answering on \(day), with all that was tuned from it",
                        .warning))
        }
        // Other servers have their own dates, and say themselves what they refuse.
        if let close = facts?.tunableUntil?.value, close.start <= now, context.isOpenAI(account) {
            lines.append(
                context.paint(
                    "OpenAI has announced that nobody can create jobs on this model from \(close) on: expect the refusal "
                        + "403 training_not_available", .warning))
        }
        return lines
    }

    /// The server's word before the table's.
    private func end(_ facts: ModelFacts?) throws -> UnixTime? {
        var announced: [StoredModel] = []
        do { announced = try context.openStore().endingModels(account: account.name) } catch is StoreError {
            // Without a store nobody has asked the server yet.
        }
        return ModelShutdown.end(of: model, announced: announced, facts: nil)
            ?? ModelShutdown.end(of: model.base, announced: announced, facts: facts)
    }

    /// What a refusal means, in words.
    static func meaning(of kind: FailureKind, at account: AccountName) -> [String] {
        guard kind == .forbidden(code: "training_not_available") else { return [] }
        return [
            "The server ends fine-tuning for this organization: no job can be created there any more, and trying again "
                + "does not help. Tuned models go on answering until their base model is shut down (ftctl model --all).",
            "Take along what is there: ftctl export -o keep",
            "Train it at another server that speaks this API: [account \"NAME\"] in ftd.conf, then the same command with "
                + "--account NAME",
        ]
    }
}
