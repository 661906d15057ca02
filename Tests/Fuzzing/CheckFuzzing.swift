import Synchronization

@testable import BytePairEncoding
@testable import TrainingCheck
@testable import TrainingData

/// A whole file through the check: always a report, and the same one however the file is cut into blocks.
///
/// The first byte chooses the shape and the size of the blocks.
struct CheckFuzzing {
    private let input = ScratchFile()
    private static let shared = Mutex(CheckFuzzing())
    /// Settles shape and format, so that both are the same in blocks of any size.
    private static let firstRow = Array(
        (#"{"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]}"# + "\n").utf8)

    static func run(on bytes: [UInt8]) throws {
        guard let choice = bytes.first else { return }
        try shared.withLock { try $0.run(Array(bytes.dropFirst()), choice: choice) }
    }

    private func run(_ file: [UInt8], choice: UInt8) throws {
        var checker = Checker()
        checker.shape = [nil, .supervised, .preference, .reinforcement][Int(choice) & 3]
        checker.counter = Estimator(.o200kBase).map(EstimatedTokenCounter.init)
        checker.tokenLimit = 20
        checker.threads = 1
        checker.readAtOnce = 8 << 10
        try promiseReport(of: file, checker)
        checker.listedOfARule = 3
        let long = Self.firstRow + file
        let whole = try report(on: long, checker)
        checker.threads = 3
        checker.readAtOnce = Self.firstRow.count + Int(choice >> 2)
        let cut = try report(on: long, checker)
        try promise(whole == cut, "another report in blocks of \(checker.readAtOnce) bytes")
    }

    private func report(on file: [UInt8], _ checker: Checker) throws -> CheckReport {
        input.fill(file)
        return try checker.run(on: .descriptor(input.descriptor, name: "train.jsonl")).training
    }

    private func promiseReport(of file: [UInt8], _ checker: Checker) throws {
        let report = try report(on: file, checker)
        try promise(report.bytes == file.count, "not read to the end")
        let lines = file.split(separator: 0x0A, omittingEmptySubsequences: false)
        for finding in report.findings {
            try promiseSentence(finding.message)
            if let mend = finding.mend { try promiseSentence(mend) }
            guard let line = finding.line else { continue }
            try promise((1...max(lines.count, 1)).contains(line), "a finding on line \(line)")
            guard let column = finding.column else { continue }
            try promise(column >= 1 && column <= lines[line - 1].count + 1, "a finding in column \(column)")
        }
        try promise(report.unlisted == 0 || report.findings.count >= checker.listedOfARule, "findings are missing")
        // An object may go on over several lines, and several may be on one.
        if [.notJSONL, .foreignShape, .notJSON, .severalObjects].allSatisfy({ report.count(of: $0) == 0 }) {
            let rows = lines.count { line in line.contains { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D } }
            // A byte order mark may be all that is on the first line.
            try promise(report.rows == rows || report.rows == rows - 1, "\(report.rows) rows of \(rows)")
        }
    }
}
