import Accounts
import Dispatch
import FineTuning
import HTTPClient
import Hooks
import JobStorage
import JobViews
import Services
import Settings
import Text

/// Watches an account's models: once a day which there are and when they end, every hour whether that is to be told.
final class ModelsLoop: Loop {
    let pulse = Pulse()
    private let account: AccountSettings
    private let context: DaemonContext
    private let transport: any HTTPTransport
    private let stop = StopFlag()
    private let ticker: Ticker
    private let lastCause = Turns<String?>("ftd.models.cause", nil)

    /// The least time between two listings that the server has answered.
    private static let listingInterval: Duration = .seconds(86_400)
    /// Between two looks, and between two tries of a listing.
    private static let interval: Duration = .seconds(3600)
    /// However often a job ends.
    private static let leastInterval: Duration = .seconds(30)

    init(_ account: AccountSettings, context: DaemonContext) {
        self.account = account
        self.context = context
        ticker = Ticker(name: "ftd.models.\(account.name)")
        transport = context.transport(stop)
    }

    func start() {
        ticker.start(notBefore: context.serverWaits.end(for: account)) { [weak self] in self?.turn() }
    }

    /// Looks again: there may be another model.
    func wake() { ticker.wake() }

    func stop(_ stop: LoopStop, _ group: DispatchGroup) {
        self.stop.raise(.cut)
        ticker.stop(group)
    }

    private func turn() -> Ticker.Wait? {
        guard !stop.isRaised else { return nil }
        let asked = look()
        guard !stop.isRaised else { return nil }
        pulse.expect(within: Self.interval)
        return Ticker.Wait(Self.interval, least: max(Self.leastInterval, asked ?? .zero))
    }

    /// Lists the models where that is due, and tells of ends that are near.
    ///
    /// - Returns: how long the server wants to be left alone, at most until the next look.
    @discardableResult
    func look() -> Duration? {
        var asked: Duration?
        do {
            do { try listIfDue() } catch let error as ProviderError {
                asked = error.kind.retryAfter.map { min($0, Self.interval) }
                if error.kind != .cancelled { say(error.description) }
            } catch let error as KeyError {
                // Whoever polls the account says so loudly.
                say(error.description)
            }
            try tell()
        } catch {
            say("\(error)")
        }
        return asked
    }

    private func listIfDue() throws {
        let name = account.name
        let last = try context.store.use { try $0.reader.modelListing(of: name) }
        let now = UnixTime.now()
        // A listing in the future was made by another clock.
        if let last, last <= now, now - last < Self.listingInterval { return }
        let provider = try context.accounts(over: transport).connect(account).provider
        pulse.expect(within: provider.callBound)
        let models = try provider.models()
        try context.store.use { try $0.list(models, of: name, at: .now()) }
        say(nil)
    }

    private func tell() throws {
        let (name, hooks, background) = (account.name, context.hooks, context.background)
        let told = try context.store.use { store in
            try store.atomically { try Self.tell(store, name, hooks, background, at: .now()) }
        }
        context.delivered(told.flatMap(\.deliveries))
        for news in told.map(\.news) {
            context.log.warning(
                "model shuts down",
                ["model": news.base.rawValue, "account": name.rawValue, "cause": news.sentence])
        }
    }

    /// Writes down the ends that are near and were not told, with their notices.
    static func tell(
        _ store: JobStore, _ account: AccountName, _ hooks: [Hook], _ background: NoticeBackground, at now: UnixTime
    ) throws -> [(news: ModelShutdownNews, deliveries: [Delivery])] {
        let reader = store.reader
        let ends = try ModelEnds(reader) { background.facts(of: $0) }
        let told = try reader.toldShutdowns(of: account)
        let due = ModelShutdownNews.due(try ends.ending(of: account, in: reader), of: account, told: told, at: now)
        guard !due.isEmpty else { return [] }
        let unexported = try reader.unexportedJobs(account: account)
        return try due.map { news in
            var news = news
            let jobs = unexported.filter { $0.base == news.base }
            news.jobs = jobs.filter(\.isJob).map(\.key.job)
            var seen: Set<FileID> = []
            news.files = jobs.flatMap(\.files).filter { seen.insert($0).inserted }
            let day = LocalTime(zone: .utc).date(news.end)
            let notice = Notice(
                id: try NoticeID.fixed("shutdown", account.rawValue, news.base.rawValue, day, "\(news.mark)"),
                type: .modelShutdown, createdAt: now, sequence: try store.nextSequence(),
                subject: .models(news, reason: news.sentence))
            let deliveries = try store.shutdownTold(
                news, at: now, announcing: hooks.deliveries(of: notice, knowing: background))
            return (news, deliveries)
        }
    }

    /// The same cause is logged once, not every hour.
    private func say(_ cause: String?) {
        let isNews = lastCause.use { last in
            defer { last = cause }
            return last != cause
        }
        guard let cause, isNews else { return }
        context.log.info("models were not listed", ["account": account.name.rawValue, "cause": cause])
    }
}
