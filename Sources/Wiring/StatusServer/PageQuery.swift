import FineTuning
import HTTPServer
import JobViews
import StatusPages

/// Why a request's query means nothing.
struct PageQueryError: Error, CustomStringConvertible {
    /// Which word is wrong, and what there is.
    let description: String
}

/// The words of requests' queries.
enum PageQuery {
    /// Of the page that lists jobs.
    static func table(_ request: ServerRequest) throws(PageQueryError) -> JobPageTable.Query {
        var query = JobPageTable.Query()
        query.filter = try choice("filter", request) ?? .all
        query.order = try choice("sort", request) ?? .created
        query.text = String((request.queryValue("search") ?? "").prefix(200))
        query.isDescending = request.queryValue("order") != "up"
        query.after = request.queryValue("after").map { id in
            JobKey(account: account(request) ?? .default, job: JobID(id))
        }
        return query
    }

    /// Of a job's page.
    static func view(_ request: ServerRequest) throws(PageQueryError) -> CurveView {
        var view = CurveView()
        view.horizontal = try choice("by", request) ?? .step
        view.subject = try choice("metric", request) ?? .loss
        return view
    }

    /// Of the page of usage.
    static func groupings(_ request: ServerRequest) throws(PageQueryError) -> [UsagePage.Grouping] {
        guard let text = request.queryValue("by"), !text.isEmpty else { return [.month, .model] }
        var groupings: [UsagePage.Grouping] = []
        for word in text.split(separator: ",") {
            guard let grouping = UsagePage.Grouping(rawValue: String(word)), !groupings.contains(grouping) else {
                throw wrong("by", UsagePage.Grouping.self)
            }
            groupings.append(grouping)
        }
        return groupings
    }

    /// How many jobs a program wants.
    static func limit(_ request: ServerRequest) throws(PageQueryError) -> Int {
        guard let text = request.queryValue("limit") else { return 100 }
        guard let limit = Int(text), (1...1000).contains(limit) else {
            throw PageQueryError(description: "limit: write a number from 1 to 1000")
        }
        return limit
    }

    /// The statuses that a program wants: several parameters, or words with commas between them.
    static func statuses(_ request: ServerRequest) -> [JobStatus] {
        request.query.filter { $0.name == "status" }.flatMap { $0.value.split(separator: ",") }
            .map { JobStatus(word: String($0)) }
    }

    /// The account that is meant.
    static func account(_ request: ServerRequest) -> AccountName? {
        request.queryValue("account").flatMap { $0.isEmpty ? nil : AccountName($0) }
    }

    private static func choice<Word: RawRepresentable & CaseIterable>(
        _ name: String, _ request: ServerRequest
    ) throws(PageQueryError) -> Word? where Word.RawValue == String {
        guard let text = request.queryValue(name), !text.isEmpty else { return nil }
        guard let word = Word(rawValue: text) else { throw wrong(name, Word.self) }
        return word
    }

    private static func wrong<Word: RawRepresentable & CaseIterable>(
        _ name: String, _ words: Word.Type
    ) -> PageQueryError where Word.RawValue == String {
        PageQueryError(description: "\(name): there are \(words.allCases.map(\.rawValue).joined(separator: ", "))")
    }
}
