import Accounts
import Commands
import FineTuning
import JobViews
import Settings
import Text

/// The organization's own figures below the table of `usage`.
struct OrganizationText {
    let context: CommandContext
    /// The longest time that is asked for: a year, which is a few pages.
    private static let longest: Duration = .seconds(366 * 86_400)
    /// How far back the figures begin where no time is given: with the month before the last one.
    private static let usual: Duration = .seconds(62 * 86_400)

    /// Prints what each account's organization says; an account without an admin key is passed over, and what cannot be
    /// read is said and changes nothing of the rest.
    ///
    /// - Parameter usage: what the store knows of an account's jobs in a time, by day or by month.
    func print(
        _ accounts: [AccountSettings], period: (from: UnixTime?, until: UnixTime?),
        beside usage: (AccountName, UnixTime, UnixTime) throws -> UsageReport
    ) throws {
        // The end is not included, and what happened in this second has happened.
        let until = period.until ?? context.now + .seconds(1)
        let from = max(
            period.from ?? context.time.month(of: until - Self.usual).start, until - Self.longest)
        guard from < until else { return }
        for account in accounts {
            do {
                let server = context.accounts(keyFile: nil)
                guard let found = try server.organization(of: account) else { continue }
                let reading = OrganizationReading(provider: found.provider, interrupt: context.interrupt)
                let report = try usage(account.name, from, until)
                let comparison = OrganizationComparison(
                    own: report.lines.map { ($0.group[0], $0.currency, $0.usage.cost) },
                    unpriced: report.lines.reduce(0) { $0 + $1.usage.unpriced },
                    costs: try reading.costs(from: from, until: until),
                    usage: try reading.usage(from: from, until: until), isByDay: report.groupings == [.day])
                try print(comparison, of: account, at: found.address, since: from)
            } catch let error as ProviderError {
                try context.interrupt.check()
                try say(account, refusal(error))
            } catch let error as OrganizationReadingProblem {
                try say(account, "\(error)")
            } catch let error as KeyError {
                try say(account, "its admin key cannot be used: \(error)")
            }
        }
    }

    private func say(_ account: AccountSettings, _ text: String) throws {
        let name = account.name == .default ? "" : " of account \(account.name.rawValue.printable)"
        for line in wrapped("organization\(name): \(text)") { try context.say(line) }
    }

    private func refusal(_ error: ProviderError) -> String {
        switch error.kind {
        case .unauthorized, .forbidden:
            "\(error); only an admin key may read this: OPENAI_ADMIN_KEY, or admin-key-file of the section"
        case .notFound, .rateLimited, .quota, .limitReached, .invalidRequest, .server, .unreachable, .badReply,
            .notTheAPI, .cancelled:
            "\(error)"
        }
    }

    private func wrapped(_ text: String) -> [String] {
        TextWrapping.lines(text, width: max(20, context.terminal.width))
    }

    private func print(
        _ comparison: OrganizationComparison, of account: AccountSettings, at address: HTTPAddress,
        since from: UnixTime
    ) throws {
        let name = account.name == .default ? "" : " (account \(account.name.rawValue.printable))"
        try context.output.line("")
        for line in wrapped(
            "the organization's own figures from \(address.host.printable)\(name), since \(context.time.date(from)):")
        {
            try context.output.line(context.paint(line, .bold))
        }
        let rows = comparison.lines.map { line in
            [
                line.period, line.own.text(in: line.currency.printable),
                line.training.text(in: line.currency.printable),
                line.difference.text(in: line.currency.printable), line.other.text(in: line.currency.printable),
            ]
        }
        let titles = ["PERIOD", "HERE", "TRAINING", "DIFFERENCE", "EVERYTHING ELSE"]
        guard !rows.isEmpty else { return try context.output.line("nothing was charged") }
        let widths = titles.indices.map { column in
            (rows.map { $0[column] } + [titles[column]]).map(\.displayWidth).max() ?? 0
        }
        for row in [titles] + rows {
            let cells = row.indices.map {
                $0 == 0 ? row[$0].padded(to: widths[$0]) : row[$0].padded(to: widths[$0], alignment: .right)
            }
            try context.output.line(cells.joined(separator: "  ").trimmedRight)
        }
        for sentence in sentences(comparison) {
            for line in wrapped(sentence) { try context.say(line) }
        }
    }

    private func sentences(_ comparison: OrganizationComparison) -> [String] {
        var sentences: [String] = []
        if comparison.requests > 0 {
            sentences.append(
                "chat completions: \(HumanText.count(comparison.requests, "request")), "
                    + "\(HumanText.number(comparison.inputTokens)) tokens read, "
                    + "\(HumanText.number(comparison.outputTokens)) written")
        }
        if !comparison.trainingItems.isEmpty {
            let names = comparison.trainingItems.prefix(5).map { "\"\($0.printable)\"" }.joined(separator: ", ")
            let rest = comparison.trainingItems.count - 5
            sentences.append("counted as training: \(names)" + (rest > 0 ? " and \(HumanText.number(rest)) more" : ""))
        }
        if !comparison.reasons.isEmpty {
            sentences.append("why they differ: " + comparison.reasons.joined(separator: "; "))
        }
        return sentences
    }
}
