import FineTuning
import Testing

@Suite struct CallPatienceTests {
    /// Why a call failed, how often so far, and how many seconds until the next try.
    @Test(
        arguments: [
            (FailureKind.unreachable, 1, 1), (.unreachable, 2, 2), (.unreachable, 3, 4), (.unreachable, 4, nil),
            (.notTheAPI, 1, 1), (.badReply, 3, 4), (.server(retryAfter: .seconds(30)), 1, 30),
            (.rateLimited(retryAfter: .seconds(7)), 1, 7), (.rateLimited(retryAfter: nil), 9, 64),
            (.rateLimited(retryAfter: nil), 10, nil), (.rateLimited(retryAfter: .seconds(86_400)), 1, 3600),
            (.unauthorized, 1, nil), (.forbidden(code: nil), 1, nil), (.notFound, 1, nil), (.quota(code: nil), 1, nil),
            (.limitReached(code: nil), 1, nil), (.invalidRequest, 1, nil), (.cancelled, 1, nil),
        ] as [(FailureKind, Int, Int64?)])
    func theNextTryComesAfter(kind: FailureKind, failures: Int, seconds: Int64?) {
        #expect(CallPatience.wait(after: kind, failures: failures) == seconds.map { .seconds($0) })
    }
}
