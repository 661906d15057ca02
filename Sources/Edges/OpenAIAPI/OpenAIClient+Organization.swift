package import FineTuning
import HTTPClient
import JSONText
import JobJSON

extension OpenAIClient: OrganizationProvider {
    /// The most days that the API gives a page of costs (API reference, section 1.7).
    private static let daysOfCosts = 180
    /// The most days that it gives a page of usage.
    private static let daysOfUsage = 31

    package func organizationCosts(
        from: UnixTime, until: UnixTime, page: String?
    ) throws(ProviderError) -> OrganizationPage<OrganizationCost> {
        try buckets(
            ["organization", "costs"], from, until, page, days: Self.daysOfCosts, group: "line_item",
            .organizationCosts
        ) { day, row in
            guard let amount = row["amount"], let value = amount["value"]?.number.flatMap({ Double($0.text) }),
                let money = Money(dollars: value)
            else { return nil }
            return OrganizationCost(
                day: day, lineItem: row["line_item"]?.word, amount: money,
                currency: (amount["currency"]?.word ?? JobCost.listCurrency).uppercased())
        }
    }

    package func organizationUsage(
        from: UnixTime, until: UnixTime, page: String?
    ) throws(ProviderError) -> OrganizationPage<OrganizationUsage> {
        try buckets(
            ["organization", "usage", "completions"], from, until, page, days: Self.daysOfUsage, group: "model",
            .organizationUsage
        ) { day, row in
            func count(_ key: String) -> Int64? { row[key]?.number?.integer.flatMap { $0 >= 0 ? $0 : nil } }
            guard let input = count("input_tokens"), let output = count("output_tokens") else { return nil }
            return OrganizationUsage(
                day: day, model: row["model"]?.word.map { ModelName($0) }, inputTokens: input, outputTokens: output,
                requests: count("num_model_requests") ?? 0)
        }
    }

    /// A page of buckets, one a day.
    private func buckets<Row>(
        _ path: [String], _ from: UnixTime, _ until: UnixTime, _ page: String?, days: Int, group: String,
        _ operation: ProviderOperation, read: (UnixTime, JSONValue) -> Row?
    ) throws(ProviderError) -> OrganizationPage<Row> {
        var query = [
            (name: "start_time", value: "\(from.seconds)"), (name: "end_time", value: "\(until.seconds)"),
            (name: "bucket_width", value: "1d"), (name: "limit", value: "\(days)"),
            (name: "group_by[]", value: group),
        ]
        if let page { query.append((name: "page", value: page)) }
        let call = Call(operation: operation)
        let (value, response) = try json(request(.get, path, query: query), for: call)
        guard let data = value["data"]?.array else { throw bad(response, "the answer is not a page", for: call) }
        var result = OrganizationPage<Row>(rows: [])
        for bucket in data {
            guard let day = bucket["start_time"]?.moment, let rows = bucket["results"]?.array else {
                result.skipped += 1
                continue
            }
            for row in rows {
                if let row = read(day, row) { result.rows.append(row) } else { result.skipped += 1 }
            }
        }
        let hasMore = value["has_more"]?.bool ?? (value["next_page"]?.word != nil)
        result.next = hasMore ? value["next_page"]?.word : nil
        return result
    }
}
