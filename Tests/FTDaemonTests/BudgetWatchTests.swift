import FineTuning
import JobStorage
import Settings
import TestSupport
import Testing
import Text

@testable import FTDaemon

@Suite struct BudgetWatchTests {
    private static let now = UnixTime.now()

    /// A job whose server says what it cost, in billionths of a dollar.
    private static func job(_ id: String, _ status: JobStatus, cost: Int64) -> Job {
        var job = Job.sample(
            id, status, createdAt: now.seconds - 100, finishedAt: status.isTerminal ? now.seconds - 10 : nil)
        job.raw = #"{"total_price": \#(cost)}"#
        return job
    }

    private static func limit(_ amount: String, _ currency: String = "USD") -> Budget.Limit {
        Budget.Limit(Money(decimal: amount) ?? .zero, currency)
    }

    @Test func anExceededMonthIsToldOnceAndAfterARestartNotAgain() throws {
        let bench = try Workbench()
        bench.settings.budget.month = [Self.limit("5"), Self.limit("1", "EUR")]
        bench.server.jobs = [Self.job("a", .succeeded, cost: 3_000_000_000)]
        let poller = bench.poller()
        #expect(poller.poll().failure == nil)
        #expect(try bench.notices() == [])
        bench.server.jobs.insert(Self.job("b", .succeeded, cost: 2_500_000_000), at: 0)
        #expect(poller.poll().failure == nil)
        let month = LocalTime(zone: .local).month(of: .now()).name
        #expect(try bench.notices().filter { $0 == "exceeded" } == ["exceeded"])
        let bodies = try bench.store.use { try $0.reader.deliveries() }
            .filter { $0.delivery.type == .budgetExceeded }.map { String(decoding: $0.delivery.body, as: UTF8.self) }
        #expect(
            bodies.first?.contains(
                #""data":{"id":"\#(month)/USD","object":"ftd.budget","month":"\#(month)","currency":"USD","limit":5,"#
                    + #""spent":5.5,"expected":0,"unknown_jobs":0,"#) == true)
        bench.server.jobs.insert(Self.job("c", .succeeded, cost: 1), at: 0)
        for poller in [poller, bench.poller()] { #expect(poller.poll().failure == nil) }
        #expect(try bench.notices().filter { $0 == "exceeded" } == ["exceeded"])
        #expect(
            bench.log.filter { $0.hasPrefix("budget exceeded") } == [
                "budget exceeded cause=\"5.50 USD of 5.00 USD in \(month)\""
            ])
    }

    /// Nothing of the jobs changes when the limits do.
    @Test func newLimitsAreLookedAtWithoutAChangeOfAJob() throws {
        let bench = try Workbench()
        bench.server.jobs = [Self.job("a", .succeeded, cost: 3_000_000_000)]
        #expect(bench.poller().poll().failure == nil)
        bench.settings.budget.month = [Self.limit("2.99")]
        #expect(bench.poller().poll().failure == nil)
        #expect(try bench.notices() == ["exceeded"])
    }

    @Test func withoutALimitNothingIsWritten() throws {
        let bench = try Workbench()
        bench.server.jobs = [Self.job("a", .succeeded, cost: 3_000_000_000)]
        let poller = bench.poller()
        // What the ended job left behind is fetched part by part, one a poll.
        for _ in 0..<4 { #expect(poller.poll().failure == nil) }
        let facts = bench.storeFacts
        #expect(poller.poll().failure == nil)
        #expect(bench.storeFacts == facts)
    }
}
