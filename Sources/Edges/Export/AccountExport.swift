import Digest
import FineTuning
import JobJSON
import JobStorage
import JobViews

/// Takes one account's things along: first what there is, then piece by piece what is not here yet.
final class AccountExport {
    /// Details of a job that ended so long ago do not change any more.
    private static let settling = Duration.seconds(600)
    /// More bytes than any server keeps in one file.
    private static let largestFile = 16 << 30

    let account: ExportAccount
    private let request: ExportRequest
    private let folder: ExportFolder
    private let store: JobStoreReader?
    private let effects: ExportEffects
    private let paths: AccountPaths
    let server: ExportServer?
    private(set) var inventory = AccountInventory()
    private(set) var trouble: ProviderError?
    private var fetchedFiles: [FileID: Bool] = [:]
    private var note: ExportNote
    /// Told of what is done, in the plan's units.
    private let advance: (Int64) -> Void

    init(
        _ account: ExportAccount, _ request: ExportRequest, into folder: ExportFolder, store: JobStoreReader?,
        effects: ExportEffects, advance: @escaping (Int64) -> Void
    ) throws(ExportError) {
        self.account = account
        self.request = request
        self.folder = folder
        self.store = store
        self.effects = effects
        self.advance = advance
        paths = try digesting { () throws(DigestError) in try AccountPaths(account.name) }
        note = ExportNote(account: account.name, exportedAt: effects.now())
        server =
            switch account.server {
            case .reached(let provider): ExportServer(provider, of: account.name, rate: request.rate, effects: effects)
            case .none: nil
            }
    }

    private var label: String { account.name.rawValue }

    private func api(_ what: String) -> String { "\(label) API: \(what)" }

    /// Finds out what there is.
    func list() throws {
        if let server {
            try inventory.list(from: server)
            for (what, error) in inventory.problems { miss(api(what), error) }
        } else if case .none(let reason) = account.server {
            for what in ["list of jobs", "list of files", "list of models"] { folder.note(missing: api(what), reason) }
        }
        if let store { inventory.add(try store.jobs(JobFilter(account: account.name))) }
    }

    /// Leaves only some jobs.
    func keepOnly(_ isWanted: (Job) -> Bool) { inventory.keepOnly(isWanted) }

    /// What there is to fetch.
    func plan() throws -> ExportPlan {
        var plan = ExportPlan(jobs: inventory.jobs.count)
        for found in inventory.jobs {
            try effects.check()
            for name in ["events.json", "checkpoints.json"] {
                if folder.hasFinal(try path(of: found.job, name)) { plan.present += 1 } else { plan.requests += 1 }
            }
        }
        guard request.withFiles else { return server == nil ? plan.withoutRequests : plan }
        for id in wantedFiles {
            try effects.check()
            let file = inventory.filesByID[id]?.file
            if folder.hasFinal(try content(id)) {
                plan.present += 1
            } else {
                plan.requests += 1
                plan.files += 1
                plan.bytes += max(0, file?.bytes ?? 0)
            }
        }
        return server == nil ? plan.withoutRequests : plan
    }

    /// Fetches it all.
    func fetch() throws {
        try keepLists()
        for found in inventory.jobs {
            try effects.check()
            try fetch(found)
        }
        if request.withFiles {
            for id in wantedFiles { _ = try fetchFile(id) }
        }
        for found in inventory.files where wantedSet.contains(found.file.id) {
            let path = try digesting { () throws(DigestError) in try paths.file(found.file.id, "file.json") }
            try folder.keep(path, found.received, from: api("file \(found.file.id)"), isFinal: false)
        }
    }

    /// What is safe now; nil where nothing is.
    var exported: ExportNote? {
        var note = note
        note.exportedAt = effects.now()
        note.files = fetchedFiles.filter(\.value).map(\.key).sorted()
        return note.jobs.isEmpty && note.files.isEmpty ? nil : note
    }

    private func keepLists() throws {
        if server != nil, !inventory.problems.contains(where: { $0.what == "list of models" }) {
            let models = inventory.models.map { Array($0.raw.utf8) }
            try folder.keep(
                paths.file("models.json"), ListItems.array(models), from: api("list of models"), isFinal: false)
        }
        if !inventory.unreadable.isEmpty {
            try folder.keep(
                paths.file("unreadable-jobs.json"), ListItems.array(inventory.unreadable), from: api("list of jobs"),
                isFinal: false)
            folder.note(
                missing: api("list of jobs"),
                "\(inventory.unreadable.count) entries of it are no jobs that anybody can read; they stand as they came "
                    + "in \(paths.file("unreadable-jobs.json"))")
        }
        guard let store else { return }
        let parts = try StoreParts(of: account.name, in: store)
        for (name, bytes) in [("submissions.json", parts.submissions), ("uploads.json", parts.uploads)] {
            try folder.keep(paths.file(name), bytes, from: "\(label) store: \(name.dropLast(5))", isFinal: false)
        }
    }

    private func path(of job: Job, _ name: String) throws(ExportError) -> ExportPath {
        try digesting { () throws(DigestError) in try paths.job(job.id, name) }
    }

    private func content(_ id: FileID) throws(ExportError) -> ExportPath {
        let purpose =
            inventory.filesByID[id]?.file.purpose ?? (resultFiles.contains(id) ? "fine-tune-results" : "fine-tune")
        return try digesting { () throws(DigestError) in try paths.content(id, purpose: purpose) }
    }

    private lazy var resultFiles: Set<FileID> = Set(inventory.jobs.flatMap(\.job.resultFiles))

    /// The files of the wanted jobs, and where every job is wanted, all others for fine-tuning, each once.
    private lazy var wantedFiles: [FileID] = {
        var seen: Set<FileID> = []
        let used = inventory.jobs.flatMap { found in
            [found.job.trainingFile, found.job.validationFile].compactMap(\.self) + found.job.resultFiles
        }
        let others = request.isNarrow ? [] : inventory.files.map(\.file).filter(\.isForTuning).map(\.id)
        return (used + others).filter { seen.insert($0).inserted }
    }()

    private lazy var wantedSet = Set(wantedFiles)

    private func isSettled(_ job: Job) -> Bool {
        guard let end = job.endedAt else { return false }
        return end + Self.settling < effects.now()
    }

    private func fetch(_ found: AccountInventory.FoundJob) throws {
        let job = found.job
        let source = found.received == nil ? "\(label) store: job \(job.id)" : api("job \(job.id)")
        try folder.keep(
            try path(of: job, "job.json"), found.received ?? Array(job.raw.utf8), from: source, isFinal: false)
        let events = try fetchEvents(found)
        let checkpoints = try fetchCheckpoints(found)
        if request.withFiles {
            for file in job.resultFiles { _ = try fetchFile(file) }
        }
        try keepMetrics(found)
        if let store {
            let bytes = try StoreParts.history(of: JobKey(account: account.name, job: job.id), in: store)
            try folder.keep(
                try path(of: job, "history.json"), bytes, from: "\(label) store: history of job \(job.id)",
                isFinal: false)
        }
        if job.status.isTerminal, events, checkpoints { note.jobs.append(job.id) }
    }

    /// - Returns: whether all of them are here.
    private func fetchEvents(_ found: AccountInventory.FoundJob) throws -> Bool {
        let id = found.job.id
        return try fetchList(
            found, "events", harvest: .events,
            ask: { provider, after, limit throws(ProviderError) in
                try provider.events(of: id, after: after.map { JobEventID($0) }, limit: limit)
            }, raw: { ($0.id.rawValue, $0.raw) },
            stored: { store, key in
                // As the API has it: newest first.
                try store.events(of: key).reversed().map { Array($0.event.raw.utf8) }
            })
    }

    /// - Returns: whether all of them are here.
    private func fetchCheckpoints(_ found: AccountInventory.FoundJob) throws -> Bool {
        let id = found.job.id
        return try fetchList(
            found, "checkpoints", harvest: .checkpoints,
            ask: { provider, after, limit throws(ProviderError) in
                try provider.checkpoints(of: id, after: after.map { CheckpointID($0) }, limit: limit)
            }, raw: { ($0.id.rawValue, $0.raw) },
            stored: { store, key in try store.checkpoints(of: key).reversed().map { Array($0.raw.utf8) } })
    }

    private func fetchList<Item>(
        _ found: AccountInventory.FoundJob, _ name: String, harvest: Harvest,
        ask: (any Provider, _ after: String?, _ limit: Int) throws(ProviderError) -> Page<Item>,
        raw: (Item) -> (id: String, raw: String), stored: (JobStoreReader, JobKey) throws -> [[UInt8]]
    ) throws -> Bool {
        let job = found.job
        let path = try path(of: job, "\(name).json")
        let what = "\(name) of job \(job.id)"
        if folder.hasFinal(path) { return true }
        var reason: String
        if let server {
            defer { advance(ExportPlan.requestBytes) }
            do {
                var items: [[UInt8]] = []
                var seen: Set<String> = []
                try AccountInventory.pages(server, first: 100, ask) { page in
                    let whole = ListItems.of(page.received)
                    let all =
                        whole?.map { (ListItems.id(of: $0), $0) }
                        ?? page.items.map { (raw($0).id, Array(raw($0).raw.utf8)) }
                    for (id, bytes) in all where id.map({ seen.insert($0).inserted }) ?? true { items.append(bytes) }
                }
                try folder.keep(path, ListItems.array(items), from: api(what), isFinal: isSettled(job))
                return true
            } catch let error as ProviderError {
                guard error.kind != .cancelled else { throw error }
                reason = "\(error)"
                remember(error)
            }
        } else if case .none(let why) = account.server {
            reason = why
        } else {
            reason = ""
        }
        // What the API gave earlier, or gives no more, is better than nothing.
        if folder.has(path) {
            folder.note(missing: api(what), "\(reason); what an earlier run fetched is kept")
            return false
        }
        let key = JobKey(account: account.name, job: job.id)
        guard let store, let known = found.stored, case let items = try stored(store, key),
            !items.isEmpty || !known.missing.contains(harvest)
        else {
            folder.note(missing: api(what), reason)
            return false
        }
        let isWhole = job.status.isTerminal && !known.missing.contains(harvest)
        try folder.keep(path, ListItems.array(items), from: "\(label) store: \(what)", isFinal: false)
        if !isWhole { folder.note(missing: api(what), "\(reason); what the store has of them is kept") }
        return isWhole
    }

    /// - Returns: whether its bytes are here.
    private func fetchFile(_ id: FileID) throws -> Bool {
        if let known = fetchedFiles[id] { return known }
        let path = try content(id)
        let what = "content of file \(id)"
        fetchedFiles[id] = false
        if folder.hasFinal(path) {
            fetchedFiles[id] = true
            return true
        }
        guard let server else {
            if case .none(let reason) = account.server { folder.note(missing: api(what), reason) }
            return false
        }
        try effects.check()
        let expected = max(0, inventory.filesByID[id]?.file.bytes ?? 0)
        var counted: Int64 = 0
        do {
            let file = try server.ask { provider throws(ProviderError) in
                // Each try begins anew.
                try self.download(id, to: path, from: provider) { count in
                    let news = min(Int64(count), expected - counted)
                    guard news > 0 else { return }
                    counted += news
                    self.advance(news)
                }
            }
            let whole = try file.get()
            try folder.keep(whole, from: api(what), isFinal: true)
            fetchedFiles[id] = true
        } catch let error as ProviderError {
            guard error.kind != .cancelled else { throw error }
            miss(api(what), error)
        }
        advance(expected - counted + ExportPlan.requestBytes)
        return fetchedFiles[id] == true
    }

    /// - Returns: the file, or why it cannot be written: that is no failure of the server.
    private func download(
        _ id: FileID, to path: ExportPath, from provider: any Provider, _ count: (Int) -> Void
    ) throws(ProviderError) -> Result<ExportFile, ExportError> {
        let file: ExportFile
        do throws(ExportError) { file = try folder.begin(path) } catch { return .failure(error) }
        var problem: ExportError?
        do throws(ProviderError) {
            try provider.downloadFile(id, largest: Self.largestFile, timeout: nil) { bytes in
                do throws(ExportError) {
                    try file.write(bytes)
                    count(bytes.count)
                    return true
                } catch {
                    problem = error
                    return false
                }
            }
        } catch {
            if let problem { return .failure(problem) }
            throw error
        }
        return .success(file)
    }

    private func keepMetrics(_ found: AccountInventory.FoundJob) throws {
        let key = JobKey(account: account.name, job: found.job.id)
        var metrics = JobMetrics()
        if let store, found.stored != nil { metrics.add(try store.metrics(of: key)) }
        let events = try folder.bytes(of: try path(of: found.job, "events.json"), greatestSize: 1 << 30)
        metrics.add(events: events ?? [])
        for file in found.job.resultFiles where request.withFiles {
            let bytes = try folder.bytes(of: try content(file), greatestSize: 64 << 20)
            metrics.add(ResultsFile.points(bytes ?? []) ?? [])
        }
        guard !metrics.isEmpty else { return }
        try folder.keep(
            try path(of: found.job, "metrics.csv"), Array(metrics.csv.utf8),
            from: "made here: the numbers of job \(found.job.id)", isFinal: false)
    }

    private func miss(_ source: String, _ error: ProviderError) {
        folder.note(missing: source, "\(error)")
        remember(error)
    }

    /// The API's own word that it has a thing no more is no trouble.
    private func remember(_ error: ProviderError) {
        guard error.kind != .notFound, trouble == nil else { return }
        trouble = error
    }
}

extension ExportPlan {
    /// The same without a server.
    fileprivate var withoutRequests: ExportPlan { ExportPlan(jobs: jobs, present: present) }
}

extension RemoteFile {
    /// Whether it is a training file, or was made by a job.
    fileprivate var isForTuning: Bool { purpose == nil || purpose?.hasPrefix("fine-tune") == true }
}
