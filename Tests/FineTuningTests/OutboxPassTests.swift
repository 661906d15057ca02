import FineTuning
import Testing

@Suite struct OutboxPassTests {
    private static let now = UnixTime(seconds: 1_000)

    @Test(
        arguments: [
            (false, nil, .ready), (false, now, .ready), (false, now - .seconds(1), .ready),
            (false, now + .seconds(1), .silenced(until: now + .seconds(1))), (true, nil, .disabled),
            (true, now + .seconds(1), .disabled),
        ] as [(Bool, UnixTime?, HookStanding)])
    func whatIsStoredSaysWhetherAnythingMayBeSent(isDisabled: Bool, silencedUntil: UnixTime?, standing: HookStanding) {
        #expect(HookStanding(isDisabled: isDisabled, silencedUntil: silencedUntil, at: Self.now) == standing)
    }

    @Test(
        arguments: [
            (.attempted(3, nextDue: nil), .seconds(600)), (.attempted(0, nextDue: nil), .seconds(600)),
            (.disabled, .seconds(600)),
            (.attempted(0, nextDue: now + .seconds(90)), .seconds(90)),
            (.attempted(0, nextDue: now + .seconds(86_400)), .seconds(600)),
            (.attempted(0, nextDue: now - .seconds(5)), .seconds(1)),
            (.attempted(1, nextDue: now - .seconds(5)), .milliseconds(10)),
            (.silenced(until: now + .seconds(90)), .seconds(90)),
            (.silenced(until: now + .milliseconds(1)), .seconds(1)),
            (.silenced(until: now + .seconds(86_400)), .seconds(600)),
            (.storeFailed(inARow: 1), .seconds(1)), (.storeFailed(inARow: 2), .seconds(2)),
            (.storeFailed(inARow: 50), .seconds(60)),
        ] as [(OutboxPass, Duration)])
    func aPassSaysWhenTheNextOneIs(pass: OutboxPass, wait: Duration) { #expect(pass.wait(at: Self.now) == wait) }

    @Test func aStoreThatFailedIsLeftAloneWhateverIsNew() {
        #expect(OutboxPass.storeFailed(inARow: 1).outlastsWakes)
        #expect(!OutboxPass.silenced(until: Self.now).outlastsWakes)
        #expect((1...21).filter { OutboxPass.storeFailed(inARow: $0).isLogged } == [1, 11, 21])
    }
}
