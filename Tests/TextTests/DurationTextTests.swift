import Testing

@testable import Text

@Suite struct DurationTextTests {
    @Test(arguments: [
        ("200ms", Duration.milliseconds(200)), ("20s", .seconds(20)), ("5m", .seconds(300)), ("1h", .seconds(3600)),
        ("30d", .seconds(2_592_000)), ("0s", .zero), ("3650d", .seconds(315_360_000)),
    ])
    func aDurationIsANumberAndAUnit(text: String, duration: Duration) throws {
        #expect(try Duration(text: text) == duration)
        #expect(duration.configurationText == text)
    }

    @Test(arguments: [
        ("soon", "not a duration (got \"soon\"); write 20s, 5m or 1h"),
        ("", "not a duration (got nothing); write 20s, 5m or 1h"),
        ("20", "not a duration (got \"20\"); write 20s, 5m or 1h"),
        ("s", "not a duration (got \"s\"); write 20s, 5m or 1h"),
        ("-5s", "not a duration (got \"-5s\"); write 20s, 5m or 1h"),
        ("1.5h", "not a duration (got \"1.5h\"); write 20s, 5m or 1h"),
        ("20 s", "not a duration (got \"20 s\"); write 20s, 5m or 1h"),
        ("٣s", "not a duration (got \"٣s\"); write 20s, 5m or 1h"),
        ("3651d", "too long (got \"3651d\"); 3650d is the longest"),
        ("99999999999999999999s", "too long (got \"99999999999999999999s\"); 3650d is the longest"),
    ])
    func anythingElseIsRefused(text: String, message: String) {
        let problem = #expect(throws: DurationError.self) { try Duration(text: text) }
        #expect(problem?.description == message)
    }
}
