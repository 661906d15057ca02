import FineTuning

/// The jobs that a server has made since a moment of our clock, and others.
struct JobsSince {
    /// Each once.
    private(set) var jobs: [Job] = []
    /// Whether no job that was made since then can be missing.
    private(set) var isWhole = false
    /// The moment by the server's clock; nil where the server does not tell the time.
    private(set) var began: UnixTime?
    /// How many jobs the server gives at once.
    private(set) var limit = PageLimit()

    /// How many pages are read at most; enough for 800 jobs where a server lists the oldest first.
    private static let greatestPages = 8

    /// Lists the jobs as far back as that moment; all of them where the oldest come first.
    init(_ since: UnixTime, provider: any Provider, now: () -> UnixTime) throws(ProviderError) {
        var after: JobID?
        for _ in 0..<Self.greatestPages {
            let page = try limit.page { asked throws(ProviderError) in
                try provider.listJobs(after: after, limit: asked, metadata: [])
            }
            // Our clock and the server's need not agree: what lies between them is seen at this very answer.
            if began == nil, let date = page.serverDate { began = since + (date - now()) }
            add(page.items)
            isWhole = page.isLast(after: after?.rawValue)
            guard !isWhole, let cursor = page.lastID else { return }
            if let last = page.items.last, let began, last.createdAt.seconds < began.seconds,
                PageOrder(page.items.map(\.createdAt)) == .newestFirst
            {
                isWhole = true
                return
            }
            after = JobID(cursor)
        }
    }

    /// Takes jobs that were asked for in another way.
    mutating func add(_ others: [Job]) {
        var seen = Set(jobs.map(\.id))
        jobs += others.filter { seen.insert($0.id).inserted }
    }
}
