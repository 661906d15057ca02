import BytePairEncoding
import Commands
import FineTuning
import Settings
import Text
import TrainingCheck

extension CommandContext {
    /// The rank files of this machine.
    var rankFiles: RankFileFolders { RankFileFolders(dataDirectories: places.dataDirectories) }

    /// How the tokens of an encoding are counted here: exactly where its rank file is installed, else by estimate.
    ///
    /// A rank file that is not the published one counts as not installed, and that is said.
    func tokenRanks(_ encoding: Encoding) throws -> TokenRanks {
        if let copy = rankFiles.copy(of: encoding) {
            if let contents = copy.contents {
                return .exact(try Vocabulary(encoding, contents: contents, source: copy.path))
            }
            try say(
                "ftctl: cannot use \(shown(path: copy.path).printable): \(copy.problem?.printable ?? "it is damaged")")
        }
        guard let estimator = Estimator(encoding) else {
            throw CommandError(
                .notFound, "no rank file of \(encoding.name) is installed, and nothing is known to estimate by",
                hints: ["Install it: ftctl tokenizer install \(encoding.name)"])
        }
        return .estimated(estimator)
    }

    /// The encoding that a model counts in, its `ft:` stripped; nil when nobody knows.
    func encoding(of model: ModelName) throws -> Encoding? {
        try modelTable().facts(of: model)?.encoding.flatMap { Encoding.named($0.value) }
    }
}

/// How the tokens of an encoding are counted.
enum TokenRanks: Sendable {
    /// By its ranks.
    case exact(Vocabulary)
    /// By kind and length of each piece of text.
    case estimated(Estimator)

    var encoding: Encoding {
        switch self {
        case .exact(let vocabulary): vocabulary.encoding
        case .estimated(let estimator): estimator.encoding
        }
    }

    var isExact: Bool {
        switch self {
        case .exact: true
        case .estimated: false
        }
    }

    /// For a check.
    var counter: any TokenCounter {
        switch self {
        case .exact(let vocabulary): ExactTokenCounter(vocabulary)
        case .estimated(let estimator): EstimatedTokenCounter(estimator)
        }
    }
}
