import Files
import JSONText
import Preparing
import Text
import TrainingData

/// What a run did as one JSON object: the numbers of several parts add up to those of the whole.
struct PrepareReportFile {
    private let report: PreparationReport

    init(_ report: PreparationReport) { self.report = report }

    /// Its keys; they are only ever added.
    static let fields: JSONFields<PreparationReport> = [
        JSONField("ftd_report", "what wrote it: prepare") { _ in .string("prepare") },
        JSONField("parts", "how many runs it counts") { _ in .integer(1) },
        JSONField("rows_read", "rows read") { .integer($0.read) },
        JSONField("rows_kept", "rows written") { .integer($0.kept) },
        JSONField("rows_dropped", "rows not written") { .integer($0.read - $0.kept) },
        JSONField("dropped", "rows not written by reason: numbers by words") { report in
            .object(
                JSONObject(
                    members: report.dropped.map { .init(key: $0.reason.description, value: .integer($0.rows)) }))
        },
        JSONField("conversations", "rows taken over as they are") { .integer($0.passed) },
        JSONField("examples", "examples written") { .integer($0.examples) },
        JSONField("validation_examples", "of these to the validation file") { .integer($0.validation) },
        JSONField("blank_lines", "lines with nothing on them") { .integer($0.blankLines) },
        JSONField("bytes_read", "bytes read") { .integer($0.bytesRead) },
        JSONField("bytes_written", "bytes written, those of the validation file among them") {
            .integer($0.bytesWritten)
        },
        JSONField("validation_bytes", "of these to the validation file") { .integer($0.validationBytes) },
    ]

    func write(to path: String) throws {
        let bytes = JSONWriter.bytes(.object(Self.fields.object(report)), style: .spaced) + [0x0A]
        try ReportFile.write(bytes, to: path)
    }
}

/// Files of reports, which are there whole or not at all; `-` is standard output.
enum ReportFile {
    static func write(_ bytes: [UInt8], to path: String) throws {
        let file = try OutputFile(PrepareOptions.output(path))
        var bytes = bytes
        try file.write(draining: &bytes)
        try file.commit()
    }
}
