import FineTuning
import TestSupport
import Testing
import TrainingCheck
import TrainingData

@Suite struct CorpusSurveyTests {
    /// 2026-11-22.
    private static let now = UnixTime(seconds: 1_795_305_600)

    private func survey() -> CorpusSurvey {
        CorpusSurvey(staticFor: .seconds(180 * 86_400), now: Self.now, counter: WordCounter())
    }

    private static let rows = """
        {"id": 1, "text": "one two three four", "updated_at": "2020-01-01"}
        {"id": 2, "text": "One  two three four", "updated_at": 1795219200}

        {"id": 3, "text": "five \\u0073ix", "updated_at": "soon"}\r
        {"id": 4, "text": " ", "updated_at": "2020-01-01"}
        {"id": 5, "text": "seven", "updated_at": null}
        {"id": 6, "text": "eight", "updated_at": "2027-01-01"}
        {"id": 7, "text": "nine ten eleven", "updated_at": "2026-05-26"}

        """

    @Test func everyDocumentIsCountedOnItsSide() throws {
        let scratch = try TemporaryDirectory()
        let report = try survey().run(on: .file(scratch.write("c.jsonl", Self.rows)))
        #expect((report.text, report.textIsGuessed) == ("{text}", true))
        #expect((report.time, report.timeIsGuessed) == ("updated_at", true))
        let figures = report.figures
        #expect((figures.settled.documents, figures.settled.tokens) == (2, 7))
        #expect((figures.changing.documents, figures.changing.tokens) == (4, 4 + 2 + 1 + 1))
        #expect((figures.settled.uniqueTokens, figures.changing.uniqueTokens) == (7, 4))
        #expect((figures.undated, figures.tokensOfLastMonth, report.empty) == (3, 4, 1))
        #expect((report.duplicates.documents, report.duplicates.tokens) == (1, 4))
        #expect(report.nearDuplicates == nil)
        #expect(report.ages.map(\.tokens) == [4, 0, 0, 3, 0, 4])
        #expect(report.ages.map(\.days) == [30, 90, 180, 365, 730, nil])
        #expect(
            report.badTimes.map { "\($0.line) \($0.problem)" } == ["4 unreadable", "6 missing", "7 future"])
        #expect(report.badTimeCounts == [.unreadable: 1, .missing: 1, .future: 1])
    }

    @Test func thePartsAreTheLinesByteForByte() throws {
        let scratch = try TemporaryDirectory()
        let input = try scratch.write("c.jsonl", Self.rows)
        let report = try survey().run(
            on: .file(input),
            writing: .init(static: .file("\(scratch.path)/s"), dynamic: .file("\(scratch.path)/d")))
        // To Swift, CR LF is one character.
        let lines = Self.rows.utf8.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) + "\n" }
        try #require(lines.count == 7)
        #expect(try scratch.text("s") == lines[0] + lines[3] + lines[6])
        #expect(try scratch.text("d") == lines[1] + lines[2] + lines[4] + lines[5])
        #expect((report.staticRows, report.dynamicRows) == (3, 4))
    }

    @Test func otherFormatsBecomeJSONL() throws {
        let scratch = try TemporaryDirectory()
        let csv = try scratch.write("c.csv", "body,date,note\n\"a \"\"b\"\"\nc\",2020-01-01,\nx,2026-11-01,é\n")
        let array = try scratch.write(
            "c.json", "[{\"body\": \"a\",\n \"date\": \"2020-01-01\"},\n{\"body\": \"b\", \"date\": \"2026-11-01\"}]")
        for input in [csv, array] {
            _ = try survey().run(
                on: .file(input),
                writing: .init(static: .file("\(input).s"), dynamic: .file("\(input).d")))
        }
        #expect(try scratch.text("c.csv.s") == #"{"body": "a \"b\"\nc", "date": "2020-01-01", "note": ""}"# + "\n")
        #expect(try scratch.text("c.csv.d") == #"{"body": "x", "date": "2026-11-01", "note": "é"}"# + "\n")
        #expect(try scratch.text("c.json.s") == #"{"body": "a",  "date": "2020-01-01"}"# + "\n")
        #expect(try scratch.text("c.json.d") == #"{"body": "b", "date": "2026-11-01"}"# + "\n")
    }

    @Test func aFailureLeavesNoFile() throws {
        let scratch = try TemporaryDirectory()
        let input = try scratch.write("c.jsonl", Self.rows + "{")
        try scratch.write("s", "old")
        #expect(throws: TrainingDataError.self) {
            try survey().run(
                on: .file(input),
                writing: .init(static: .file("\(scratch.path)/s"), dynamic: .file("\(scratch.path)/d")))
        }
        #expect(scratch.names == ["c.jsonl", "s"])
        #expect(try scratch.text("s") == "old")
    }

    @Test func aSurveyCanBeStopped() throws {
        let scratch = try TemporaryDirectory()
        let input = try scratch.write("c.jsonl", Self.rows)
        do throws(TrainingDataError) {
            var survey = survey()
            survey.isCancelled = { true }
            _ = try survey.run(
                on: .file(input),
                writing: .init(static: .file("\(scratch.path)/s"), dynamic: .file("\(scratch.path)/d")))
            Issue.record("it went on")
        } catch {
            #expect(error.reason == .stopped)
        }
        #expect(scratch.names == ["c.jsonl"])
    }

    @Test func columnsMayBeNamed() throws {
        let scratch = try TemporaryDirectory()
        let input = try scratch.write(
            "c.jsonl", #"{"title": "a b", "words": "c", "when": "2020-01-01", "n": 5}"# + "\n{\"words\": \"d\"}\n")
        var survey = survey()
        survey.text = try MessageTemplate("{title} {words} {n}")
        survey.time = "when"
        let report = try survey.run(on: .file(input))
        #expect((report.textIsGuessed, report.timeIsGuessed) == (false, false))
        #expect((report.figures.settled.tokens, report.figures.changing.tokens) == (4, 1))
        survey.time = "wen"
        #expect(throws: TrainingDataError.self) { try survey.run(on: .file(input)) }
        survey.text = nil
        do throws(TrainingDataError) {
            _ = try survey.run(on: .file(input))
            Issue.record("it guessed")
        } catch {
            #expect(
                error.description
                    == "\(input):1: no column \"text\"; there are title, words, when, n")
        }
    }

    @Test func nothingIsACorpusToo() throws {
        let scratch = try TemporaryDirectory()
        let report = try survey().run(on: .file(scratch.write("c.jsonl", "\n\n")))
        #expect(report.figures == CorpusFigures())
        #expect(report.time == nil)
    }

    @Test(arguments: [1, 2, 3, 8])
    func theResultDoesNotDependOnThreads(threads: Int) throws {
        var random = SplitMix64(seed: 4)
        let words = (0..<400).map { "word\($0 * 7919)" }
        var texts: [[String]] = []
        for _ in 0..<2_000 { texts.append((0..<60).map { _ in words.randomElement(using: &random) ?? "" }) }
        for place in 0..<500 { texts.append(texts[place * 3].enumerated().map { $0 == 30 ? "other" : $1 }) }
        let rows = texts.enumerated().map {
            #"{"text": "\#($1.joined(separator: " "))", "date": \#(1_795_305_600 - $0 * 86_400)}"#
        }
        let scratch = try TemporaryDirectory()
        let input = DataInput.file(try scratch.write("c.jsonl", rows.joined(separator: "\n")))
        var one = survey()
        one.threads = 1
        one.nearDuplicates = NearDuplicates()
        var several = one
        several.threads = threads
        let expected = try one.run(on: input)
        #expect(try several.run(on: input) == expected)
        #expect(expected.nearDuplicates?.documents == 500)
        #expect(expected.figures.whole.tokens == 2_500 * 60)
    }
}
