import Commands
import Files
import JSONText
import Text
import TrainingCheck

/// Reports of checks of parts, in files.
enum CheckParts {
    /// A report's histograms have 2,000 buckets at most: no report is larger.
    private static let greatestReport = 1 << 20

    static func write(_ report: CheckReport, to path: String) throws {
        try ReportFile.write(
            JSONWriter.bytes(.object(CheckReport.partFields.object(report)), style: .spaced) + [0x0A], to: path)
    }

    /// The report of the whole.
    static func merged(_ paths: [String]) throws -> CheckReport {
        do throws(PartReportError) {
            var parts: [CheckReport] = []
            for path in paths { parts.append(try read(path)) }
            return try CheckReport.merged(parts)
        } catch {
            throw CommandError(.failed, error.description)
        }
    }

    private static func read(_ path: String) throws(PartReportError) -> CheckReport {
        let bytes: [UInt8]?
        do throws(FileError) {
            bytes = try WholeFile.read(path, greatestSize: greatestReport, followsLinks: true)
        } catch { throw .unreadable(path, error.description) }
        guard let bytes else { throw .unreadable(path, "there is no such file") }
        let value: JSONValue
        do throws(JSONSyntaxError) { value = try JSONValue.parse(bytes) } catch { throw .noReport(path) }
        guard let object = value.object else { throw .noReport(path) }
        return try CheckReport(part: object, from: path)
    }
}

extension CheckResult {
    /// The same of a file that is a part of more.
    var asPart: CheckResult {
        var part = CheckResult(
            outcome: outcome.asPart, model: model, facts: facts, epochs: epochs, price: price,
            whyNoTokens: whyNoTokens, fix: nil)
        part.isPart = true
        return part
    }
}
