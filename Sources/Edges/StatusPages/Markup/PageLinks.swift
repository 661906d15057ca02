import FineTuning
import JobViews
import Text

/// Where the pages are, as links name them.
package enum PageLinks: Sendable, Hashable {
    /// Served below a path, which is empty or begins with a slash: `/ftd`.
    case served(below: String)
    /// All in one file.
    case inFile

    /// The page that lists jobs.
    func jobs(_ query: JobPageTable.Query = JobPageTable.Query()) -> String {
        switch self {
        case .inFile: "#jobs"
        case .served(let base): base + "/" + Self.query(of: query)
        }
    }

    /// A job's own page, and which of its curves it shows.
    func job(_ key: JobKey, _ view: CurveView = CurveView()) -> String {
        switch self {
        case .inFile: "#" + Self.anchor(key)
        case .served(let base):
            "\(base)/jobs/\(key.job.rawValue.percentEncoded)"
                + Self.joined([
                    key.account == .default ? nil : ("account", key.account.rawValue),
                    view.horizontal == .step ? nil : ("by", view.horizontal.rawValue),
                    view.subject == .loss ? nil : ("metric", view.subject.rawValue),
                ])
        }
    }

    /// Another page, with a query.
    func page(_ tab: PageTab, _ items: [(String, String)?] = []) -> String {
        switch self {
        case .inFile: "#" + tab.rawValue
        case .served(let base): base + "/" + (tab == .jobs ? "" : tab.rawValue) + Self.joined(items)
        }
    }

    /// A file that belongs to the pages.
    func file(_ name: String) -> String {
        switch self {
        case .inFile: "#"
        case .served(let base): "\(base)/\(name)"
        }
    }

    /// The name of a job's place in a file of them all.
    static func anchor(_ key: JobKey) -> String {
        "job-\(key.account.rawValue.percentEncoded)-\(key.job.rawValue.percentEncoded)"
    }

    private static func query(of query: JobPageTable.Query) -> String {
        joined([
            query.filter == .all ? nil : ("filter", query.filter.rawValue),
            query.text.isEmpty ? nil : ("search", query.text),
            query.order == .created ? nil : ("sort", query.order.rawValue),
            query.isDescending ? nil : ("order", "up"),
            query.after.map { ("after", $0.job.rawValue) },
            query.after.flatMap { $0.account == .default ? nil : ("account", $0.account.rawValue) },
        ])
    }

    private static func joined(_ items: [(String, String)?]) -> String {
        let pairs = items.compactMap { $0 }.map { "\($0.0)=\($0.1.percentEncoded)" }
        return pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&")
    }
}

/// The pages that the navigation names; the raw values are their paths.
package enum PageTab: String, Sendable, CaseIterable {
    case jobs
    case models
    case usage
    case hooks
    case submissions

    /// As it is written.
    var title: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
}
