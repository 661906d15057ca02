import Testing

@testable import FineTuning

@Suite struct NamedExamplesTests {
    private func numbers(_ message: String) -> [Int64]? {
        JobError(code: "invalid_training_file", message: message, param: "training_file")
            .flatMap { NamedExamples($0)?.numbers }
    }

    @Test(
        arguments: [
            ("Invalid file format. Example 100, message 2 Discriminator 'role' is missing in value", [100]),
            ("Invalid file format. Example 6174 message contains an invalid token: <|fim_suffix|>.", [6174]),
            ("examples 3, 5 and 9 have no message from the assistant", [3, 5, 9]),
            ("Line 7 column 12: not JSON; line 9 too", [7, 9]), ("Row 3 is not an object.", [3]),
            ("lines 4-6", [4, 6]), ("example #12 (of 40)", [12]), ("Example 5: example 5 again", [5]),
            ("line 0", [0]),
        ] as [(String, [Int64])])
    func numbersBehindTheirNounsCount(message: String, expected: [Int64]) {
        #expect(numbers(message) == expected)
    }

    @Test(arguments: [
        "", "The job failed due to an internal error", "File has 9 examples, and 10 are needed", "message 2 is empty",
        "example 99999999999999999999999", "exemplary 3", "outline 4",
    ])
    func otherNumbersAreNone(message: String) { #expect(numbers(message) == nil) }

    @Test func aFloodOfNumbersIsBounded() {
        #expect(numbers("rows " + (1...5_000).map { "\($0)" }.joined(separator: ", "))?.count == NamedExamples.most)
    }

    @Test(
        arguments: [
            ("invalid_training_file", "Example 1 is bad", "training_file", NamedExamples.File.training),
            ("invalid_validation_file", "Example 1 is bad", nil, .validation),
            ("x", "Example 1 is bad", "validation_file", .validation),
            ("x", "Example 1 of the validation file is bad", nil, .validation),
            ("x", "Example 1 of the training file is unlike the validation file", nil, .training),
        ] as [(String, String, String?, NamedExamples.File)])
    func theFileIsTheOneThatIsNamed(code: String, message: String, param: String?, file: NamedExamples.File) throws {
        let error = try #require(JobError(code: code, message: message, param: param))
        #expect(NamedExamples(error)?.file == file)
    }
}

@Suite struct LossTrendTests {
    @Test func shortTrainingsAreShownAsTheyAre() {
        let steps = (1...30).map { MetricPoint(step: $0, trainLoss: Double($0 % 2)) }
        #expect(LossTrend.values(steps) == steps.compactMap(\.trainLoss))
    }

    /// The table read the last eight steps alone, and showed another line than the job's own page.
    @Test func longTrainingsAreSmoothedAsTheirCurveIs() {
        let steps = (1...400).map { MetricPoint(step: $0, trainLoss: 3 - Double($0) / 200 + Double($0 % 2)) }
        #expect(LossTrend.values(steps) == Curve(.trainLoss, of: steps).smoothed().points.map(\.value))
    }

    @Test func veryLongTrainingsAreThinned() {
        #expect(LossTrend.stride(lastStep: 4_096) == 1)
        #expect(LossTrend.stride(lastStep: 4_097) == 2)
        let steps = (1...50_000).map { MetricPoint(step: $0, trainLoss: 1) }
        #expect(LossTrend.values(steps).count == 50_000 / 13)
        #expect(LossTrend.values([]) == [])
        #expect(LossTrend.stride(lastStep: .max) > 0)
    }
}
