import Commands
import FineTuning
import JobViews
import Text

/// What is drawn: a kind of numbers, or numbers by their names.
enum LossSubject: Hashable, Sendable {
    /// The losses, and of a job that has none its rewards.
    case usual
    /// All of a kind.
    case kind(CurveMetric.Kind)
    /// These.
    case named([CurveMetric])

    /// The words of the kinds.
    private static let kinds: [(word: String, kind: CurveMetric.Kind)] = [
        ("loss", .loss), ("accuracy", .accuracy), ("reward", .reward),
    ]

    /// The rewards that are drawn where all are asked for: others are the same numbers under a second name.
    private static let rewards: [CurveMetric] = [
        .other("train_mean_reward"), .other("valid_mean_reward"), .other("full_valid_mean_reward"),
    ]

    /// A kind's word, or names with commas between; nil where a name is empty.
    init?(_ text: String) {
        if let kind = Self.kinds.first(where: { $0.word == text })?.kind {
            self = .kind(kind)
            return
        }
        let names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard names.allSatisfy({ !$0.isEmpty }) else { return nil }
        self = .named(names.map { CurveMetric($0) })
    }

    /// What a shell offers.
    static let words = kinds.map(\.word) + CurveMetric.known.map(\.rawValue) + rewards.map(\.rawValue)

    /// What is drawn of a job.
    func metrics(of job: JobCurves) -> [CurveMetric] {
        let all = job.metrics
        switch self {
        case .usual:
            let losses = Self.kind(.loss).metrics(of: job)
            return losses.isEmpty ? Self.kind(.reward).metrics(of: job) : losses
        case .kind(.reward):
            let usual = Self.rewards.filter { all.contains($0) }
            return usual.isEmpty ? all.filter { $0.kind == .reward } : usual
        case .kind(let kind):
            let known = CurveMetric.known.filter { $0.kind == kind && all.contains($0) }
            return known.isEmpty ? all.filter { $0.kind == kind } : known
        case .named(let metrics): return metrics
        }
    }

    /// What there is none of, in a sentence: `loss`.
    var word: String {
        switch self {
        case .usual: "loss"
        case .kind(let kind): Self.kinds.first { $0.kind == kind }?.word ?? "number"
        case .named(let metrics): metrics.map(\.rawValue.printable).joined(separator: ", ")
        }
    }

    /// - Throws: ``CommandError`` for a name that none of the jobs has, with the nearest one.
    func check(_ jobs: [JobCurves]) throws(CommandError) {
        guard case .named(let metrics) = self else { return }
        let known = jobs.reduce(into: [String]()) { names, job in
            names += job.metrics.map(\.rawValue).filter { !names.contains($0) }
        }
        guard !known.isEmpty, let missing = metrics.first(where: { !known.contains($0.rawValue) }) else { return }
        let question = NearestName.question(missing.rawValue, among: known + Self.kinds.map(\.word))
        throw .usage(
            "loss: --metric: no step has \"\(missing.rawValue.printable)\"; there are \(known.joined(separator: ", "))"
                + question)
    }
}

extension ArgumentKind where Value == LossSubject {
    /// A kind's word, or names of metrics with commas between.
    static let subject = ArgumentKind(
        name: "WHAT", expectation: "loss, accuracy, reward, or names of metrics with commas between",
        choices: LossSubject.words
    ) { LossSubject($0) }
}
