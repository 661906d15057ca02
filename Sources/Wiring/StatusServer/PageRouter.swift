import FineTuning
import HTTPServer
import JSONText
import JobStorage
import JobViews
import StatusPages
import Text

/// Which answer a path gets.
struct PageRouter {
    private let served: PageServer.Served
    private let time: LocalTime
    private let now: UnixTime

    init(_ served: PageServer.Served, _ time: LocalTime, now: UnixTime) {
        self.now = now
        self.served = served
        self.time = time
    }

    private var links: PageLinks { .served(below: served.reading.base) }

    func answer(_ request: ServerRequest) -> ServerResponse {
        let path = segments(request)
        if let file = asset(path) { return file }
        do {
            let version = AnswerCache.Version(
                store: try served.window.version(),
                isDaemonAlive: JobStoreReader.isDaemonAlive(store: served.reading.store))
            let target = Self.target(of: request)
            if let kept = served.cache.answer(target, version: version) { return kept }
            let response = try page(path, request)
            served.cache.keep(response, for: target, version: version)
            return response
        } catch let error as PageQueryError {
            return problem(400, "\(error)", path)
        } catch {
            return withoutStore(StoreError.explained(error, store: served.reading.store), path)
        }
    }

    private static func target(of request: ServerRequest) -> String {
        request.rawPath + "?" + request.query.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    }

    /// The parts of the path below the one that the pages are at; a proxy may have taken that away.
    private func segments(_ request: ServerRequest) -> [String] {
        let base = served.reading.base.split(separator: "/").map(String.init)
        guard !base.isEmpty, request.segments.starts(with: base) else { return request.segments }
        return Array(request.segments.dropFirst(base.count))
    }

    private func asset(_ path: [String]) -> ServerResponse? {
        let kept: ServerHeaders = ["Cache-Control": "max-age=300"]
        return switch path {
        case ["style.css"]: .text(200, PageAssets.style, type: "text/css; charset=utf-8", headers: kept)
        case ["app.js"]: .text(200, PageAssets.script, type: "text/javascript; charset=utf-8", headers: kept)
        case ["icon.svg"], ["favicon.ico"]: .text(200, PageAssets.icon, type: "image/svg+xml", headers: kept)
        case ["robots.txt"]: .text(200, "User-agent: *\nDisallow: /\n", type: "text/plain", headers: kept)
        default: nil
        }
    }

    private func page(_ path: [String], _ request: ServerRequest) throws -> ServerResponse {
        switch path.first {
        case nil: return try jobs(PageQuery.table(request))
        case "jobs" where path.count == 2: return try job(path[1], PageQuery.account(request), PageQuery.view(request))
        case "models" where path.count == 1:
            return try html { source, context in
                ModelsPage.html(
                    try ModelLine.newest(
                        in: source.store, limit: PageServer.entries, facts: served.reading.prices.facts(of:),
                        catalog: source.catalog), context)
            }
        case "usage" where path.count == 1:
            let groupings = try PageQuery.groupings(request)
            return try html { _, context in UsagePage.html(groupings, context) }
        case "hooks" where path.count == 1:
            return try html { source, context in
                HooksPage.html(
                    HookLine.all(configured: served.reading.hooks, stored: context.tally.hooks),
                    try DeliveryView.all(
                        limit: PageServer.entries, in: source.store, hooks: context.tally.hooks.map(\.stored), now: now),
                    context)
            }
        case "submissions" where path.count == 1:
            return try html { source, context in
                SubmissionsPage.html(
                    SpoolView.submissions(besideStore: served.reading.store).map(SubmissionLine.init)
                        + (try SubmissionLine.ended(in: source.store, limit: PageServer.entries)), context)
            }
        case "feed.atom" where path.count == 1: return try feed()
        case "metrics" where path.count == 1: return try metrics()
        case "healthz" where path.count == 1: return try health()
        case "api" where path.count >= 3 && path[1] == "v1" && path[2] == "jobs": return try api(path, request)
        default: return problem(404, "There is no page /\(path.joined(separator: "/").printable)", path)
        }
    }

    // MARK: Pages

    private func html(
        _ weight: StoreWindow.Weight = .light, _ body: (StoreWindow.Source, PageContext) throws -> String
    ) throws -> ServerResponse {
        let text = try served.window.read(weight) { source in try body(source, context(source)) }
        return .text(200, text, type: Self.htmlType)
    }

    private static let htmlType = "text/html; charset=utf-8"

    private func context(_ source: StoreWindow.Source) throws -> PageContext {
        PageContext(now: now, time: time, links: links, health: try health(source), tally: source.tally)
    }

    private func health(_ source: StoreWindow.Source) throws -> DaemonHealth {
        try DaemonHealth(of: source.store, at: served.reading.store, now: now)
    }

    private func jobs(_ query: JobPageTable.Query) throws -> ServerResponse {
        try html(query.text.isEmpty || served.window.read { $0.isSearchable } ? .light : .heavy) { source, context in
            JobsPage.html(
                try JobPageTable(
                    query, in: source.store, limit: PageServer.rows, prices: served.reading.prices,
                    catalog: source.catalog), context)
        }
    }

    private func job(_ id: String, _ account: AccountName?, _ view: CurveView) throws -> ServerResponse {
        let page = try served.window.read(.heavy) { source -> String? in
            guard let key = try Self.key(id, account, source.store),
                let sheet = try JobSheet(
                    of: key, in: source.store, events: PageServer.entries, prices: served.reading.prices,
                    hooks: source.tally.hooks, now: now)
            else { return nil }
            return JobPage.html(sheet, view, try context(source))
        }
        guard let page else { return problem(404, "There is no job “\(id.printable)” in the store", ["jobs"]) }
        return .text(200, page, type: Self.htmlType)
    }

    /// The job of that id, or of the only one that begins so.
    private static func key(_ id: String, _ account: AccountName?, _ reader: JobStoreReader) throws -> JobKey? {
        if let account, try reader.job(JobKey(account: account, job: JobID(id))) != nil {
            return JobKey(account: account, job: JobID(id))
        }
        switch try reader.match(id, account: account) {
        case .one(let key): return key
        case .none: return nil
        case .several(let keys, _):
            // The same id in several accounts: without a word about it the account "default" is meant.
            return keys.first { $0.job.rawValue == id && $0.account == .default }
                ?? keys.first { $0.job.rawValue == id }
        }
    }

    // MARK: For machines

    private func feed() throws -> ServerResponse {
        let text = try served.window.read { source in
            AtomFeed.text(
                try JobLine.ended(in: source.store, limit: PageServer.rows, prices: served.reading.prices),
                origin: served.origin, try context(source))
        }
        return .text(200, text, type: AtomFeed.mediaType)
    }

    private func metrics() throws -> ServerResponse {
        let text = try served.window.read { source in
            MetricsText.text(
                health: try health(source), tally: source.tally,
                running: try JobLine.unfinished(in: source.store, limit: 1000, prices: served.reading.prices),
                now: now)
        }
        return .text(200, text, type: MetricsText.mediaType)
    }

    private func health() throws -> ServerResponse {
        let (isWell, bytes) = try served.window.read { source in
            let health = try health(source)
            return (health.state == .ok, PageJSON.health(health, now: now, time: time))
        }
        return json(isWell ? 200 : 503, bytes)
    }

    private func api(_ path: [String], _ request: ServerRequest) throws -> ServerResponse {
        let account = PageQuery.account(request)
        switch path.count {
        case 3: return try list(request, account)
        case 4:
            let object = try served.window.read(.heavy) { source -> [UInt8]? in
                guard let key = try Self.key(path[3], account, source.store),
                    let detail = try JobDetail(
                        of: key, in: source.store, facts: served.reading.prices.facts(of:),
                        isOpenAI: served.reading.prices.isOpenAI(key.account))
                else { return nil }
                return PageJSON.bytes(detail.json)
            }
            return object.map { json(200, $0) } ?? problem(404, "no job \"\(path[3].printable)\" in the store", path)
        default: return problem(404, "there is no such path", path)
        }
    }

    private func list(_ request: ServerRequest, _ account: AccountName?) throws -> ServerResponse {
        let limit = try PageQuery.limit(request)
        let statuses = PageQuery.statuses(request)
        let after = request.queryValue("after")
        let waiting = SpoolView.submissions(besideStore: served.reading.store)
            .filter { $0.passes(JobFilter(statuses: statuses, account: account)) }
        let keys = try served.window.read { source -> [JobKey]? in
            var query = JobPageQuery(statuses: statuses, account: account)
            if let after {
                guard let key = try Self.key(after, account, source.store) else { return nil }
                query.after = key
            }
            return try source.catalog?.keys(query, limit: limit + 1)
                ?? source.store.jobs(query, limit: limit + 1).map(\.key)
        }
        guard let keys else {
            return problem(400, "after: no job \"\((after ?? "").printable)\" in the store", ["api"])
        }
        // A thousand whole jobs take a moment.
        let bytes = try served.window.read(.heavy) { source in
            let objects = try source.store.jobs(Array(keys.prefix(limit))).map {
                try WholeJob($0, in: source.store, costs: served.reading.prices).json
            }
            let hasMore = keys.count > limit
            return PageJSON.jobs(objects + (hasMore ? [] : waiting.map(\.json)), hasMore: hasMore)
        }
        return json(200, bytes)
    }

    private func json(_ status: Int, _ bytes: [UInt8]) -> ServerResponse {
        ServerResponse(
            status: status, headers: ["Content-Type": PageJSON.mediaType], body: .bytes(bytes))
    }

    // MARK: Refusals

    /// An answer in the form that whoever asks can read.
    private func problem(_ status: Int, _ what: String, _ path: [String]) -> ServerResponse {
        guard path.first != "api" else {
            return json(status, PageJSON.error(what, code: status == 404 ? "not_found" : "invalid_request"))
        }
        return .text(status, ProblemPage.notFound(what, links), type: Self.htmlType)
    }

    /// The store cannot be read.
    private func withoutStore(_ reason: String, _ path: [String]) -> ServerResponse {
        let reason = reason.printable
        var response: ServerResponse
        switch path.first {
        case "api": response = json(503, PageJSON.error(reason, code: "store_unavailable"))
        case "healthz": response = json(503, PageJSON.health(withoutStore: reason))
        // A scrape that failed would tell nobody that it is the store.
        case "metrics": return .text(200, MetricsText.textWithoutStore(), type: MetricsText.mediaType)
        case _: response = .text(503, ProblemPage.noStore(reason, links), type: Self.htmlType)
        }
        response.headers["Retry-After"] = "5"
        return response
    }
}
