import Files
import FineTuning
import HTTPClient
import JobStorage

/// What `ftweb` takes to answer, with 100,000 jobs: each answer is asked for when something has just been written, so that
/// none is one of before.
///
/// To be reached: 5 ms to the first byte of a page, and of the figures.
enum PageBenchmark {
    private static let jobs = 100_000
    private static let rounds = 20
    private static let pages = [
        "/", "/?filter=failed", "/?filter=cancelled", "/?sort=name&order=up", "/?sort=tokens&filter=succeeded",
        "/?search=bench99", "/?search=nowhere", "/jobs/ftjob-bench50000", "/models", "/usage", "/hooks", "/metrics",
        "/feed.atom", "/api/v1/jobs?limit=20",
    ]

    static func run(_ surroundings: Surroundings) throws {
        let path = "\(surroundings.scratch)/pages.db"
        try ListBenchmark.fill(path, jobs)
        let store = try JobStore(path: path)
        let ftweb = try Running(
            [surroundings.program("ftweb"), "--listen", "127.0.0.1:0", "--store", path],
            "\(surroundings.scratch)/ftweb.out", surroundings.environment)
        defer { ftweb.stop() }
        let address = try ftweb.firstLine()
        let transport = CurlTransport(userAgent: "ftd-benchmarks")
        print("\npages, \(jobs) jobs, each asked for after a change, median and most of \(rounds)")
        var change = 0
        for page in pages {
            var times: [Double] = []
            for _ in 0..<rounds {
                change += 1
                var job = ListBenchmark.job(change % jobs)
                job.trainedTokens = Int64(change)
                _ = try store.apply(
                    AccountChanges(account: .default, seenAt: UnixTime(seconds: 1_800_000_000), jobs: [job]))
                let start = ContinuousClock.now
                let response = try transport.send(HTTPRequest(url: address + page))
                times.append(start.duration(to: .now) / .milliseconds(1))
                guard response.status == 200 else { throw BenchmarkError("\(page): \(response.status)") }
            }
            times.sort()
            print(
                "  \(Measurement.text(times[rounds / 2], 1, 7)) ms  \(Measurement.text(times[rounds - 1], 1, 7)) ms  \(page)"
            )
        }
    }
}
