import FineTuning
import Testing

@Suite struct HeartbeatTests {
    private let lab = AccountName("lab")
    private let home = AccountName("home")

    private func standings(_ polls: [(AccountName, Bool, String?)]) -> [AccountName: PollStanding] {
        polls.reduce(into: [:]) { standings, poll in
            standings[poll.0] = (standings[poll.0] ?? PollStanding()).after(isGood: poll.1, degraded: poll.2)
        }
    }

    @Test func theStartComesFirst() {
        var heartbeat = Heartbeat(of: [lab])
        #expect(heartbeat.next([:]) == .start)
        heartbeat.settle(.start, [:])
        #expect(heartbeat.next([:]) == nil)
    }

    @Test func aSignOfLifeStandsForAGoodPollOfEveryAccount() {
        var heartbeat = Heartbeat(of: [lab, home])
        heartbeat.settle(.start, [:])
        #expect(heartbeat.next(standings([(lab, true, nil)])) == nil)
        let both = standings([(lab, true, nil), (home, true, nil)])
        #expect(heartbeat.next(both) == .alive)
        heartbeat.settle(.alive, both)
        #expect(heartbeat.next(both) == nil)
        // One of them is stuck: the other's polls are no sign of life.
        #expect(heartbeat.next(standings([(lab, true, nil), (lab, true, nil), (home, true, nil)])) == nil)
        #expect(
            heartbeat.next(standings([(lab, true, nil), (lab, true, nil), (home, true, nil), (home, true, nil)]))
                == .alive)
    }

    @Test func anAccountThatIsDegradedIsToldOnceAndEndsTheSignsOfLife() {
        var heartbeat = Heartbeat(of: [lab, home])
        heartbeat.settle(.start, [:])
        let failed = standings([(lab, true, nil), (home, false, nil)])
        #expect(heartbeat.next(failed) == nil)
        let degraded = standings([(lab, true, nil), (home, false, "HTTP 401")])
        #expect(heartbeat.next(degraded) == .failed([home: "HTTP 401"]))
        // It did not get there: it is told again.
        #expect(heartbeat.next(degraded) == .failed([home: "HTTP 401"]))
        heartbeat.settle(.failed([home: "HTTP 401"]), degraded)
        #expect(heartbeat.next(degraded) == nil)
        let recovered = standings([(lab, true, nil), (home, false, "HTTP 401"), (home, true, nil)])
        #expect(heartbeat.next(recovered) == .alive)
        heartbeat.settle(.alive, recovered)
        let again = standings([(lab, true, nil), (home, true, nil), (home, false, "HTTP 403")])
        #expect(heartbeat.next(again) == .failed([home: "HTTP 403"]))
    }

    @Test func otherAccountsDoNotMatter() {
        var heartbeat = Heartbeat(of: [lab])
        heartbeat.settle(.start, [:])
        #expect(heartbeat.next(standings([(lab, true, nil), (home, false, "HTTP 401")])) == .alive)
    }
}
