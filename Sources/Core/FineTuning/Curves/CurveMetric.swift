/// A number of a training that is drawn over its steps; the raw values are the API's names (API reference, "The checkpoint
/// object").
package enum CurveMetric: String, CaseIterable, Hashable, Sendable {
    case trainLoss = "train_loss"
    case validLoss = "valid_loss"
    case fullValidLoss = "full_valid_loss"
    case trainAccuracy = "train_mean_token_accuracy"
    case validAccuracy = "valid_mean_token_accuracy"
    case fullValidAccuracy = "full_valid_mean_token_accuracy"

    /// The number of one step; nil where the server gave none.
    package func value(of point: MetricPoint) -> Double? {
        switch self {
        case .trainLoss: point.trainLoss
        case .validLoss: point.validLoss
        case .fullValidLoss: point.fullValidLoss
        case .trainAccuracy: point.trainAccuracy
        case .validAccuracy: point.validAccuracy
        case .fullValidAccuracy: point.fullValidAccuracy
        }
    }

    /// `training loss`.
    package var name: String {
        switch self {
        case .trainLoss: "training loss"
        case .validLoss: "validation loss"
        case .fullValidLoss: "full validation loss"
        case .trainAccuracy: "training accuracy"
        case .validAccuracy: "validation accuracy"
        case .fullValidAccuracy: "full validation accuracy"
        }
    }

    /// Whether it is measured on rows that are not trained on.
    package var isValidation: Bool {
        switch self {
        case .trainLoss, .trainAccuracy: false
        case .validLoss, .fullValidLoss, .validAccuracy, .fullValidAccuracy: true
        }
    }
}
