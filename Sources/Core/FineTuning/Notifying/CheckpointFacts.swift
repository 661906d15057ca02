/// What is known of a checkpoint before, or instead of, the server's list of them.
package struct CheckpointFacts: Hashable, Sendable {
    /// The step at which it was made.
    package var step: Int64
    /// The model that answers as the training was then; nil where the server has not named it yet.
    package var model: ModelName?
    /// The numbers of the step, as far as they are known.
    package var metric: MetricPoint

    /// Describes a checkpoint.
    package init(step: Int64, model: ModelName?, metric: MetricPoint) {
        self.step = step
        self.model = model
        self.metric = metric
    }

    /// The same of a checkpoint that the server has listed.
    package init(_ checkpoint: Checkpoint) {
        self.init(step: checkpoint.step, model: checkpoint.model, metric: checkpoint.metric)
    }

    /// Reads the event that announces one: `Checkpoint created at step 88`, perhaps with ` with Snapshot ID: MODEL`.
    ///
    /// Checkpoints can be listed once the job has ended; its events come while it runs.
    ///
    /// - Parameter metric: finds the numbers of a step.
    package init?(announcedBy message: String, metric: (Int64) -> MetricPoint?) {
        let start = "Checkpoint created at step "
        guard message.hasPrefix(start) else { return nil }
        let rest = message.dropFirst(start.count)
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        guard let step = Int64(digits) else { return nil }
        let words = rest.dropFirst(digits.count).split(separator: " ")
        let model = words.count == 4 && words[0...2] == ["with", "Snapshot", "ID:"] ? ModelName(String(words[3])) : nil
        self.init(step: step, model: model, metric: metric(step) ?? MetricPoint(step: step))
    }
}

extension [CheckpointFacts] {
    /// The best by the rule for the checkpoints of a server's list.
    package var best: CheckpointFacts? {
        let listed = enumerated().map { index, facts in
            Checkpoint(
                id: CheckpointID("\(index)"), createdAt: UnixTime(seconds: 0), model: facts.model ?? ModelName(""),
                step: facts.step, metric: facts.metric)
        }
        return listed.best.flatMap { Int($0.id.rawValue) }.map { self[$0] }
    }
}
