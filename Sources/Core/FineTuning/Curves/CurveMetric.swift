/// A number of a training that is drawn over its steps, by the API's names (API reference, "The checkpoint object").
package enum CurveMetric: Hashable, Sendable {
    case trainLoss
    case validLoss
    case fullValidLoss
    case trainAccuracy
    case validAccuracy
    case fullValidAccuracy
    /// A number under a server's own name, such as `train_mean_reward`.
    case other(String)

    /// Those with a place of their own in a ``MetricPoint``.
    package static let known: [CurveMetric] = [
        .trainLoss, .validLoss, .fullValidLoss, .trainAccuracy, .validAccuracy, .fullValidAccuracy,
    ]

    /// The metric of a name, whatever the name is.
    package init(_ name: String) { self = Self.known.first { $0.rawValue == name } ?? .other(name) }

    /// The API's name.
    package var rawValue: String {
        switch self {
        case .trainLoss: "train_loss"
        case .validLoss: "valid_loss"
        case .fullValidLoss: "full_valid_loss"
        case .trainAccuracy: "train_mean_token_accuracy"
        case .validAccuracy: "valid_mean_token_accuracy"
        case .fullValidAccuracy: "full_valid_mean_token_accuracy"
        case .other(let name): name
        }
    }

    /// The number of one step; nil where the server gave none.
    package func value(of point: MetricPoint) -> Double? {
        switch self {
        case .trainLoss: point.trainLoss
        case .validLoss: point.validLoss
        case .fullValidLoss: point.fullValidLoss
        case .trainAccuracy: point.trainAccuracy
        case .validAccuracy: point.validAccuracy
        case .fullValidAccuracy: point.fullValidAccuracy
        case .other(let name): point.others[name]
        }
    }

    /// `training loss`; the server's own word where it is one of its own.
    package var name: String {
        switch self {
        case .trainLoss: "training loss"
        case .validLoss: "validation loss"
        case .fullValidLoss: "full validation loss"
        case .trainAccuracy: "training accuracy"
        case .validAccuracy: "validation accuracy"
        case .fullValidAccuracy: "full validation accuracy"
        case .other("train_mean_reward"): "training reward"
        case .other("valid_mean_reward"): "validation reward"
        case .other("full_valid_mean_reward"): "full validation reward"
        case .other(let name): name
        }
    }

    /// What it measures, which says whether less of it is better.
    package enum Kind: Hashable, Sendable {
        /// Less is better.
        case loss
        /// More is better; from 0 to 1.
        case accuracy
        /// More is better.
        case reward
        /// Nobody knows.
        case other
    }

    /// What it measures.
    package var kind: Kind {
        switch self {
        case .trainLoss, .validLoss, .fullValidLoss: return .loss
        case .trainAccuracy, .validAccuracy, .fullValidAccuracy: return .accuracy
        case .other(let name):
            let words = name.lowercased().split { !$0.isLetter }
            if words.contains("reward") || words.contains("rewards") { return .reward }
            if words.contains("loss") { return .loss }
            return words.contains("accuracy") ? .accuracy : .other
        }
    }
}
