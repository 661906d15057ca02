import FineTuning
import JobViews
import Text

/// Trained tokens and cost.
package enum UsagePage {
    /// What the lines are grouped by.
    package enum Grouping: String, Sendable, CaseIterable {
        case month
        case model
        case account
    }

    package static func html(_ groupings: [Grouping], _ context: PageContext) -> String {
        PageFrame.page("Usage", tab: .usage, context, body(groupings, context, heading: "h1"))
    }

    static func body(_ groupings: [Grouping], _ context: PageContext, heading: Markup) -> Markup {
        """
        <\(heading)>Usage</\(heading)>
        \(switches(groupings, context))
        <section id="usage-sums" data-live="" aria-label="Usage">
        \(table(groupings, context))
        \(reasons(context))
        </section>
        """
    }

    /// The groupings that can be chosen.
    private static let choices: [[Grouping]] = [[.month, .model], [.month], [.model], [.account]]

    private static func switches(_ groupings: [Grouping], _ context: PageContext) -> Markup {
        guard context.links != .inFile else { return .none }
        return """
            <nav class="switch" id="groupings" data-live="" aria-label="Group by"><ul>\(choices.markup { choice in
                let words = choice.map(\.rawValue).joined(separator: ",")
                let current: Markup = choice == groupings ? " aria-current=\"true\"" : .none
                let target = context.links.page(.usage, [choice == choices[0] ? nil : ("by", words)])
                return """
                    <li><a data-turn="" id="by-\(words)" href="\(target)"\(current)>\
                    by \(choice.map(\.rawValue).joined(separator: " and "))</a></li>
                    """
            })</ul></nav>
            """
    }

    private static func table(_ groupings: [Grouping], _ context: PageContext) -> Markup {
        let sums = context.tally.usage { group in
            groupings.map { grouping in
                switch grouping {
                case .month: group.month
                case .model: group.model.rawValue
                case .account: group.account.rawValue
                }
            } + [group.currency]
        }
        guard !sums.isEmpty else { return "<p class=\"empty\">No jobs yet.</p>" }
        let newestFirst = groupings.first == .month
        let lines = sums.sorted { one, other in
            if newestFirst, one.key[0] != other.key[0] { return one.key[0] > other.key[0] }
            return one.key.lexicographicallyPrecedes(other.key)
        }
        let totals = context.tally.usage(by: \.currency).sorted { $0.key < $1.key }
        return """
            <table class="usage"><thead><tr>\(groupings.markup { "<th scope=\"col\">\($0.rawValue.capitalizedWord)</th>" })\
            <th scope="col" class="number">Jobs</th><th scope="col" class="number wide">Failed</th>\
            <th scope="col" class="number">Trained tokens</th><th scope="col" class="number">Cost</th></tr></thead>
            <tbody>
            \(lines.markup { key, usage in
                "<tr>\(key.dropLast().markup { "<th scope=\"row\">\($0)</th>" })\(numbers(usage, key.last ?? ""))</tr>\n"
            })</tbody>
            <tfoot>
            \(totals.markup { currency, usage in
                "<tr><th scope=\"row\" colspan=\"\(groupings.count)\">All jobs</th>\(numbers(usage, currency))</tr>\n"
            })</tfoot></table>
            """
    }

    private static func numbers(_ usage: Usage, _ currency: String) -> Markup {
        """
        <td class="number">\(HumanText.number(usage.jobs))</td><td class="number wide">\(HumanText.number(usage.failed))</td>\
        <td class="number">\(HumanText.number(usage.trainedTokens))</td><td class="number">\(usage.costText(currency))</td>
        """
    }

    private static func reasons(_ context: PageContext) -> Markup {
        let lost = context.tally.usage(by: \.currency).filter { $0.value.failedCost > .zero }.sorted { $0.key < $1.key }
        let lines =
            lost.map { "\($0.value.failedCost.text(in: $0.key)) of it went into jobs that failed or were cancelled" }
            + context.tally.priceProblems.map { ($0.value, $0.key.sentence) }.sorted { ($1.0, $0.1) < ($0.0, $1.1) }
            .map { "cost of \(HumanText.count($0.0, "job")) unknown: \($0.1)" }
        return lines.isEmpty ? .none : "<ul class=\"notes\">\(lines.markup { "<li>\($0)</li>" })</ul>"
    }
}

extension String {
    /// `Month` of `month`.
    fileprivate var capitalizedWord: String { prefix(1).uppercased() + dropFirst() }
}
