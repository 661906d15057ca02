import FineTuning
import Hooks
import JobStorage
import Services
import Synchronization
import Text

/// A sample that somebody has asked for.
struct HookTestRequest: Hashable, Sendable {
    /// The name of the wish, under which the answer is kept.
    let wish: String
    /// Of which type the sample is.
    let type: NoticeType
}

/// The samples that are asked for, until the loops of their hooks take them.
final class HookTestQueue: Sendable {
    private let requests = Mutex<[HookName: [HookTestRequest]]>([:])

    /// Adds one.
    func add(_ request: HookTestRequest, for hook: HookName) {
        requests.withLock { $0[hook, default: []].append(request) }
    }

    /// Takes those of a hook.
    func take(_ hook: HookName) -> [HookTestRequest] { requests.withLock { $0.removeValue(forKey: hook) ?? [] } }
}

/// Sends samples to a hook as its notices are sent, and keeps what they came to.
struct HookTesting: Sendable {
    let hook: Hook
    let context: DaemonContext
    let runner: HookRunner
    let clock: @Sendable () -> UnixTime

    /// Sends one, unless the last was sent within the minute, or the receiver has asked for time.
    func run(_ request: HookTestRequest, isCancelled: () -> Bool) throws {
        let start = clock()
        let reason = try context.store.use { try obstacle($0.reader, at: start) }
        if let reason { return try keep(.notSent(reason: reason), request, at: start) }
        let sample = hook.sample(request.type, id: DaemonContext.newSampleID(), at: start, knowing: context.background)
        let attempt = runner.attempt(sample, of: hook, at: start, isCancelled: isCancelled)
        let (isTaken, answer) = attempt.outcome.answer
        try keep(
            .sent(taken: isTaken, answer: answer, took: attempt.took, body: hook.sender.content(of: sample.body).bytes),
            request, at: start)
        context.log.info(
            "hook tested",
            [
                "hook": hook.name.rawValue, "type": request.type.rawValue, "taken": isTaken ? "yes" : "no",
                "answer": answer,
            ])
        guard isTaken else { return }
        let now = clock()
        try context.store.use { try $0.shortenHold(of: hook.name, at: now) }
    }

    private func keep(_ end: HookTest.End, _ request: HookTestRequest, at time: UnixTime) throws {
        let test = HookTest(wish: request.wish, hook: hook.name, time: time, type: request.type, end: end)
        try context.store.use { try $0.keep(test) }
    }

    /// Why no sample may be sent now; nil where one may.
    private func obstacle(_ reader: JobStoreReader, at now: UnixTime) throws -> String? {
        if let last = try reader.lastHookTest(of: hook.name), last <= now, now - last < HookTest.interval {
            let left = HumanText.duration(HookTest.interval - (now - last))
            return "this hook was tested less than a minute ago; try again in \(left)"
        }
        if let hold = try reader.hookRow(hook.name)?.hold?.rebased(to: now), hold.isAsked, hold.until > now {
            let left = HumanText.duration(hold.until - now)
            return "its receiver asked to be left alone for another \(left) (\(hold.reason))"
        }
        return nil
    }
}
