import FineTuning
import Hooks
import JobStorage
import Services
import Spool
import Text

/// Does what users ask about hooks: whoever may write into the spool may ask, and it is said who did.
struct HookWishes {
    let context: DaemonContext

    /// Does it; what cannot be done, because its hook or job is not there, is refused.
    ///
    /// - Parameters:
    ///   - wish: the name of the wish's file.
    ///   - user: who asks.
    /// - Throws: what the store says: then the wish is to stay.
    func grant(_ asked: HookWish, wish: String, user: UInt32) throws {
        let configured = Set(context.hooks.map(\.name))
        let now = UnixTime.now()
        switch asked {
        case .test(let hook, let type):
            guard configured.contains(hook) else { return refuse("test", hook.rawValue, user) }
            context.hookTests.add(HookTestRequest(wish: wish, type: type), for: hook)
            context.wake(hook)
        case .silenceHook(let hook, let end):
            guard configured.contains(hook) else { return refuse("silence", hook.rawValue, user) }
            let end = Self.bounded(end, at: now)
            try context.store.use { try $0.silence(hook, until: end) }
            say(end, hook.rawValue, user, at: now)
            context.wake(hook)
        case .silenceJob(let job, let end):
            guard try context.store.use({ try $0.reader.job(job) }) != nil else {
                return refuse("silence", job.job.rawValue, user)
            }
            let end = Self.bounded(end, at: now)
            try context.store.use { try $0.silence(job, until: end, at: now) }
            say(end, job.job.rawValue, user, at: now)
            for hook in configured { context.wake(hook) }
        case .retry(let notice, let hook):
            let hooks = hook.map { configured.contains($0) ? [$0] : [] } ?? Array(configured)
            guard !hooks.isEmpty else { return refuse("retry", hook?.rawValue ?? "no hook", user) }
            for hook in hooks.sorted() { try retry(notice, hook, user, at: now) }
        }
    }

    /// A hook that its receiver switched off gets another chance with what is sent again.
    private func retry(_ notice: NoticeID?, _ hook: HookName, _ user: UInt32, at now: UnixTime) throws {
        let count = try context.store.use { store in
            let count = try store.revive(hook: hook, notice: notice, at: now)
            if count > 0 { try store.enable(hook) }
            return count
        }
        guard count > 0 else { return }
        context.log.info(
            "sent again", ["hook": hook.rawValue, "notices": "\(count)", "user": "\(user)"])
        context.wake(hook)
    }

    private static func bounded(_ end: UnixTime?, at now: UnixTime) -> UnixTime? {
        end.map { min($0, now + HookWish.longestSilence) }
    }

    private func say(_ end: UnixTime?, _ object: String, _ user: UInt32, at now: UnixTime) {
        let length = end.map { HumanText.duration(max($0 - now, .zero)) } ?? "ended"
        context.log.info("silenced", ["what": object, "for": length, "user": "\(user)"])
    }

    private func refuse(_ wish: String, _ object: String, _ user: UInt32) {
        context.log.warning("wish refused", ["wish": wish, "of": object, "user": "\(user)"])
    }
}
