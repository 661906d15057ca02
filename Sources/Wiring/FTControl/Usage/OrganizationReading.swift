import Accounts
import Commands
import FineTuning
import JobViews
import Settings
import Text

/// Reads an organization's own figures page by page, within bounds.
struct OrganizationReading {
    /// Pages of one kind: four years of costs, a year of usage.
    private static let mostPages = 12

    let provider: any OrganizationProvider
    let interrupt: Interrupt

    /// What was charged from a time until a time.
    func costs(from: UnixTime, until: UnixTime) throws -> [OrganizationCost] {
        try all { page throws(ProviderError) in
            try provider.organizationCosts(from: from, until: until, page: page)
        }
    }

    /// What chat completions used.
    func usage(from: UnixTime, until: UnixTime) throws -> [OrganizationUsage] {
        try all { page throws(ProviderError) in
            try provider.organizationUsage(from: from, until: until, page: page)
        }
    }

    /// - Throws: `ProviderError`, and ``OrganizationReadingProblem`` where a server does not come to an end.
    private func all<Row>(_ read: (String?) throws(ProviderError) -> OrganizationPage<Row>) throws -> [Row] {
        var rows: [Row] = []
        var seen: Set<String> = []
        var next: String?
        for _ in 0..<Self.mostPages {
            try interrupt.check()
            let page = try read(next)
            rows += page.rows
            guard let following = page.next else { return rows }
            guard seen.insert(following).inserted else { throw OrganizationReadingProblem.repeatedPage }
            next = following
        }
        throw OrganizationReadingProblem.tooManyPages(Self.mostPages)
    }
}

/// Why an organization's figures are not shown although the server gave some.
enum OrganizationReadingProblem: Error, CustomStringConvertible {
    case repeatedPage
    case tooManyPages(Int)

    var description: String {
        switch self {
        case .repeatedPage: "could not read the organization's figures: the server gives the same page again and again"
        case .tooManyPages(let count):
            "could not read the organization's figures: there are more than \(count) pages; ask for less with --since"
        }
    }
}
