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
import Text

/// Takes over submissions in the spool: resumes those whose process has ended, and files those that are done.
final class SubmissionLoop: Loop {
    /// All that the loop takes from the configuration.
    struct Parameters: Equatable, Sendable {
        var accounts: [AccountSettings]
        var poll: PollSettings
    }

    let pulse = Pulse()
    private let context: DaemonContext
    private let settings: Parameters
    private let stop = StopFlag()
    private let accounts: Accounts
    private let spool: Spool
    private let ticker = Ticker(name: "ftd.submissions")

    /// The least time between two turns.
    private static let leastWait: Duration = .milliseconds(100)
    /// How often a job is looked for whose submission was given up.
    private static let unknownInterval: Duration = .seconds(3600)
    /// How often a submission is looked at whose job's id nobody has seen.
    private static let unshownInterval: Duration = .seconds(3600)
    /// The most requests that one step of a submission makes.
    private static let requestsAStep = 12

    init(_ settings: Parameters, context: DaemonContext) {
        self.settings = settings
        self.context = context
        context.submissionSchedule.withLock {
            $0.restart(unauthorized: settings.poll.unauthorized, backoffMax: settings.poll.backoffMax)
        }
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
        var wait = SubmissionSchedule.interval
        var problems: [String] = []
        do {
            let (wishes, unknown) = try spool.wishes()
            let ungranted = wishes.compactMap(grant)
            let (records, unreadable) = try spool.records()
            let (taken, surplus) = SubmissionIntake.bounded(records)
            problems = (unknown + unreadable).map(\.description) + surplus + ungranted
            context.submissionSchedule.withLock { $0.keepOnly(Set(records.map(\.id))) }
            let freed = context.takeFreedAccounts()
            for record in taken where !stop.isRaised {
                wait = min(wait, work(on: record, mayFit: freed.contains(record.plan.account)))
            }
        } catch {
            problems = [error.description]
        }
        let line = context.submissionSchedule.withLock { $0.read(problems: problems) }
        if let line { context.log.warning("spool", ["cause": line]) }
        return max(wait, Self.leastWait)
    }

    /// Does what a user asks; the wish stays until it is done.
    ///
    /// - Returns: what keeps it from being done.
    private func grant(_ wish: SpooledWish) -> String? {
        guard !stop.isRaised else { return nil }
        switch wish.wish {
        case .again(let id), .drop(let id): return grant(wish, about: id)
        case .exported(let note):
            do {
                try context.store.use { try $0.add(note, owner: wish.user, at: .now()) }
                try spool.remove(wish)
            } catch {
                return "what user \(wish.user) has exported was not noted: \(error)"
            }
            return nil
        case .used(let note):
            do {
                try context.store.use { try $0.add(note, at: .now()) }
                try spool.remove(wish)
            } catch {
                return "what user \(wish.user) has asked was not noted: \(error)"
            }
            return nil
        case .hooks(let asked):
            do {
                try HookWishes(context: context).grant(asked, wish: wish.name, user: wish.user)
                try spool.remove(wish)
            } catch {
                return "a wish of user \(wish.user) about hooks waits: \(error)"
            }
            return nil
        }
    }

    private func grant(_ wish: SpooledWish, about id: SubmissionID) -> String? {
        do {
            guard let lock = try spool.lock(id) else { return nil }
            try withExtendedLifetime(lock) {
                guard var record = try spool.record(id) else {
                    try spool.remove(id)
                    return try spool.remove(wish)
                }
                guard !record.step.isFinal else { return try spool.remove(wish) }
                guard SubmissionIntake.may(wish.user, change: record) else {
                    context.log.warning("wish refused", ["submission": id.rawValue, "user": "\(wish.user)"])
                    return try spool.remove(wish)
                }
                switch wish.wish {
                case .again:
                    try submitter(of: record).createAgain(&record)
                    context.submissionSchedule.withLock { $0.forget(id) }
                case .drop:
                    record.step = .failed(reason: "given up on its owner's wish")
                    record.updatedAt = .now()
                    // Nobody has to be told what somebody asked for.
                    _ = try SubmissionFiling(context: context, spool: spool).file(record, announces: false)
                    context.log.info("submission dropped", ["submission": id.rawValue])
                case .exported, .used, .hooks: break
                }
                try spool.remove(wish)
            }
        } catch {
            return "a wish of user \(wish.user) about submission \(id) waits: \(error)"
        }
        return nil
    }

    /// Takes one submission on, unless it has to wait.
    ///
    /// - Parameter mayFit: whether a job of its account has ended: a limit may not hold any more.
    /// - Returns: when to look at it again.
    private func work(on listed: SubmissionRecord, mayFit: Bool) -> Duration {
        // Before the upload is done, only its user can go on.
        guard listed.step.hasFiles || listed.step.isFinal else { return SubmissionSchedule.interval }
        let (id, step) = (listed.id, listed.updatedAt)
        let triesNow = mayFit && listed.step.isParked
        if !triesNow, let wait = context.submissionSchedule.withLock({ $0.wait(of: id, step: step, at: .now) }) {
            return min(wait, SubmissionSchedule.interval)
        }
        do {
            guard let (turn, step) = try takeOver(id, triesNow: triesNow) else { return SubmissionSchedule.interval }
            context.submissionSchedule.withLock {
                $0.advanced(id, step: step, again: turn.wait, isAskedFor: turn.isAskedFor, at: .now)
            }
            return min(turn.wait, SubmissionSchedule.interval)
        } catch {
            return failed(error, listed)
        }
    }

    private func failed(_ error: any Error, _ record: SubmissionRecord) -> Duration {
        let problem = SubmissionProblem(error)
        // The failed call may have moved the step: it waits as it lies there now, or as it was listed.
        let step = (try? spool.record(record.id))?.updatedAt ?? record.updatedAt
        let (isNews, wait) = context.submissionSchedule.withLock { schedule in
            let isNews = schedule.failed(record.id, step: step, problem, at: .now, jitter: DaemonContext.jitter())
            return (isNews, schedule.wait(of: record.id, step: step, at: .now) ?? SubmissionSchedule.interval)
        }
        if isNews {
            context.log.warning(
                "submission waits", ["submission": record.id.rawValue, "cause": problem.description])
        }
        return min(wait, SubmissionSchedule.interval)
    }

    /// What a turn of one submission came to.
    private struct Turn {
        /// When to look at it again.
        var wait: Duration
        /// Whether the server asked for the wait.
        var isAskedFor = false
    }

    /// - Returns: when to look at it again, and the moment of its step; nil when it is none of ours, or not any more.
    private func takeOver(_ id: SubmissionID, triesNow: Bool) throws -> (turn: Turn, step: UnixTime)? {
        guard let lock = try spool.lock(id) else { return nil }
        return try withExtendedLifetime(lock) {
            // Read under the lock: its owner may have finished since the listing.
            guard var record = try spool.record(id) else {
                try spool.remove(id)
                return nil
            }
            var turn: Turn?
            let before = record.step
            if record.step.hasFiles { turn = try advance(&record, triesNow: triesNow) }
            if record.step.isFinal {
                let isOwnFinding = turn != nil || SubmissionFiling.isOwnFinding(record)
                let stays = try SubmissionFiling(context: context, spool: spool).file(record, announces: isOwnFinding)
                return stays ? (turn: Turn(wait: Self.unshownInterval), step: record.updatedAt) : nil
            }
            // Another user's word about a limit is announced once the server has said it to us.
            if case .parked(_, let parking) = record.step,
                record.step != before || SubmissionFiling.isOwnFinding(record)
            {
                try SubmissionFiling(context: context, spool: spool).announceParking(record, parking)
            }
            return turn.map { (turn: $0, step: record.updatedAt) }
        }
    }

    /// What takes a submission on, under its account's key.
    private func submitter(of record: SubmissionRecord) throws -> Submitter {
        guard let account = settings.accounts.first(where: { $0.name == record.plan.account }) else {
            throw UnconfiguredAccountError(submission: record.id, account: record.plan.account)
        }
        let provider = try accounts.connect(account).provider
        pulse.expect(within: provider.callBound * Self.requestsAStep)
        return Submitter(
            provider: provider, spool: spool, dependencies: dependencies(SubmissionFiling.isTrusted(record)))
    }

    private func advance(_ record: inout SubmissionRecord, triesNow: Bool) throws -> Turn {
        let submitter = try submitter(of: record)
        let before = record.step.word
        if triesNow { try submitter.tryNow(&record) }
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
            return Turn(wait: .zero)
        case .several(let jobs):
            context.log.error(
                "submission made several jobs",
                ["submission": record.id.rawValue, "jobs": jobs.map(\.rawValue).joined(separator: ",")])
            context.pollSoon()
            return Turn(wait: .zero)
        case .failed(let reason, _):
            context.log.error("submission failed", ["submission": record.id.rawValue, "cause": reason])
            return Turn(wait: .zero)
        case .parked(let reason, let retryAt):
            let wait = max(retryAt - .now(), .zero)
            context.log.warning(
                "submission parked",
                [
                    "submission": record.id.rawValue, "account": record.plan.account.rawValue, "cause": reason,
                    "next": HumanText.duration(wait),
                ])
            return Turn(wait: wait)
        case .unknown: return Turn(wait: Self.unknownInterval)
        case .undecided(let jobs, let again):
            if record.step.word != before {
                context.log.warning(
                    "submission may be one of these jobs",
                    ["submission": record.id.rawValue, "jobs": jobs.map(\.rawValue).joined(separator: ",")])
            }
            return Turn(wait: again ?? Self.unknownInterval)
        case .unfinished(_, let kind, let again): return Turn(wait: again, isAskedFor: kind.retryAfter != nil)
        }
    }

    /// The daemon never waits inside a step: whatever needs time is taken up again.
    ///
    /// - Parameter mayDelete: whether what the record calls its own uploads may be deleted: another user could name any.
    private func dependencies(_ mayDelete: Bool) -> Submitter.Dependencies {
        let store = context.store
        return Submitter.Dependencies(
            now: { .now() }, pause: { _ in false },
            isUsed: { account, file in
                guard mayDelete else { return true }
                return (try? store.use { try !$0.reader.jobs(using: file, account: account).isEmpty }) ?? true
            },
            isMadeByAnother: { account, job in
                let made = try? store.use { try $0.reader.submissions(account: account) }
                return made?.contains { $0.end == .created(job) } ?? true
            },
            report: { progress in
                if progress == .creating { Failpoint.visit(.submissionBeforeCreate) }
            })
    }
}
