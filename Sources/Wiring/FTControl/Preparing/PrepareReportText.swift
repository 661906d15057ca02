import Commands
import FineTuning
import Preparing
import Text
import TrainingData

/// What `prepare` says at the end.
struct PrepareReportText {
    private let report: PreparationReport
    private let path: String
    private let validation: String?
    private let dropped: [String]
    private let isPreference: Bool
    private let isReinforcement: Bool
    private let isKeyed: Bool
    private let isLimited: Bool

    init(_ report: PreparationReport, path: String, validation: String?, _ arguments: Arguments) {
        self.report = report
        self.path = path
        self.validation = validation
        dropped = arguments[PrepareOptions.drop]
        isPreference = report.shape == .preference
        isReinforcement = report.shape == .reinforcement
        isKeyed = arguments.has(PrepareOptions.keyColumn)
        isLimited = arguments.has(PrepareOptions.limit)
    }

    /// A sentence each, without full stops.
    var lines: [String] {
        [rows] + reading + lengths + sampling + feedback + stray + files
    }

    /// What may be typed next.
    var next: [NextCommand] {
        // Rows with keys, and compressed ones, are no training file yet, and reinforcement wants a grader that nobody knows here.
        guard !isKeyed, !path.hasSuffix(".gz"), !path.hasSuffix(".zst") else { return [] }
        let name = path.shellWord.printable
        guard !isReinforcement else { return [NextCommand("check", "\(name) --method reinforcement")] }
        let rest = validation.map { " --validation \($0.shellWord.printable)" } ?? ""
        let method = isPreference ? " --method dpo" : ""
        return [NextCommand("check", name), NextCommand("submit", name + rest + method)]
    }

    private var rows: String {
        let reasons = report.dropped.map { "\($0.reason) \(HumanText.number($0.rows))" }.joined(separator: ", ")
        var line =
            "read \(HumanText.count(report.read, "row")), kept \(HumanText.number(report.kept)), "
            + "dropped \(HumanText.number(report.read - report.kept))" + (reasons.isEmpty ? "" : " (\(reasons))")
        if report.passed > 0 { line += "; \(HumanText.count(report.passed, "conversation")) taken over" }
        return line
    }

    /// What the rows were taken for, and what of them is left out.
    private var reading: [String] {
        var lines = [report.mapping].compactMap(\.self) + report.notes
        if !report.leftOut.isEmpty {
            let shown = report.leftOut.prefix(20).map { $0.printable(limit: 60) }.joined(separator: ", ")
            let more = report.leftOut.count > 20 ? ", … (\(HumanText.number(report.leftOut.count)) in all)" : ""
            lines.append("columns left out: \(shown)\(more)")
        }
        return lines
    }

    private var lengths: [String] {
        guard let limit = report.tokenLimit else { return [] }
        var deeds: [String] = []
        if limit.cut > 0 { deeds.append("\(HumanText.count(limit.cut, "example")) cut") }
        if limit.split > 0 {
            deeds.append("\(HumanText.count(limit.split, "example")) split into \(HumanText.number(limit.parts))")
        }
        let exact = limit.isExact ? "" : "; tokens are estimated: ftctl tokenizer install"
        if deeds.isEmpty, exact.isEmpty { return [] }
        return ["too long: \(deeds.isEmpty ? "none cut" : deeds.joined(separator: ", "))\(exact)"]
    }

    private var sampling: [String] {
        guard let sampling = report.sampling else { return [] }
        var lines: [String] = []
        if sampling.repeated > 0 {
            lines.append("by weight: \(HumanText.count(sampling.repeated, "example")) written once more")
        }
        if sampling.chosen < sampling.candidates || sampling.classes > 0 {
            let classes =
                sampling.classes > 0 ? ", \(HumanText.count(sampling.classes, "class", plural: "classes"))" : ""
            lines.append(
                "chose \(HumanText.number(sampling.chosen)) of \(HumanText.count(sampling.candidates, "example"))\(classes)"
            )
        }
        return lines
    }

    private var feedback: [String] {
        guard let feedback = report.feedback else { return [] }
        let file = feedback.file.printable
        func rows(_ reason: DropReason) -> Int { report.dropped.first { $0.reason == reason }?.rows ?? 0 }
        let done = [
            (feedback.corrected, "corrected"), (feedback.rated, "rated and kept"),
            (rows(.lowRating), "rated too low"), (rows(.rejected), "rejected"),
        ]
        let deeds = done.filter { $0.0 > 0 }.map { "\(HumanText.number($0.0)) \($0.1)" }.joined(separator: ", ")
        var lines = [
            "\(file): \(HumanText.count(feedback.keys, "key")); rows: \(deeds.isEmpty ? "none concerned" : deeds)"
        ]
        lines += feedback.doubts.map { "\(file): \($0)" }
        if feedback.unmatched > 0, let line = feedback.firstUnmatchedLine {
            lines.append(
                "\(file): \(HumanText.count(feedback.unmatched, "key")) matched no row\(ofThoseRead), first in line \(line)"
            )
        }
        if feedback.unusedRatings > 0 {
            lines.append(
                "\(file): \(HumanText.count(feedback.unusedRatings, "rating")) had no effect; "
                    + "leave out what is rated low with --min-rating")
        }
        return lines
    }

    /// With a limit, the rows behind may have the keys.
    private var ofThoseRead: String { isLimited ? " of those read" : "" }

    private var stray: [String] {
        dropped.filter { !report.columns.contains($0) }.map { name in
            let hint = NearestName.question(name, among: report.columns)
            return "no row has a column \"\(name.printable)\" to drop\(hint)"
        }
    }

    private var files: [String] {
        let unit = isKeyed ? "row" : isPreference ? "pair" : "example"
        let training = report.examples - report.validation
        let bytes = report.bytesWritten - report.validationBytes
        var lines: [String] = []
        if path != "-" {
            let count =
                isPreference || validation != nil || report.examples != report.kept
                ? "\(HumanText.count(training, unit)), " : ""
            lines.append("wrote \(path.printable), \(count)\(HumanText.bytes(Int64(bytes)))")
        }
        if let validation {
            lines.append(
                "wrote \(validation.printable), \(HumanText.count(report.validation, unit)), "
                    + HumanText.bytes(Int64(report.validationBytes)))
        }
        return lines
    }
}
