/// The figures that an organization's administrators see of all its projects (API reference, section 1.7).
package protocol OrganizationProvider: Sendable {
    /// What was charged, day by day in UTC and by what it was charged for, oldest first.
    ///
    /// - Parameter page: what the page before named as the next one; nil for the first.
    func organizationCosts(
        from: UnixTime, until: UnixTime, page: String?
    ) throws(ProviderError) -> OrganizationPage<OrganizationCost>

    /// What chat completions used, day by day in UTC and by model, oldest first.
    ///
    /// - Parameter page: what the page before named as the next one; nil for the first.
    func organizationUsage(
        from: UnixTime, until: UnixTime, page: String?
    ) throws(ProviderError) -> OrganizationPage<OrganizationUsage>
}

/// A part of an organization's figures.
package struct OrganizationPage<Row: Hashable & Sendable>: Hashable, Sendable {
    package var rows: [Row]
    /// Names the next page; nil for the last one.
    package var next: String?
    /// Entries that could not be read.
    package var skipped: Int

    package init(rows: [Row], next: String? = nil, skipped: Int = 0) {
        self.rows = rows
        self.next = next
        self.skipped = skipped
    }
}

/// What an organization was charged on one day for one thing.
package struct OrganizationCost: Hashable, Sendable {
    /// The first moment of the day, in UTC.
    package var day: UnixTime
    /// What it was for, in the server's words; nil where it does not say.
    package var lineItem: String?
    /// Less than zero for a credit.
    package var amount: Money
    /// By ISO 4217, in capitals.
    package var currency: String

    package init(day: UnixTime, lineItem: String?, amount: Money, currency: String) {
        self.day = day
        self.lineItem = lineItem
        self.amount = amount
        self.currency = currency
    }

    /// Whether it was for training, by the words of its line: the API has no closed list of them.
    ///
    /// What fine-tuned models read and write is charged under names that have the same words.
    package var isTraining: Bool {
        let words = (lineItem ?? "").lowercased()
        if words.contains("training") { return true }
        let isTuning = ["fine-tun", "fine tun", "finetun", "fine_tun"].contains { words.contains($0) }
        return isTuning && !["input", "output", "cached", "hosting"].contains { words.contains($0) }
    }
}

/// What an organization's chat completions used on one day with one model.
package struct OrganizationUsage: Hashable, Sendable {
    /// The first moment of the day, in UTC.
    package var day: UnixTime
    /// Nil where the server does not say.
    package var model: ModelName?
    package var inputTokens: Int64
    package var outputTokens: Int64
    package var requests: Int64

    package init(day: UnixTime, model: ModelName?, inputTokens: Int64, outputTokens: Int64, requests: Int64) {
        self.day = day
        self.model = model
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
        self.requests = requests
    }
}
