import FineTuning
import Testing

@Suite struct AskingPaceTests {
    private func pace(_ concurrency: Int = 8) -> AskingPace { AskingPace(.init(concurrency: concurrency), at: .zero) }

    @Test func oneQuestionIsAtStakeUntilTheModelHasAnswered() {
        var pace = pace()
        #expect(pace.wait(tokens: 10, at: .zero) == .zero)
        pace.started(tokens: 10, at: .zero)
        #expect(pace.wait(tokens: 10, at: .zero) == nil)
        pace.answered(nil, at: .zero)
        for _ in 0..<8 { pace.started(tokens: 10, at: .zero) }
        #expect(pace.wait(tokens: 10, at: .zero) == nil)
    }

    @Test func nothingIsSentBeforeTheServerWantsIt() {
        var pace = pace()
        pace.started(tokens: 10, at: .zero)
        #expect(pace.failed(.rateLimited(retryAfter: .seconds(7)), tries: 1, at: .zero, jitter: 0) == .again)
        #expect(pace.wait(tokens: 10, at: .zero) == .seconds(7))
        #expect(pace.wait(tokens: 10, at: .seconds(8)) == .zero)
    }

    @Test func aUsedUpAllowanceHoldsTheNextQuestion() {
        var pace = pace()
        pace.started(tokens: 10, at: .zero)
        pace.answered(RateAllowance(requests: 1, requestsReset: .seconds(20)), at: .zero)
        #expect(pace.wait(tokens: 10, at: .zero) == .zero)
        pace.started(tokens: 10, at: .zero)
        #expect(pace.wait(tokens: 10, at: .zero) == .seconds(20))
        #expect(pace.wait(tokens: 10, at: .seconds(20)) == .zero)
        pace.answered(RateAllowance(tokens: 500, tokensReset: .seconds(4)), at: .seconds(20))
        #expect(pace.wait(tokens: 501, at: .seconds(20)) == .seconds(4))
        #expect(pace.wait(tokens: 500, at: .seconds(20)) == .zero)
    }

    @Test(
        arguments: [
            (.unauthorized, .stop), (.forbidden(code: nil), .stop), (.quota(code: nil), .stop), (.notFound, .stop),
            (.limitReached(code: nil), .stop), (.cancelled, .stop), (.badReply, .failed), (.invalidRequest, .failed),
            (.server(retryAfter: nil), .again), (.unreachable, .again), (.notTheAPI, .again),
            (.rateLimited(retryAfter: nil), .again),
        ] as [(FailureKind, AskingPace.Verdict)])
    func aFailureHasOneMeaning(_ kind: FailureKind, _ verdict: AskingPace.Verdict) {
        var pace = pace()
        pace.started(tokens: 1, at: .zero)
        pace.answered(nil, at: .zero)
        pace.started(tokens: 1, at: .zero)
        #expect(pace.failed(kind, tries: 1, at: .zero, jitter: 0) == verdict)
    }

    @Test func aQuestionThatKeepsFailingIsGivenUpWhileOthersAreAnswered() {
        var pace = pace()
        pace.started(tokens: 1, at: .zero)
        pace.answered(nil, at: .zero)
        for tries in 1...6 {
            pace.started(tokens: 1, at: .seconds(tries))
            let verdict = pace.failed(.server(retryAfter: nil), tries: tries, at: .seconds(tries), jitter: 0)
            #expect(verdict == (tries < 6 ? .again : .failed))
        }
    }

    @Test func aServerThatNeverAnsweredIsGivenUpAfterAMinute() {
        var pace = pace()
        var now = Duration.zero
        var sent = 0
        while now < .seconds(600) {
            guard let wait = pace.wait(tokens: 1, at: now) else { return }
            now += wait
            pace.started(tokens: 1, at: now)
            sent += 1
            if pace.failed(.unreachable, tries: sent, at: now, jitter: 1) == .stop { break }
        }
        #expect(now > .seconds(25))
        #expect(now <= .seconds(60))
    }

    @Test func aStormIsWaitedForAsLongAsThePatienceLasts() {
        var pace = pace()
        pace.started(tokens: 1, at: .zero)
        pace.answered(nil, at: .zero)
        pace.started(tokens: 1, at: .zero)
        #expect(pace.failed(.rateLimited(retryAfter: .seconds(590)), tries: 1, at: .zero, jitter: 0) == .again)
        pace.started(tokens: 1, at: .seconds(590))
        #expect(pace.failed(.rateLimited(retryAfter: .seconds(20)), tries: 1, at: .seconds(590), jitter: 0) == .stop)
    }

    @Test func aFreshModelIsWaitedForTwoMinutes() {
        var pace = pace()
        pace.started(tokens: 1, at: .zero)
        #expect(pace.failed(.notFound, tries: 1, isFresh: true, at: .zero, jitter: 0) == .again)
        #expect((pace.wait(tokens: 1, at: .zero) ?? .zero) >= .seconds(2))
        pace.started(tokens: 1, at: .seconds(120))
        #expect(pace.failed(.notFound, tries: 2, isFresh: true, at: .seconds(120), jitter: 0) == .stop)
    }

    /// A server that takes none of them refuses the options, not the rows.
    @Test func fiveRefusalsBeforeTheFirstAnswerEndTheRun() {
        var pace = pace()
        for number in 1...5 {
            pace.started(tokens: 1, at: .zero)
            #expect(pace.failed(.invalidRequest, tries: 1, at: .zero, jitter: 0) == (number < 5 ? .failed : .stop))
        }
    }
}
