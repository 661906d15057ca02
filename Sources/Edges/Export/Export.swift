import Digest
import FineTuning
package import JobStorage
package import Text

/// Takes all along that accounts have: jobs, their history, files and models, into one folder.
///
/// A run that is cut short at any moment loses nothing: the next one goes on where it stood.
package struct Export {
    private let request: ExportRequest
    private let store: JobStoreReader?
    private let effects: ExportEffects
    private let time: LocalTime

    /// - Parameter store: what the daemon has seen; nil where there is none.
    package init(_ request: ExportRequest, store: JobStoreReader?, time: LocalTime, effects: ExportEffects) {
        self.request = request
        self.store = store
        self.time = time
        self.effects = effects
    }

    /// Fetches what is new or missing, and looks through the rest.
    ///
    /// - Parameter path: the folder; made where there is none.
    /// - Throws: ``ExportError``; what the effects throw, after the index was written.
    package func run(into path: String) throws -> ExportResult {
        let folder = try ExportFolder(path, now: effects.now)
        for account in request.accounts { try folder.take(account.name, at: account.address) }
        do { return try run(into: folder) } catch {
            // What came so far is named, if that can still be written; the first trouble is the one to tell.
            do throws(ExportError) { try folder.save() } catch _ {}
            throw error
        }
    }

    private func run(into folder: ExportFolder) throws -> ExportResult {
        try folder.removeUnfinished()
        let done = Counter()
        let progress = effects.progress
        let accounts = try request.accounts.map { account in
            try AccountExport(account, request, into: folder, store: store, effects: effects) { count in
                done.value += count
                progress(done.value)
            }
        }
        for account in accounts { try account.list() }
        try select(accounts)
        try effects.announce(try accounts.reduce(into: ExportPlan()) { $0.add(try $1.plan()) })
        for account in accounts { try account.fetch() }
        if let store {
            try folder.keep(
                ExportPath(["notices.json"]), try StoreParts.notices(in: store), from: "store: notices", isFinal: false)
        } else {
            folder.note(
                missing: "store: transitions, notices and submissions", "there is no store: ftd has not run here")
        }
        try folder.verifyTheRest(effects.check)
        var result = ExportResult()
        result.jobs = try ExportTables(folder: folder, effects: effects).write()
        let guide = ExportGuide(index: folder.index, jobs: result.jobs, time: time)
        try folder.keep(.guide, Array(guide.text.utf8), from: "made here: what is what", isFinal: false)
        try folder.finish()
        result.files = folder.index.files.count
        result.bytes = folder.index.files.values.reduce(0) { $0 + $1.bytes }
        result.missing = folder.index.missing
        result.requests = accounts.reduce(0) { $0 + ($1.server?.requests ?? 0) }
        result.trouble = accounts.lazy.compactMap(\.trouble).first
        result.notes = accounts.compactMap(\.exported)
        return result
    }

    /// Leaves the jobs that are wanted.
    private func select(_ accounts: [AccountExport]) throws(ExportError) {
        if let since = request.since { for account in accounts { account.keepOnly { $0.createdAt >= since } } }
        guard !request.jobs.isEmpty else { return }
        let all = accounts.flatMap { $0.inventory.jobs.map(\.job) }
        let ids = all.map(\.id.rawValue)
        var wanted: Set<JobID> = []
        for name in request.jobs {
            var found = NamePart.match(name, among: ids, prefix: "ftjob-")
            if found.isEmpty, name == NamePart.latest, let newest = all.max(by: { $0.createdAt < $1.createdAt }) {
                found = [newest.id.rawValue]
            }
            guard found.count < 2 else { throw .ambiguousJob(name, found) }
            guard let id = found.first else { throw .noJob(name) }
            wanted.insert(JobID(id))
        }
        for account in accounts { account.keepOnly { wanted.contains($0.id) } }
    }

    /// How far all accounts are together.
    private final class Counter {
        var value: Int64 = 0
    }
}

extension ExportPlan {
    fileprivate mutating func add(_ other: ExportPlan) {
        requests += other.requests
        files += other.files
        bytes += other.bytes
        jobs += other.jobs
        present += other.present
    }
}
