import Commands
import FineTuning
import Text
import TrainingCheck
import TrainingData

/// What a check means for a submission: errors stop it, warnings are named.
struct SubmissionCheck {
    let plan: SubmissionPlan
    let result: CheckResult
    /// What `ftctl check` is to be given so that it judges the same.
    let options: String

    /// More findings are left to `ftctl check`.
    private static let mostShown = 3

    /// Names the warnings.
    ///
    /// - Throws: ``CommandError`` with the first findings when the server would refuse a file.
    func judge(in context: CommandContext) throws {
        if result.outcome.training.isShapeTold { throw otherShape(result.outcome.training.shape) }
        for (file, report) in files where report.errors > 0 { throw refusal(file, report) }
        for (file, report) in files where report.warnings > 0 {
            try context.say(
                "\(file.filename.printable): \(HumanText.count(report.warnings, "warning")) "
                    + "(\(report.rules.map(\.rule.rawValue).prefix(Self.mostShown).joined(separator: ", "))"
                    + "\(report.rules.count > Self.mostShown ? ", …" : "")): \(command)")
        }
    }

    private var files: [(file: SubmissionPlan.DataFile, report: CheckReport)] {
        [(plan.training, result.outcome.training)]
            + (plan.validation.flatMap { file in result.outcome.validation.map { [(file, $0)] } } ?? [])
    }

    /// The command that shows all of it.
    private var command: String {
        let validation = plan.validation.map { " --validation \(PathWord.text($0.path))" } ?? ""
        return "ftctl check \(PathWord.text(plan.training.path))\(validation)\(options)"
    }

    /// A file whose rows are all for another method than the one that is meant where nobody says it.
    private func otherShape(_ shape: TrainingShape) -> CommandError {
        CommandError(
            .failed,
            "\(plan.training.filename.printable): all rows are \(shape.phrase), and the job would be supervised; nothing was sent",
            hints: [
                "Say the method: --method \(shape.method)" + (shape == .reinforcement ? " --grader FILE" : ""),
                "Judge them as chat rows: \(command) --method supervised",
            ])
    }

    private func refusal(_ file: SubmissionPlan.DataFile, _ report: CheckReport) -> CommandError {
        let errors = report.findings.filter { $0.severity == .error }
        let shown = errors.prefix(Self.mostShown).map { finding in
            (finding.line.map { "line \($0): " } ?? "") + finding.message
        }
        let rest = report.errors - shown.count
        return CommandError(
            .failed,
            "the server would refuse \(file.filename.printable): \(HumanText.count(report.errors, "error")); "
                + "nothing was sent",
            hints: shown + (rest > 0 ? ["and \(HumanText.number(rest)) more"] : []) + [
                "See all, and what can be mended: \(command)", "Send it all the same: --no-check",
            ])
    }
}
