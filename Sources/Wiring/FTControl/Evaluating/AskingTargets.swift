import Commands
import Evaluation
import FineTuning
import Settings
import Text

/// Finds the models that a command line names, with their servers and prices.
struct AskingTargets {
    let context: CommandContext
    let options: AskingOptions
    /// What to give to ask another model, for a hint.
    let hint: String

    /// Who is asked, in the order of the command line; nobody twice.
    func models() throws -> [EvaluatedModel] {
        let account = try context.account(named: options.account)
        var targets: [AskTarget] = []
        for name in options.models {
            let (model, place) = try parts(of: name)
            targets.append(try AskTarget(model: model, job: nil, account: place ?? account, hint: hint, context))
        }
        for job in options.jobs {
            targets.append(try AskTarget(model: nil, job: job, account: account, hint: hint, context))
        }
        if targets.isEmpty {
            targets.append(try AskTarget(model: nil, job: nil, account: account, hint: hint, context))
        }
        if options.asksBase {
            targets += try targets.filter { $0.model != $0.model.base }.map {
                try AskTarget(model: $0.model.base.rawValue, job: nil, account: $0.account, hint: hint, context)
            }
        }
        var seen: Set<ModelKey> = []
        return try targets.compactMap { target in
            guard seen.insert(ModelKey(account: target.account, model: target.model)).inserted else { return nil }
            return try model(target)
        }
    }

    /// One model by its name.
    func model(named name: String) throws -> EvaluatedModel {
        let (model, place) = try parts(of: name)
        let account = try place ?? context.account(named: options.account)
        return try self.model(AskTarget(model: model, job: nil, account: account, hint: hint, context))
    }

    /// What asking a model costs; nil where nobody knows, or its account is not configured any more.
    func price(of model: ModelKey) throws -> AskingPrice? {
        try context.settings().account(model.account).flatMap { try price(model.model, $0) }
    }

    /// `MODEL@ACCOUNT` where there is such an account; servers have names with an `@` in them.
    private func parts(of name: String) throws -> (model: String, account: AccountName?) {
        guard let sign = name.lastIndex(of: "@"), sign != name.startIndex else { return (name, nil) }
        let account = AccountName(String(name[name.index(after: sign)...]))
        guard try context.settings().account(account) != nil else { return (name, nil) }
        return (String(name[..<sign]), account)
    }

    private func model(_ target: AskTarget) throws -> EvaluatedModel {
        let account = try context.account(target.account)
        return EvaluatedModel(
            target.model, account: target.account,
            provider: try context.patientClient(for: account, keyFile: options.keyFile),
            price: try price(target.model, account), isFresh: target.isFresh(now: context.now))
    }

    /// The built-in prices are OpenAI's own; elsewhere only what somebody wrote down holds.
    private func price(_ model: ModelName, _ account: AccountSettings) throws -> AskingPrice? {
        guard let facts = try context.modelTable().facts(of: model) else { return nil }
        let isTuned = model != model.base
        let isOpenAI = context.isOpenAI(account, keyFile: options.keyFile)
        func holds(_ price: Sourced<Money>?) -> Money? {
            price.flatMap { isOpenAI || $0.place != nil ? $0.value : nil }
        }
        guard let input = holds(isTuned ? facts.input : facts.baseInput ?? facts.input),
            let output = holds(isTuned ? facts.output : facts.baseOutput ?? facts.output)
        else { return nil }
        return AskingPrice(input: input, output: output)
    }
}
