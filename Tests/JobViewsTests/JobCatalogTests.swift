import FineTuning
import JobStorage
import TestSupport
import Testing
import Text

@testable import JobViews

/// What is kept of jobs in memory, beside what the store says.
@Suite struct JobCatalogTests {
    private static let now = UnixTime(seconds: 1_795_336_390)
    private static let time = LocalTime(zone: .utc)
    private let directory: TemporaryDirectory
    private let store: JobStore
    private let reader: JobStoreReader
    private let prices = JobCosts(openAI: [.default]) { _ in nil }

    init() throws {
        directory = try TemporaryDirectory()
        store = try JobStore(path: directory.path("ftd.db"))
        // As ftweb: a connection of its own.
        reader = try JobStoreReader(path: directory.path("ftd.db"))
    }

    /// Jobs of which many are equal in what they are ordered by.
    private static func job(_ number: Int, _ random: inout SplitMix64) -> Job {
        let words = ["running", "succeeded", "Succeeded", "failed", "cancelled", "completed", "queued", "odd", "Ödd"]
        let names = [nil, "sciq", "SCIQ", "faq-de", "é", "e\u{301}", "a_b%", "🦊"]
        let created = now - .seconds(Int64.random(in: 0..<40, using: &random))
        var job = Job(
            id: JobID("ftjob-\(["A", "a", "Z"][number % 3])\(number)"), createdAt: created,
            status: JobStatus(word: words.randomElement(using: &random) ?? ""),
            model: ModelName(["m", "M", "m-2"].randomElement(using: &random) ?? ""))
        if job.status.isTerminal { job.finishedAt = Bool.random(using: &random) ? created + .seconds(9) : nil }
        job.trainedTokens = Bool.random(using: &random) ? Int64.random(in: 0..<3, using: &random) : nil
        job.suffix = names.randomElement(using: &random) ?? nil
        if number % 4 == 0 { job.error = JobError(code: "invalid", message: "Line \(number % 7)", param: nil) }
        if number % 5 == 0 { job.fineTunedModel = ModelName("ft:m:org:\(number)") }
        job.metadata = number % 6 == 0 ? [MetadataPair(key: "name", value: "Meta \(number % 3)")] : []
        job.raw = number % 9 == 0 ? #"{"total_price": 1200000000}"# : "{}"
        return job
    }

    private func write(_ numbers: Range<Int>, account: AccountName, _ random: inout SplitMix64) throws {
        let jobs = numbers.map { Self.job($0, &random) }
        _ = try store.apply(AccountChanges(account: account, seenAt: Self.now, jobs: jobs))
    }

    private static let queries: [JobPageQuery] = {
        let orders: [JobPageQuery.Order] = [.created, .name, .status, .model, .trainedTokens, .ended]
        var queries: [JobPageQuery] = []
        for order in orders {
            for isDescending in [true, false] {
                for text in ["", "a", "SC", "line 3", "ft:m", "nowhere", "%", "é", "meta 1", "\n"] {
                    queries.append(JobPageQuery(text: text, order: order, isDescending: isDescending))
                }
                queries.append(JobPageQuery(unfinishedOnly: true, order: order, isDescending: isDescending))
                queries.append(JobPageQuery(statuses: [.succeeded], order: order, isDescending: isDescending))
                queries.append(
                    JobPageQuery(
                        statuses: [.failed, .unrecognized("odd")], account: AccountName("two"), order: order,
                        isDescending: isDescending))
            }
        }
        queries.append(JobPageQuery(account: AccountName("nobody")))
        return queries
    }()

    /// Page by page, from the first to the last.
    private func expectSame(_ catalog: JobCatalog, _ round: Int) throws {
        for query in Self.queries {
            var query = query
            for page in 0..<8 {
                let chosen = try reader.jobs(query, limit: 17).map(\.key)
                #expect(catalog.keys(query, limit: 17) == chosen, "round \(round), page \(page): \(query)")
                guard let last = chosen.last else { break }
                query.after = last
            }
        }
    }

    @Test func itChoosesWhatTheStoreChoosesHoweverTheStoreChanges() throws {
        var random = SplitMix64(seed: 11)
        let catalog = JobCatalog(prices: prices, time: Self.time)
        for round in 0..<6 {
            try write(round * 20..<round * 20 + 60, account: round % 2 == 0 ? .default : AccountName("two"), &random)
            if round == 3 {
                let key = JobKey(account: .default, job: JobID("ftjob-A0"))
                try store.note(.gone, of: key, at: Self.now)
                try catalog.update(from: reader)
                try expectSame(catalog, round)
                try store.forgetMisses(of: key)
            }
            try catalog.update(from: reader)
            try expectSame(catalog, round)
            let kept = try catalog.tally(with: reader)
            let fresh = try StoreTally(of: reader, prices: prices, time: Self.time)
            #expect(kept.jobs == fresh.jobs)
            #expect(kept.counts == fresh.counts)
            #expect(kept.gone == fresh.gone)
            #expect(kept.usage == fresh.usage)
            #expect(kept.priceProblems == fresh.priceProblems)
            #expect(kept.baseModels == fresh.baseModels)
        }
    }

    @Test func theSumsAreThoseOfTheStore() throws {
        var random = SplitMix64(seed: 12)
        try write(0..<90, account: .default, &random)
        let tally = try StoreTally(of: reader, prices: prices, time: Self.time)
        let jobs = try reader.jobs()
        #expect(tally.jobs == [.default: try reader.counts().byStatus])
        #expect(tally.counts[.all] == 90)
        #expect(tally.counts[.running] == jobs.filter { !$0.isOver }.count)
        #expect(tally.counts[.failed] == jobs.filter { $0.job.status.meaning == .failed }.count)
        let report = UsageReport(
            of: jobs, by: [.month, .model], period: (nil, nil), time: Self.time, facts: { _ in nil },
            isOpenAI: { $0 == .default })
        for line in report.lines {
            let group = StoreTally.Group(
                month: line.group[0], account: .default, model: ModelName(line.group[1]), currency: line.currency)
            #expect(tally.usage[group] == line.usage)
        }
        #expect(tally.usage.count == report.lines.count)
    }

    @Test func deliveriesAreCountedAsTheyStand() throws {
        let hook = HookName("web")
        func delivery(_ number: Int) -> Delivery {
            Delivery(
                notice: NoticeID("evt_\(number)"), hook: hook, type: .apiDegraded, job: nil, sequence: Int64(number),
                body: [], createdAt: Self.now, state: .waiting(due: Self.now, attempts: 0, reason: nil))
        }
        _ = try store.apply(
            AccountChanges(account: .default, seenAt: Self.now), deliveries: (1...5).map(delivery))
        // One that is there already is no other one.
        _ = try store.apply(AccountChanges(account: .default, seenAt: Self.now), deliveries: [delivery(1)])
        let taken = Delivery.State.delivered(at: Self.now, attempts: 1, answer: "HTTP 200")
        try store.attemptEnded(NoticeID("evt_1"), hook: hook, state: taken, at: Self.now)
        let dead = Delivery.State.dead(at: Self.now, attempts: 1, reason: "HTTP 400")
        try store.attemptEnded(NoticeID("evt_2"), hook: hook, state: dead, at: Self.now)
        #expect(try reader.hook(hook).counts == DeliveryCounts(waiting: 3, delivered: 1, dead: 1))
        try store.revive(hook: hook, at: Self.now)
        _ = try store.abandonDeliveries(except: [], at: Self.now)
        #expect(try reader.hook(hook).counts == DeliveryCounts(delivered: 1, abandoned: 4))
        #expect(try reader.hooks().map(\.name) == [hook])
    }
}

/// Texts that are looked through at once.
@Suite struct TextIndexTests {
    private static func found(_ text: String, in index: TextIndex) -> [Int] {
        index.owners(containing: Array(text.utf8)).sorted()
    }

    private static func text(_ random: inout SplitMix64) -> String {
        let length = Int.random(in: 0..<70, using: &random)
        return String((0..<length).map { _ in "abc".randomElement(using: &random) ?? "a" })
    }

    @Test func everyTextThatContainsAWordIsFoundOnceWhereverItStands() {
        var random = SplitMix64(seed: 5)
        var index = TextIndex()
        var texts: [String] = []
        for owner in 0..<300 {
            texts.append(Self.text(&random))
            index.set(Array(texts[owner].utf8), of: owner)
        }
        for _ in 0..<20_000 {
            let owner = Int.random(in: 0..<300, using: &random)
            texts[owner] = Self.text(&random)
            index.set(Array(texts[owner].utf8), of: owner)
        }
        let long = String(repeating: "abc", count: 14)
        for text in ["a", "ab", "cab", "abcabc", "aaaa", "ccccccccc", long, "x", ""] {
            let expected = text.isEmpty ? [] : texts.indices.filter { texts[$0].contains(text) }
            #expect(Self.found(text, in: index) == expected, "\(text)")
        }
    }

    @Test func aWordAtTheEndOfTheLastTextIsFound() {
        for length in 0..<80 {
            var index = TextIndex()
            index.set(Array(String(repeating: "-", count: length).utf8) + Array("end".utf8), of: 0)
            #expect(Self.found("end", in: index) == [0])
            #expect(Self.found("endx", in: index) == [])
        }
    }

    @Test func moreTextThanIsKeptIsSaidToBeMore() {
        var index = TextIndex()
        let text = [UInt8](repeating: 0x61, count: 1 << 20)
        for owner in 0..<70 { index.set(text, of: owner) }
        #expect(!index.isWhole)
    }

    /// Forty megabytes that were written anew were taken for eighty.
    @Test func whatIsNobodysAnyMoreTakesNoRoom() {
        var index = TextIndex()
        let text = [UInt8](repeating: 0x61, count: 1 << 20)
        for owner in 0..<40 { index.set(text, of: owner) }
        for owner in 0..<40 { index.set(text + [0x62], of: owner) }
        #expect(index.isWhole)
        #expect(Self.found("ab", in: index) == Array(0..<40))
    }
}
