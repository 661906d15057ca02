import Dispatch
import Files
import FineTuning
import HTTPClient
import JSONText
import JobStorage
import OpenAIAPI
import Settings
import Submission
import Synchronization

/// Takes over submissions that lie in the spool: goes on where their owner died, and files those that have ended.
final class SubmissionLoop: Sendable {
    let pulse = Pulse()
    private let context: DaemonContext
    private let spool: Spool
    private let queue = DispatchQueue(label: "ftd.submissions")
    private let timer = Mutex<DispatchTimer?>(nil)
    private let problems = Mutex<Set<String>>([])

    /// How often the spool is looked at when nobody rings.
    private static let interval: Duration = .seconds(30)

    init(context: DaemonContext) {
        self.context = context
        spool = Spool(besideStore: context.store.path)
    }

    func start() {
        let timer = DispatchTimer(queue: queue) { [weak self] in self?.tick() }
        self.timer.withLock { $0 = timer }
        timer.schedule(after: .zero)
    }

    /// Looks at the spool at once.
    func wake() { timer.withLock { $0?.ring() } }

    func stop(_ group: DispatchGroup) {
        timer.withLock {
            $0?.cancel()
            $0 = nil
        }
        queue.async(group: group) {}
    }

    private func tick() {
        guard !context.stop.isRaised else { return }
        let wait = work()
        pulse.expect(within: wait)
        timer.withLock { $0?.schedule(after: wait) }
    }

    /// One look at every submission, for the timer and for `--once`.
    ///
    /// - Returns: when to look again.
    @discardableResult
    func work() -> Duration {
        var wait = Self.interval
        do {
            let (records, unreadable) = try spool.records()
            for error in unreadable { report(error.description) }
            for record in records where !context.stop.isRaised {
                do { wait = min(wait, try work(on: record.id)) } catch { report("\(error)") }
            }
        } catch {
            report("\(error)")
        }
        return max(wait, .milliseconds(100))
    }

    private func work(on id: SubmissionID) throws -> Duration {
        guard let lock = try spool.lock(id) else { return Self.interval }
        return try withExtendedLifetime(lock) {
            // Read under the lock: its owner may have finished since the listing.
            guard var record = try spool.record(id) else { return Self.interval }
            var wait = Self.interval
            if !record.step.isFinal {
                guard record.step.isForDaemon else { return Self.interval }
                wait = try advance(&record)
            }
            if record.step.isFinal { try file(record) }
            return wait
        }
    }

    private func advance(_ record: inout SubmissionRecord) throws -> Duration {
        guard let account = context.settings.account(record.plan.account) else {
            throw SubmissionTrouble(record.id, "its account \(record.plan.account) is not configured any more")
        }
        let access = try KeyFinder(environment: context.environment).access(to: account)
        pulse.expect(within: account.timeout * 4)
        let submitter = Submitter(
            client: OpenAIClient(endpoint: APIEndpoint(access), transport: context.transport), spool: spool,
            createExtra: createExtra(of: account), surroundings: surroundings)
        let before = record.step.word
        let result = try submitter.advance(&record, patience: .zero)
        if case .created = result { Failpoint.visit(.submissionAfterCreate) }
        if record.step.word != before {
            context.log.info(
                "submission went on",
                ["submission": record.id.rawValue, "from": before, "to": record.step.word])
        }
        switch result {
        case .created(let job):
            context.log.info("submission created", ["submission": record.id.rawValue, "job": job.rawValue])
            context.pollSoon()
            return Self.interval
        case .several(let jobs):
            context.log.error(
                "submission made several jobs",
                ["submission": record.id.rawValue, "jobs": jobs.map(\.rawValue).joined(separator: ",")])
            context.pollSoon()
            return Self.interval
        case .failed(let reason, _):
            context.log.error("submission failed", ["submission": record.id.rawValue, "cause": reason])
            return Self.interval
        case .parked, .unknown: return Self.interval
        case .unfinished(_, _, let again): return again
        }
    }

    private func createExtra(of account: AccountSettings) -> JSONObject {
        account.createExtra.flatMap { try? JSONValue.parse($0).object } ?? [:]
    }

    /// The daemon never waits inside a step: whatever needs time is taken up again.
    private var surroundings: Submitter.Surroundings {
        let store = context.store
        return Submitter.Surroundings(
            now: { .now() }, pause: { _ in false },
            isUsed: { account, file in
                (try? store.use { try !$0.reader.jobs(using: file, account: account).isEmpty }) ?? true
            },
            report: { if case .creating = $0 { Failpoint.visit(.submissionBeforeCreate) } })
    }

    /// Moves an ended submission from the spool to the store; doing it twice changes nothing.
    private func file(_ record: SubmissionRecord) throws {
        try context.store.use { store in
            let end: StoredSubmission.End
            switch record.step {
            case .created(let job): end = .created(job)
            case .failed(let reason):
                end = .failed(reason: reason)
                try tell(record, reason, store)
            case .planned, .uploading, .uploaded, .creating, .parked, .unknown: return
            }
            try store.add(
                StoredSubmission(
                    id: record.id, plan: record.plan, end: end, createdAt: record.createdAt,
                    endedAt: record.updatedAt))
            for upload in record.uploads {
                try store.save(
                    StoredUpload(
                        account: record.plan.account, file: upload.file, sha256: upload.data.sha256,
                        bytes: upload.data.bytes, filename: upload.data.filename, createdAt: record.createdAt))
            }
        }
        try spool.remove(record.id)
    }

    /// Its id comes from the submission, so that a death before the spool file goes tells nothing twice.
    private func tell(_ record: SubmissionRecord, _ reason: String, _ store: JobStore) throws {
        var changes = StoreChanges(account: record.plan.account, seenAt: .now())
        let notice = Notice(
            id: NoticeID("evt_" + record.id.rawValue.filter { $0 != "-" }), type: .submissionFailed,
            createdAt: changes.seenAt, sequence: try store.nextSequence(),
            subject: .submission(record.id, account: record.plan.account, reason: reason))
        changes.deliveries = context.hooks.deliveries(of: notice)
        context.delivered(try store.apply(changes).deliveries)
    }

    /// The same trouble is logged once.
    private func report(_ problem: String) {
        guard problems.withLock({ $0.count < 1000 && $0.insert(problem).inserted }) else { return }
        context.log.warning("spool", ["cause": problem])
    }
}

/// Why a submission in the spool cannot go on here.
struct SubmissionTrouble: Error, CustomStringConvertible {
    let description: String

    init(_ id: SubmissionID, _ cause: String) { description = "submission \(id) cannot go on: \(cause)" }
}
