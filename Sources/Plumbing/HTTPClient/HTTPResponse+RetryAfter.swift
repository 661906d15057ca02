import CCurl
import Glibc

extension HTTPResponse {
    /// How long the server wants to be left alone: a minimum, not yet bounded by the caller.
    ///
    /// `retry-after-ms` first, then `Retry-After` as seconds (fractions too) or as an HTTP date (RFC 9110, section
    /// 10.2.3). A date counts from the answer's own `Date`, so our clock does not matter; without one it counts from our
    /// clock, and then at most an hour, because that clock may be wrong. What is past is zero; what is no time at all is nil.
    package var retryAfter: Duration? { retryAfter(clock: Int64(time(nil))) }

    /// The same, by a clock that is handed in, in Unix seconds.
    package func retryAfter(clock: Int64) -> Duration? {
        if let text = self[header: "retry-after-ms"], let milliseconds = Self.nonNegative(text) {
            return .seconds(min(milliseconds / 1000, Self.longestDelay))
        }
        guard let text = self[header: "retry-after"] else { return nil }
        if let seconds = Self.nonNegative(text) { return .seconds(min(seconds, Self.longestDelay)) }
        guard let then = Self.seconds(ofHTTPDate: text) else { return nil }
        if let now = date { return .seconds(max(0, then - now)) }
        return .seconds(min(max(0, then - clock), Self.longestByOurClock))
    }

    /// The server's clock: its `Date` header as Unix seconds.
    package var date: Int64? { self[header: "date"].flatMap(Self.seconds(ofHTTPDate:)) }

    /// Unix seconds of an HTTP date in any of the three forms of RFC 9110, section 5.6.7; nil for anything else.
    package static func seconds(ofHTTPDate text: String) -> Int64? {
        // libcurl's parser takes much more than HTTP allows, for example a bare number.
        guard text.utf8.count < 64, text.contains(":"), text.contains(" "), !text.utf8.contains(0) else { return nil }
        do throws(HTTPTransportError) {
            let seconds = try CurlLibrary.open().curl_getdate(text, nil)
            return seconds < 0 ? nil : Int64(seconds)
        } catch {
            // Without libcurl there is no answer whose date could be asked for.
            return nil
        }
    }

    /// A hundred years in seconds: no sum with it overflows.
    private static let longestDelay = 3_155_760_000.0

    private static let longestByOurClock: Int64 = 3600

    private static func nonNegative(_ text: String) -> Double? {
        guard let number = Double(text), number.isFinite, number >= 0 else { return nil }
        return number
    }
}
