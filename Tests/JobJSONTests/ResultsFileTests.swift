import FineTuning
import JobJSON
import Testing

@Suite struct ResultsFileTests {
    static let csv = """
        step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy
        1,1.5,0.5,,
        2,1.8e-05,0.75,2.5,0.25
        """
    static let points = [
        MetricPoint(step: 1, trainLoss: 1.5, trainAccuracy: 0.5),
        MetricPoint(step: 2, trainLoss: 1.8e-05, trainAccuracy: 0.75, validLoss: 2.5, validAccuracy: 0.25),
    ]
    /// `ResultsFileTests.csv`, encoded by `base64` of coreutils.
    static let encoded = """
        c3RlcCx0cmFpbl9sb3NzLHRyYWluX2FjY3VyYWN5LHZhbGlkX2xvc3MsdmFsaWRfbWVhbl90b2tl
        bl9hY2N1cmFjeQoxLDEuNSwwLjUsLAoyLDEuOGUtMDUsMC43NSwyLjUsMC4yNQ==
        """

    @Test func base64IsDecoded() {
        #expect(ResultsFile.points(Array(Self.encoded.utf8)) == Self.points)
        #expect(ResultsFile.points(Array(Self.encoded.filter { $0 != "\n" && $0 != "=" }.utf8)) == Self.points)
    }

    @Test(arguments: ["\n", "\r\n"])
    func plainTextIsTakenAsItIs(_ end: String) {
        let text = Self.csv.split(separator: "\n").joined(separator: end) + end
        #expect(ResultsFile.points(Array(text.utf8)) == Self.points)
        #expect(ResultsFile.points([0xEF, 0xBB, 0xBF] + Array(text.utf8)) == Self.points)
    }

    @Test(arguments: [
        (
            "step,train_loss,train_accuracy,validation_loss,validation_mean_token_accuracy,full_valid_loss\n5,1,0.5,2,0.25,3",
            [
                MetricPoint(
                    step: 5, trainLoss: 1, trainAccuracy: 0.5, validLoss: 2, validAccuracy: 0.25, fullValidLoss: 3)
            ]
        ),
        (
            "\"elapsed_tokens\",\"step\",\"training_loss\"\n10,\"1\",\"0.5\"",
            [MetricPoint(step: 1, trainLoss: 0.5, others: ["elapsed_tokens": 10])]
        ),
        (
            "step,train_mean_reward,full_valid_mean_reward\n1,-0.5,\n2,NaN,0.25",
            [
                MetricPoint(step: 1, others: ["train_mean_reward": -0.5]),
                MetricPoint(step: 2, others: ["train_mean_reward": .nan, "full_valid_mean_reward": 0.25]),
            ]
        ),
        (
            "step,train_loss,valid_loss\n1.0,0.5,-1\nx,1,1\n,1,1\n-3,1,1\n2\n3,nan,inf\n\n",
            [
                MetricPoint(step: 1, trainLoss: 0.5), MetricPoint(step: 2),
                MetricPoint(step: 3, trainLoss: .nan, validLoss: .infinity),
            ]
        ), ("step", []), ("STEP , Train_Loss\n1, 2 ", [MetricPoint(step: 1, trainLoss: 2)]),
    ])
    func columnsAreFoundByName(_ text: String, _ points: [MetricPoint]) {
        #expect(ResultsFile.points(Array(text.utf8)) == points)
    }

    @Test(arguments: ["", "\n", "<html>not here</html>", "YWJj", "{\"error\": null}", "loss\n1", "c3RlcA=a", "A"])
    func whatIsNoSuchTableIsNothing(_ text: String) {
        #expect(ResultsFile.points(Array(text.utf8)) == nil)
    }
}
