extension Sequence<Checkpoint> {
    /// The checkpoint with the lowest validation loss, over the whole file where any has it.
    ///
    /// Of trainings without validation it is the one with the lowest training loss; nil where none has a finite loss.
    package var best: Checkpoint? {
        for metric in [CurveMetric.fullValidLoss, .validLoss, .trainLoss] {
            let judged = compactMap { checkpoint in
                metric.value(of: checkpoint.metric).flatMap { $0.isFinite ? (checkpoint, $0) : nil }
            }
            if let best = judged.min(by: { $0.1 < $1.1 }) { return best.0 }
        }
        return nil
    }
}
