import Dispatch
import FineTuning
import HTTPClient
import JobStorage
import Services
import Settings
import Synchronization
import Testing
import Text

@testable import FTDaemon

private let firstPage = "GET /fine_tuning/jobs?limit=100"

@Suite struct AccountLoopTests {
    private static func loop(_ bench: Workbench) -> AccountLoop {
        bench.settings.poll.active = .seconds(3600)
        bench.settings.poll.idle = .seconds(3600)
        bench.settings.poll.backoffMax = .seconds(7200)
        return AccountLoop(bench.accountSettings, context: bench.context())
    }

    private static func stop(_ loop: AccountLoop, _ bench: Workbench) {
        let group = DispatchGroup()
        loop.stop(.cut, group)
        #expect(group.wait(timeout: .now() + .seconds(5)) == .success)
    }

    private static func live(_ bench: Workbench) -> LiveState.Account? {
        try? LiveState.read(besideStore: bench.store.path)?.accounts[.default]
    }

    @Test func itPollsAtOnceAndSaysWhenAgain() throws {
        let bench = try Workbench()
        let loop = Self.loop(bench)
        loop.start()
        waitUntil("the next poll is announced") { Self.live(bench)?.nextPoll != nil }
        let live = try #require(Self.live(bench))
        #expect(live.polls == 1)
        #expect(live.failedPolls == 0)
        #expect(live.problem == nil)
        let wait = try #require(live.nextPoll) - UnixTime.now()
        #expect(wait > .seconds(3200) && wait < .seconds(4000))
        Self.stop(loop, bench)
    }

    @Test func aWakeDuringAPollBringsAnother() throws {
        let bench = try Workbench()
        let loop = Self.loop(bench)
        let isFirst = Atomic<Bool>(true)
        bench.api.onRequest.withLock { onRequest in
            onRequest = { [weak loop] _ in
                if isFirst.exchange(false, ordering: .relaxed) { loop?.wake() }
            }
        }
        loop.start()
        waitUntil("there were two polls") { bench.api.lines.count == 2 }
        Self.stop(loop, bench)
    }

    @Test func aWakeDoesNotUndercutRetryAfter() throws {
        let bench = try Workbench()
        bench.api.always(firstPage, .status(429, headers: [HTTPHeader("Retry-After", "600")]))
        let loop = Self.loop(bench)
        loop.start()
        waitUntil("it waits") { Self.live(bench)?.nextPoll != nil }
        for _ in 0..<100 { loop.wake() }
        _ = DispatchSemaphore(value: 0).wait(timeout: .now() + .milliseconds(700))
        #expect(bench.api.lines.count == 1)
        #expect(Self.live(bench)?.failedPolls == 1)
        #expect(Self.live(bench)?.problem?.hasPrefix("could not list the jobs: 429") == true)
        Self.stop(loop, bench)
    }

    @Test func aPollThatOurStopCutIsNoFailure() throws {
        let bench = try Workbench()
        bench.api.always(firstPage, .failure(HTTPTransportError(.cancelled)))
        let loop = Self.loop(bench)
        #expect(loop.poll().failure?.isCancelled == true)
        #expect(Self.live(bench)?.problem == nil)
        #expect(bench.log == [])
    }
}
