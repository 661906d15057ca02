import Glibc
import JSONText
import Testing

@testable import EndToEndSupport

extension ResilienceTests {
    /// `kill -9` of a record at random moments: each prompt is asked once, but for what is in flight at a death.
    @Suite struct RecordKillTests {
        private static let concurrency = 8

        @Test func eachPromptIsPaidForOnce() throws {
            let start = ContinuousClock.now
            let wanted = Scale.count(short: 30, full: 200)
            var random = SeededGenerator(seed: 11)
            // As slow as a fast model, so that no life is long enough for all of them.
            let scene = try RecordScene(rows: 500) { prompt, _ in
                usleep(20_000)
                return .saying("To \(prompt)")
            }
            let deaths = try scene.killAtRandom(
                wanted, concurrency: Self.concurrency, longestLife: 200, using: &random)
            let kept = try scene.lines("record.jsonl").count
            // Lives in which nothing was asked would prove nothing.
            #expect(kept > 0)
            let last = try scene.record("--concurrency", "\(Self.concurrency)")
            #expect(last.code == 0, "\(last.errors)")
            #expect(try scene.lines("record.jsonl").count == 500)
            #expect(try scene.lines("answers.jsonl").count == 500)
            #expect(scene.server.prompts.count == 500)
            let twice = scene.server.count - 500
            #expect(twice <= deaths * Self.concurrency)
            Scale.report(
                "\(deaths) deaths of a record of 500 rows, \(twice) prompts in flight asked again", since: start)
        }
    }
}
