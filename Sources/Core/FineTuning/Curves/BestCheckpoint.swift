extension Sequence<Checkpoint> {
    /// The checkpoint with the lowest validation loss, over the whole file where any has it.
    ///
    /// Of trainings without validation it is the one with the lowest training loss, and of those without a loss, as
    /// reinforcement has none, the one with the highest validation reward; nil where none has any of these.
    package var best: Checkpoint? {
        for metric in [CurveMetric.fullValidLoss, .validLoss, .trainLoss] {
            let judged = compactMap { checkpoint in
                metric.value(of: checkpoint.metric).flatMap { $0.isFinite ? (checkpoint, $0) : nil }
            }
            if let best = judged.min(by: { $0.1 < $1.1 }) { return best.0 }
        }
        for metric in [CurveMetric.other("full_valid_mean_reward"), .other("valid_mean_reward")] {
            let judged = compactMap { checkpoint in
                metric.value(of: checkpoint.metric).flatMap { $0.isFinite ? (checkpoint, $0) : nil }
            }
            if let best = judged.max(by: { $0.1 < $1.1 }) { return best.0 }
        }
        return nil
    }
}
