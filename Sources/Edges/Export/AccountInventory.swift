import FineTuning
import JobJSON
import JobStorage

/// What an account has, by its lists and by the store.
struct AccountInventory {
    /// A job as it is listed, stored, or both.
    struct FoundJob {
        var job: Job
        /// The API's object, byte by byte; nil where the list did not show it.
        var received: [UInt8]?
        /// What the store knows of it.
        var stored: WatchedJob?
    }

    /// A file as it is listed.
    struct FoundFile {
        var file: RemoteFile
        /// The API's object, byte by byte.
        var received: [UInt8]
    }

    /// Newest first.
    private(set) var jobs: [FoundJob] = []
    /// Entries of the list of jobs that nobody can read.
    private(set) var unreadable: [[UInt8]] = []
    /// The files of the list, newest first.
    private(set) var files: [FoundFile] = []
    /// Those files by their ids.
    private(set) var filesByID: [FileID: FoundFile] = [:]
    /// Every model that the key sees.
    private(set) var models: [RemoteModel] = []
    /// What could not be listed, and why.
    private(set) var problems: [(what: String, error: ProviderError)] = []

    /// Every page beyond is a server that goes round in circles.
    static let mostPages = 100_000

    /// Reads the lists of a server.
    mutating func list(from server: ExportServer) throws {
        do { try listJobs(server) } catch let error as ProviderError { try note("list of jobs", error) }
        do { try listFiles(server) } catch let error as ProviderError { try note("list of files", error) }
        do {
            models = try server.ask { provider throws(ProviderError) in try provider.models() }
        } catch let error as ProviderError {
            try note("list of models", error)
        }
    }

    private mutating func note(_ what: String, _ error: ProviderError) throws {
        guard error.kind != .cancelled else { throw error }
        problems.append((what, error))
    }

    private mutating func listJobs(_ server: ExportServer) throws {
        var seen: Set<JobID> = []
        try Self.pages(server, first: 100) { provider, after, limit throws(ProviderError) in
            try provider.listJobs(after: after.map { JobID($0) }, limit: limit, metadata: [])
        } each: { page in
            let received = Received(page.received)
            for job in page.items where seen.insert(job.id).inserted {
                jobs.append(FoundJob(job: job, received: received.object(job.id.rawValue, else: job.raw)))
            }
            let known = Set(page.items.map(\.id.rawValue))
            unreadable += received.objects.filter { id, _ in id.map { !known.contains($0) } ?? true }.map(\.bytes)
        }
    }

    private mutating func listFiles(_ server: ExportServer) throws {
        try Self.pages(server, first: 1000) { provider, after, limit throws(ProviderError) in
            try provider.listFiles(after: after.map { FileID($0) }, limit: limit, purpose: nil)
        } each: { page in
            let received = Received(page.received)
            for file in page.items where filesByID[file.id] == nil {
                let found = FoundFile(file: file, received: received.object(file.id.rawValue, else: file.raw))
                files.append(found)
                filesByID[file.id] = found
            }
        }
    }

    /// Adds what the store knows, also of jobs that the API shows no more.
    mutating func add(_ stored: [WatchedJob]) {
        var byID = Dictionary(stored.map { ($0.job.id, $0) }, uniquingKeysWith: { first, _ in first })
        for index in jobs.indices { jobs[index].stored = byID.removeValue(forKey: jobs[index].job.id) }
        for one in stored where byID[one.job.id] != nil {
            jobs.append(FoundJob(job: one.job, received: nil, stored: one))
        }
        jobs.sort { ($0.job.createdAt, $0.job.id) > ($1.job.createdAt, $1.job.id) }
    }

    /// Leaves only some jobs.
    mutating func keepOnly(_ isWanted: (Job) -> Bool) { jobs.removeAll { !isWanted($0.job) } }

    /// Every page of a list, first to last.
    static func pages<Item>(
        _ server: ExportServer, first: Int,
        _ ask: (any Provider, _ after: String?, _ limit: Int) throws(ProviderError) -> Page<Item>,
        each: (Page<Item>) throws -> Void
    ) throws {
        var limit = PageLimit(first)
        var after: String?
        for _ in 0..<mostPages {
            let cursor = after
            // The limit is found outside of the server's retries, which know nothing of it.
            let page = try server.ask { provider throws(ProviderError) in
                try limit.page { asked throws(ProviderError) in try ask(provider, cursor, asked) }
            }
            try each(page)
            guard !page.isLast(after: after), let last = page.lastID else { return }
            after = last
        }
    }
}

/// The objects of a list as they came.
struct Received {
    /// In the list's order, each with its id if it has one.
    let objects: [(id: String?, bytes: [UInt8])]
    private let places: [String: Int]

    init(_ list: [UInt8]) {
        objects = (ListItems.of(list) ?? []).map { (ListItems.id(of: $0), $0) }
        var places: [String: Int] = [:]
        for (index, object) in objects.enumerated() {
            if let id = object.id, places[id] == nil { places[id] = index }
        }
        self.places = places
    }

    /// The object of an id; where the list could not be taken apart, the text that was written anew from it.
    func object(_ id: String, else raw: String) -> [UInt8] { places[id].map { objects[$0].bytes } ?? Array(raw.utf8) }
}
