import Accounts
import Commands
import Files
import FineTuning
import Settings
import Text
import TrainingCheck
import TrainingData

/// Asks the moderation endpoint of an account's server about every row; the texts of the rows leave this machine.
struct ModerationRun {
    let context: CommandContext
    let account: AccountSettings
    let keyFile: String?

    /// Texts of one call, and bytes of them.
    private static let mostTexts = 32
    private static let mostBytes = 200_000
    /// More of one row is not sent: the endpoint takes no longer text.
    private static let mostOfARow = 100_000

    /// Adds what the server flags to the reports of readable files.
    func perform(on path: String, validation: String?, into outcome: inout CheckOutcome) throws {
        guard path != "-", validation != "-" else {
            throw CommandError.usage("check: --moderate reads the file a second time; name it instead of -")
        }
        for file in [path, validation].compactMap(\.self) {
            do throws(RegularFileError) { _ = try RegularFile(file, followsLinks: true) } catch {
                throw CommandError.usage(
                    "check: --moderate reads the file a second time; \(file.printable) is no regular file")
            }
        }
        let provider = try context.client(for: account, keyFile: keyFile)
        guard let server = provider as? any ModerationProvider else {
            throw CommandError(.failed, "this server has no moderation endpoint")
        }
        let address = context.accounts(keyFile: keyFile).address(of: account)
        let rows = outcome.training.rows + (outcome.validation?.rows ?? 0)
        try context.say(
            "--moderate sends the texts of \(HumanText.count(rows, "example")) to \(address.description.printable)/moderations; "
                + "nothing is trained on them")
        context.interrupt.arm(saying: "interrupted", grace: .zero)
        outcome.training.add(try findings(in: path, server))
        if let validation { outcome.validation?.add(try findings(in: validation, server)) }
    }

    private func findings(in path: String, _ server: any ModerationProvider) throws -> [Finding] {
        var findings: [Finding] = []
        var batch: [(line: Int, text: String)] = []
        var bytes = 0
        func ask() throws {
            guard !batch.isEmpty else { return }
            let judgements: [ModerationJudgement]
            do throws(ProviderError) { judgements = try server.moderate(batch.map(\.text)) } catch {
                try context.interrupt.check()
                throw CommandError(ExitCode(error.kind), "\(error)")
            }
            for (row, judgement) in zip(batch, judgements) where !judgement.categories.isEmpty {
                findings.append(.moderation(line: row.line, categories: judgement.categories))
            }
            (batch, bytes) = ([], 0)
        }
        try RowTexts.forEach(in: path) { line, text in
            let text = String(text.prefix(Self.mostOfARow))
            guard !text.isEmpty else { return }
            if batch.count == Self.mostTexts || bytes + text.utf8.count > Self.mostBytes { try ask() }
            batch.append((line, text))
            bytes += text.utf8.count
        }
        try ask()
        return findings
    }
}
