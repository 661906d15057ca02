import JSONText

/// The numbers a job runs with once `auto` is settled.
struct TrainingPlan {
    let rows: Int
    let epochs: Int
    let batchSize: Int
    let learningRateMultiplier: JSONValue
    let beta: JSONValue

    /// Settles the knobs for a file.
    ///
    /// Epochs by the cookbook's rule, which real results fit; a batch is about 0.2 % of the rows (100 rows: 1, 10,481
    /// rows: 20, both seen); the multiplier is 1.8, as seen.
    init(rows: Int, hyperparameters: JSONObject) {
        self.rows = rows
        epochs = hyperparameters["n_epochs"]?.number?.integer.map(Int.init) ?? Self.automaticEpochs(rows: rows)
        batchSize =
            hyperparameters["batch_size"]?.number?.integer.map(Int.init) ?? min(256, max(1, rows / 500))
        learningRateMultiplier = Self.number(hyperparameters["learning_rate_multiplier"], standard: "1.8")
        beta = Self.number(hyperparameters["beta"], standard: "0.1")
    }

    private static func number(_ value: JSONValue?, standard: String) -> JSONValue {
        if let value, value.number != nil { return value }
        return .number(JSONNumber(text: standard))
    }

    /// Three, but at least 100 and at most 25,000 examples in all, between 1 and 25 epochs (OpenAI cookbook,
    /// `Chat_finetuning_data_prep`).
    static func automaticEpochs(rows: Int) -> Int {
        if rows * 3 < 100 { return min(25, max(1, 100 / max(1, rows))) }
        if rows * 3 > 25_000 { return max(1, 25_000 / rows) }
        return 3
    }

    /// Steps of one epoch; the last batch may be short.
    var stepsPerEpoch: Int { (rows + batchSize - 1) / batchSize }

    /// Steps of the whole job.
    var totalSteps: Int { stepsPerEpoch * epochs }

    /// At most this many steps are reported, evenly spread; epoch ends always are.
    static let greatestReportedSteps = 5000

    /// The steps that get an event and a line in the results file.
    var reportedSteps: [Int] {
        guard totalSteps > 0 else { return [] }
        let distance = (totalSteps + Self.greatestReportedSteps - 1) / Self.greatestReportedSteps
        let spread = stride(from: distance, through: totalSteps, by: distance)
        let epochEnds = stride(from: stepsPerEpoch, through: totalSteps, by: stepsPerEpoch)
        return Set([1]).union(spread).union(epochEnds).sorted()
    }
}
