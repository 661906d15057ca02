import FineTuning
import HTTPClient
import JobStorage
import Testing

@testable import FTDaemon

private let firstPage = "GET /fine_tuning/jobs?limit=100"

@Suite struct PollOutcomeTests {
    /// It raised an alarm, and nothing was asked for ten minutes.
    @Test(arguments: [401, 403]) func oneSpuriousRefusalIsNobodysNews(status: Int) throws {
        let bench = try Workbench()
        let poller = bench.wirePoller()
        #expect(poller.poll().failure == nil)
        bench.api.next(firstPage, .status(status, body: "{\"error\":{\"message\":\"no\"}}"))
        #expect(poller.poll().outcome == .refused(inARow: 1))
        #expect(poller.poll().failure == nil)
        #expect(try bench.notices() == [])
        #expect(try bench.account()?.degraded == nil)
    }

    @Test func aRefusedKeyIsToldOnceAndItsRecoveryOnce() throws {
        let bench = try Workbench()
        bench.api.always(
            firstPage, .status(401, body: "{\"error\":{\"message\":\"wrong key\",\"code\":\"invalid_api_key\"}}"))
        let poller = bench.wirePoller()
        for count in 1...3 { #expect(poller.poll().outcome == .refused(inARow: count)) }
        #expect(try bench.notices() == ["degraded"])
        #expect(
            try bench.account()?.degraded?.reason
                == "could not list the jobs: 401 invalid_api_key: wrong key; check the API key of this account")
        bench.api.always(firstPage, nil)
        for _ in 0..<3 { #expect(poller.poll().failure == nil) }
        #expect(try bench.notices() == ["degraded", "recovered"])
    }

    /// A new key is another identity, and with the old identity the degradation was forgotten: nobody heard of the end.
    @Test func aNewKeyEndsTheDegradationThatTheOldOneBegan() throws {
        let bench = try Workbench()
        let refusal = FakeAPI.Fault.status(403, body: "{\"error\":{\"message\":\"not yours\"}}")
        let poller = bench.wirePoller()
        for count in 1...2 {
            bench.api.next(firstPage, refusal)
            #expect(poller.poll().outcome == .refused(inARow: count))
        }
        bench.environment["OPENAI_API_KEY"] = "sk-other"
        #expect(bench.wirePoller().poll().failure == nil)
        #expect(try bench.notices() == ["degraded", "recovered"])
        #expect(try bench.account()?.degraded == nil)
    }

    @Test func aMissingKeyIsToldEvenByAFreshStore() throws {
        let bench = try Workbench()
        bench.environment = [:]
        let poller = bench.wirePoller()
        for count in 1...2 {
            let result = poller.poll()
            #expect(result.outcome == .refused(inARow: count))
            #expect(result.failure?.kind == "no-key")
        }
        #expect(bench.api.lines == [])
        #expect(try bench.notices() == ["degraded"])
        bench.environment = ["OPENAI_API_KEY": "sk-testing"]
        #expect(bench.wirePoller().poll().failure == nil)
        #expect(try bench.notices() == ["degraded", "recovered"])
    }

    @Test func failuresInARowCountUntilAGoodPoll() throws {
        let bench = try Workbench()
        bench.api.jobs = [FakeJob(id: "j", status: "running")]
        let poller = bench.wirePoller()
        #expect(poller.poll().outcome == .good(anyUnfinished: true))
        bench.api.always(firstPage, .status(503, headers: [HTTPHeader("Retry-After", "7")]))
        for count in 1...3 {
            #expect(
                poller.poll().outcome
                    == .failed(
                        inARow: count, retryAfter: .seconds(7), anyUnfinished: true, sinceStart: false))
        }
        bench.api.always(firstPage, nil)
        #expect(poller.poll().outcome == .good(anyUnfinished: true))
        bench.api.next(firstPage, .status(500))
        #expect(poller.poll().outcome == .failed(inARow: 1, retryAfter: nil, anyUnfinished: true, sinceStart: false))
        #expect(try bench.notices() == [])
    }

    /// Real answers carry a request id, which made every failure look like a new one.
    @Test func aFailureThatRepeatsIsLoggedAtEveryTenth() throws {
        let bench = try Workbench()
        let poller = bench.wirePoller()
        for number in 0..<21 {
            bench.api.next(
                firstPage,
                .status(
                    500, headers: [HTTPHeader("x-request-id", "req_\(number)")],
                    body: "{\"error\":{\"message\":\"mention req_\(number) to us\"}}"))
            _ = poller.poll()
        }
        let lines = bench.log.filter { $0.hasPrefix("poll failed") }
        #expect(lines.count == 3)
        #expect(
            lines.first == """
                poll failed account=default kind=server status=500 request_id=req_0 repeated=0 \
                cause="could not list the jobs: 500: mention req_0 to us (request req_0)"
                """)
        bench.api.next(firstPage, .status(429))
        _ = poller.poll()
        #expect(bench.log.filter { $0.hasPrefix("poll failed") }.count == 4)
    }

    @Test(arguments: [
        FakeAPI.Fault.status(200, body: "<html>please log in</html>"), .status(200, body: "{\"object\":\"list\""),
        .status(302, headers: [HTTPHeader("Location", "https://elsewhere.example/")]), .status(200, body: "[]"),
        .status(404, headers: [HTTPHeader("Content-Type", "text/html")], body: "not here"),
        .failure(HTTPTransportError(.timedOut)), .status(500), .status(429), .status(401),
    ])
    func anAnswerThatIsNoListingChangesNoJob(fault: FakeAPI.Fault) throws {
        let bench = try Workbench()
        bench.api.jobs = [FakeJob(id: "j", status: "running")]
        let poller = bench.wirePoller()
        #expect(poller.poll().failure == nil)
        let before = try bench.job("j")
        let listed = try bench.account()?.lastCompleteListing
        bench.api.next(firstPage, fault)
        #expect(poller.poll().failure != nil)
        #expect(try bench.job("j") == before)
        #expect(try bench.account()?.lastCompleteListing == listed)
    }

    @Test func aFullDiskIsAFailedPollAndNotTheEnd() throws {
        let bench = try Workbench()
        #expect(PollError(StoreError.absent(path: "x")).isFatal)
        #expect(
            !PollError(
                ProviderError(operation: .listJobs, kind: .unreachable, voice: .none, mayHaveHappened: false)
            ).isFatal)
        #expect(bench.wirePoller().poll().failure == nil)
    }
}
