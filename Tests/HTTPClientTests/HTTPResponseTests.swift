import HTTPClient
import Testing

@Suite struct HTTPResponseTests {
    @Test(
        arguments: [
            ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777),
            ("Sun Nov  6 08:49:37 1994", 784_111_777), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
            ("Tue, 29 Feb 2028 23:59:59 GMT", 1_835_481_599), ("yesterday", nil), ("", nil), ("120", nil),
            ("1994-11-06", nil),
            ("Sun, 99 Nov 1994 08:49:37 GMT", nil), ("Sun, 06 Nov 1994 25:49:37 GMT", nil),
        ] as [(String, Int64?)])
    func datesHaveThreeForms(_ text: String, _ seconds: Int64?) {
        #expect(HTTPResponse.seconds(ofHTTPDate: text) == seconds)
    }

    @Test(
        arguments: [
            ([HTTPHeader("Retry-After", "20")], Duration.seconds(20)),
            ([HTTPHeader("retry-after", "1.5")], .milliseconds(1500)),
            ([HTTPHeader("Retry-After", "0")], .zero), ([HTTPHeader("Retry-After", "-5")], nil),
            ([HTTPHeader("Retry-After", "nan")], nil), ([HTTPHeader("Retry-After", "inf")], nil),
            ([HTTPHeader("Retry-After", "soon")], nil), ([HTTPHeader("Retry-After", "")], nil), ([], nil),
            ([HTTPHeader("Retry-After", "1e300")], .seconds(3_155_760_000)),
            ([HTTPHeader("Retry-After", "20"), HTTPHeader("retry-after-ms", "250")], .milliseconds(250)),
            ([HTTPHeader("Retry-After", "20"), HTTPHeader("retry-after-ms", "x")], .seconds(20)),
            // Without a Date our clock counts, which says 08:49:37 here; it may be wrong, so an hour is the most.
            ([HTTPHeader("Retry-After", "Sun, 06 Nov 1994 08:50:37 GMT")], .seconds(60)),
            ([HTTPHeader("Retry-After", "Sun, 06 Nov 1994 08:48:37 GMT")], .zero),
            ([HTTPHeader("Retry-After", "Mon, 06 Nov 1995 08:48:37 GMT")], .seconds(3600)),
            (
                [
                    HTTPHeader("Retry-After", "Sun, 06 Nov 1994 08:50:37 GMT"),
                    HTTPHeader("Date", "Sun, 06 Nov 1994 08:49:37 GMT"),
                ], .seconds(60)
            ),
            (
                [
                    HTTPHeader("Retry-After", "Sun, 06 Nov 1994 08:48:37 GMT"),
                    HTTPHeader("Date", "Sun, 06 Nov 1994 08:49:37 GMT"),
                ], .zero
            ),
        ] as [([HTTPHeader], Duration?)])
    func retryAfterIsATimeToWait(_ headers: [HTTPHeader], _ wait: Duration?) {
        #expect(HTTPResponse(status: 429, headers: headers).retryAfter(clock: 784_111_777) == wait)
    }
}
