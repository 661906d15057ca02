import Commands
import FineTuning
import JobStorage
import Settings
import Text

/// Deletes a tuned model at the API: nobody gets it back, so it is asked twice.
struct ModelDeletion {
    let context: CommandContext
    let keyFile: String?

    /// - Parameters:
    ///   - account: the option; else the account whose job made it, or the first of the configuration.
    ///   - isConfirmed: whether yes was said beforehand, to both questions.
    func delete(_ name: ModelName, account option: String?, isConfirmed: Bool) throws -> ExitCode {
        let shown = name.rawValue.printable
        let known = try stored(name, account: option.map { AccountName($0) })
        let account = try context.account(option.map { AccountName($0) } ?? known?.model.account)
        if !isConfirmed {
            let made = known?.model.job.map { " (job \($0.rawValue.printable))" } ?? ""
            let whose = account.name == .default ? "" : " of account \(account.name.rawValue.printable)"
            guard try context.confirm("Delete the model \(shown)\(made)\(whose) at the API?") else {
                return try leave()
            }
            guard try context.confirm(warning(known)) else { return try leave() }
        }
        let client = try context.client(for: account, keyFile: keyFile)
        do throws(ProviderError) { try client.deleteModel(name) } catch {
            guard error.kind == .notFound else { throw error }
            throw CommandError(.notFound, "\(error)", hints: ["All models: ftctl model --all"])
        }
        try context.tell("\(shown) deleted")
        return .done
    }

    private func leave() throws -> ExitCode {
        try context.say("nothing was deleted")
        return .failed
    }

    /// The second question.
    private func warning(_ known: Known?) -> String {
        let end = "Nobody can get it back, and its weights are nowhere else. Really delete it?"
        guard let known, known.isUnexported else { return end }
        return "Its job is not exported (ftctl export -o keep). \(end)"
    }

    /// A model that the store knows.
    private struct Known {
        let model: StoredModel
        let isUnexported: Bool
    }

    /// - Throws: where several accounts have a model of that name, and none is named.
    private func stored(_ name: ModelName, account: AccountName?) throws -> Known? {
        let store: JobStoreReader
        do { store = try context.openStore() } catch StoreError.absent, StoreError.notYetMade { return nil }
        let found = try store.models(account: account).filter { $0.model == name }
        guard found.count < 2 else {
            throw CommandContext.ambiguous(
                name.rawValue.printable, "model", among: found.map { "that of account \($0.account)" },
                count: found.count, "say which account with --account")
        }
        guard let model = found.first else { return nil }
        let open = try store.unexportedJobs(account: model.account)
        return Known(model: model, isUnexported: open.contains { $0.key.job == model.job })
    }
}
