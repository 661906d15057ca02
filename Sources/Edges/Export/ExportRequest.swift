package import FineTuning

/// What is to be taken along.
package struct ExportRequest: Sendable {
    /// Whose things.
    package var accounts: [ExportAccount]
    /// Only jobs created since then, and their files.
    package var since: UnixTime?
    /// Only these jobs, by their ids, parts of them or `latest`; empty for every one.
    package var jobs: [String]
    /// Whether the bytes of files are fetched.
    package var withFiles: Bool
    /// The most requests a second.
    package var rate: Int

    package init(
        accounts: [ExportAccount], since: UnixTime? = nil, jobs: [String] = [], withFiles: Bool = true,
        rate: Int = ExportRequest.usualRate
    ) {
        self.accounts = accounts
        self.since = since
        self.jobs = jobs
        self.withFiles = withFiles
        self.rate = rate
    }

    /// Requests a second that no server minds.
    package static let usualRate = 10

    /// Whether only some jobs are wanted; then only their files are, too.
    var isNarrow: Bool { since != nil || !jobs.isEmpty }
}

/// An account whose things are taken along.
package struct ExportAccount: Sendable {
    package var name: AccountName
    /// Its server's address.
    package var address: String
    package var server: Server

    /// Where its things are had from.
    package enum Server: Sendable {
        /// The server that answers.
        case reached(any Provider)
        /// The store alone; the reason stands beside all that is only at the server.
        case none(reason: String)
    }

    package init(name: AccountName, address: String, server: Server) {
        self.name = name
        self.address = address
        self.server = server
    }
}

/// What came of an export.
package struct ExportResult: Sendable {
    /// How many files the export holds now, its index aside.
    package internal(set) var files = 0
    /// How many bytes they have together.
    package internal(set) var bytes: Int64 = 0
    /// How many jobs it has.
    package internal(set) var jobs = 0
    /// How many requests were made.
    package internal(set) var requests = 0
    /// What could not be had.
    package internal(set) var missing: [ExportIndex.Missing] = []
    /// Why something could not be had that is there, or may be; nil where the API itself said that it has no more.
    package internal(set) var trouble: ProviderError?
    /// What is safe now, for `ftd` to note.
    package internal(set) var notes: [ExportNote] = []
}
