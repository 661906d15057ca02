import Accounts
import Dispatch
import Files
import FineTuning
import JobStorage
import Services
import Settings
import Spool
import Submission
import Synchronization

/// Takes over submissions that lie in the spool: goes on where their owner died, and files those that have ended.
final class SubmissionLoop: Loop {
    /// All that the loop takes from the configuration.
    struct Settings: Equatable, Sendable {
        var accounts: [AccountSettings]
        var poll: PollSettings
    }

    let pulse = Pulse()
    let context: DaemonContext
    private let settings: Settings
    private let stop = StopFlag()
    private let accounts: Accounts
    let spool: Spool
    private let ticker = Ticker(name: "ftd.submissions")
    private let rests = Mutex<[SubmissionID: SubmissionRest]>([:])
    private let lastTrouble = Mutex<String?>(nil)

    /// How often the spool is looked at when nobody wakes the loop.
    static let interval: Duration = .seconds(30)
    /// However often somebody wakes the loop.
    private static let leastWait: Duration = .milliseconds(100)
    /// How often a job is looked for whose submission was given up.
    private static let unknownInterval: Duration = .seconds(3600)
    /// The most requests that one step of a submission makes.
    private static let requestsAStep = 8

    init(_ settings: Settings, context: DaemonContext) {
        self.settings = settings
        self.context = context
        accounts = context.accounts(over: context.transport(stop))
        spool = Spool(besideStore: context.store.path)
    }

    func start() { ticker.start { [weak self] in self?.turn() } }

    /// Looks at the spool at once.
    func wake() { ticker.wake() }

    /// Takes on no further submission; the step under way is let finish, or its requests are cut short.
    func stop(_ stop: LoopStop, _ group: DispatchGroup) {
        self.stop.raise(stop)
        ticker.stop(group)
    }

    private func turn() -> Ticker.Wait? {
        guard !stop.isRaised else { return nil }
        let wait = work()
        pulse.expect(within: wait)
        return Ticker.Wait(wait, least: Self.leastWait)
    }

    /// One look at every submission, for the timer and for `--once`.
    ///
    /// - Returns: when to look again.
    @discardableResult
    func work() -> Duration {
        var wait = Self.interval
        var troubles: [String] = []
        do {
            let (records, unreadable) = try spool.records()
            troubles = unreadable.map(\.description)
            let ids = Set(records.map(\.id))
            rests.withLock { rests in rests = rests.filter { ids.contains($0.key) } }
            for record in records where !stop.isRaised {
                wait = min(wait, work(on: record))
            }
        } catch {
            troubles = [error.description]
        }
        report(troubles)
        return max(wait, Self.leastWait)
    }

    /// Takes one submission on, unless it rests.
    ///
    /// - Returns: when to look at it again.
    private func work(on listed: SubmissionRecord) -> Duration {
        // Before the upload is done, only its user can go on.
        guard listed.step.isForDaemon || listed.step.isFinal else { return Self.interval }
        let rest = rests.withLock { $0[listed.id] }
        // Somebody else who went on with it, `submit --again` for one, ends its rest.
        if let rest, rest.updatedAt == listed.updatedAt, rest.until > .now {
            return min(rest.until - .now, Self.interval)
        }
        do {
            guard let (wait, updatedAt) = try takeOver(listed.id) else { return Self.interval }
            rests.withLock {
                $0[listed.id] = SubmissionRest(failures: 0, until: .now + wait, updatedAt: updatedAt, cause: nil)
            }
            return min(wait, Self.interval)
        } catch {
            return failed(error, listed, after: rest)
        }
    }

    /// - Returns: when to look at it again, and the moment of its step; nil when it is none of ours, or not any more.
    private func takeOver(_ id: SubmissionID) throws -> (wait: Duration, updatedAt: UnixTime)? {
        guard let lock = try spool.lock(id) else { return nil }
        return try withExtendedLifetime(lock) {
            // Read under the lock: its owner may have finished since the listing.
            guard var record = try spool.record(id) else {
                try spool.remove(id)
                return nil
            }
            var wait: Duration?
            if record.step.isForDaemon { wait = try advance(&record) }
            if record.step.isFinal {
                try file(record)
                return nil
            }
            return wait.map { (wait: $0, updatedAt: record.updatedAt) }
        }
    }

    /// The server's trouble makes it wait longer each time; the same trouble is logged once.
    private func failed(_ error: any Error, _ record: SubmissionRecord, after rest: SubmissionRest?) -> Duration {
        let trouble = SubmissionTrouble(error, record.id)
        guard trouble.kind != .cancelled else { return Self.interval }
        let failures = (rest?.failures ?? 0) + 1
        let poll = settings.poll
        let wait: Duration
        switch trouble.kind {
        case .unauthorized, .forbidden: wait = poll.unauthorized
        case .some(let kind):
            wait = max(
                Self.interval,
                Backoff.wait(
                    failures: failures, interval: Self.interval, cap: poll.backoffMax, retryAfter: kind.retryAfter,
                    jitter: DaemonContext.jitter()))
        case nil: wait = Self.interval
        }
        // Written down is the step as it lies there now: the failed call may have moved it.
        let updatedAt = (try? spool.record(record.id))?.updatedAt ?? record.updatedAt
        rests.withLock {
            $0[record.id] = SubmissionRest(
                failures: failures, until: .now + wait, updatedAt: updatedAt, cause: trouble.repetition)
        }
        if rest?.cause != trouble.repetition {
            context.log.warning(
                "submission waits", ["submission": record.id.rawValue, "cause": trouble.description])
        }
        return min(wait, Self.interval)
    }

    private func advance(_ record: inout SubmissionRecord) throws -> Duration {
        guard let account = settings.accounts.first(where: { $0.name == record.plan.account }) else {
            throw SubmissionTrouble(record.id, "its account \(record.plan.account) is not configured any more")
        }
        let provider = try accounts.connect(account).provider
        pulse.expect(within: provider.callBound * Self.requestsAStep)
        let submitter = Submitter(
            provider: provider, spool: spool, surroundings: surroundings)
        let before = record.step.word
        let result = try submitter.advance(&record, patience: .zero)
        if record.step.word != before {
            context.log.info(
                "submission went on",
                ["submission": record.id.rawValue, "from": before, "to": record.step.word])
        }
        switch result {
        case .created(let job):
            Failpoint.visit(.submissionAfterCreate)
            context.log.info("submission created", ["submission": record.id.rawValue, "job": job.rawValue])
            context.pollSoon()
            return .zero
        case .several(let jobs):
            context.log.error(
                "submission made several jobs",
                ["submission": record.id.rawValue, "jobs": jobs.map(\.rawValue).joined(separator: ",")])
            context.pollSoon()
            return .zero
        case .failed(let reason, _):
            context.log.error("submission failed", ["submission": record.id.rawValue, "cause": reason])
            return .zero
        case .parked(_, let retryAt): return max(retryAt - .now(), .zero)
        case .unknown: return Self.unknownInterval
        case .unfinished(_, _, let again): return again
        }
    }

    /// The daemon never waits inside a step: whatever needs time is taken up again.
    private var surroundings: Submitter.Surroundings {
        let store = context.store
        return Submitter.Surroundings(
            now: { .now() }, pause: { _ in false },
            isUsed: { account, file in
                (try? store.use { try !$0.reader.jobs(using: file, account: account).isEmpty }) ?? true
            },
            report: { progress in
                if progress == .creating { Failpoint.visit(.submissionBeforeCreate) }
            })
    }

    /// The same trouble with the spool is logged once, for as long as it lasts.
    private func report(_ troubles: [String]) {
        let text = troubles.isEmpty ? nil : troubles.joined(separator: "; ")
        let isNews = lastTrouble.withLock { last in
            defer { last = text }
            return last != text
        }
        if let text, isNews { context.log.warning("spool", ["cause": text]) }
    }
}
