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
    private let isLimited: Bool

    init(_ report: PreparationReport, path: String, validation: String?, _ arguments: Arguments) {
        self.report = report
        self.path = path
        self.validation = validation
        dropped = arguments[PrepareOptions.drop]
        isPreference = arguments[PrepareOptions.format] == .preference
        isLimited = arguments.has(PrepareOptions.limit)
    }

    /// A sentence each, without full stops.
    var lines: [String] { [rows] + feedback + stray + files }

    /// What may be typed next.
    var next: [NextCommand] {
        let name = path.shellWord.printable
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
        let unit = isPreference ? "pair" : "example"
        let training = report.examples - report.validation
        let bytes = report.bytesWritten - report.validationBytes
        var lines: [String] = []
        if path != "-" {
            let count = isPreference || validation != nil ? "\(HumanText.count(training, unit)), " : ""
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
