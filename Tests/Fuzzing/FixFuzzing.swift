import Synchronization

@testable import TrainingCheck
@testable import TrainingData

/// The fixer: what it writes needs no second mending.
///
/// The first byte chooses the shape.
struct FixFuzzing {
    private let input = ScratchFile()
    private let output = ScratchFile()
    private static let shared = Mutex(FixFuzzing())

    static func run(on bytes: [UInt8]) throws {
        guard let choice = bytes.first else { return }
        try shared.withLock { try $0.run(Array(bytes.dropFirst()), choice: choice) }
    }

    private func run(_ file: [UInt8], choice: UInt8) throws {
        let shape = TrainingShape.allCases[Int(choice) % 3]
        let once: [UInt8]
        do { once = try fixed(file, shape) } catch let error as TrainingDataError {
            return try promiseSentence(error.description)
        }
        input.fill(once)
        var checker = Checker()
        checker.shape = shape
        checker.threads = 1
        checker.readAtOnce = 8 << 10
        let report = try checker.run(on: .descriptor(input.descriptor, name: "fixed.jsonl")).training
        if let finding = report.findings.first(where: { $0.mend != nil }) {
            throw Complaint(description: "left behind: \(finding.line ?? 0): \(finding.rule): \(finding.message)")
        }
        // Without what was wrong, the rest may be seen for another format than before.
        guard report.count(of: .notJSONL) == 0 else { return }
        try promise(fixed(once, shape) == once, "a second run changes it again")
    }

    private func fixed(_ file: [UInt8], _ shape: TrainingShape) throws -> [UInt8] {
        input.fill(file)
        output.fill([])
        var fixer = Fixer()
        fixer.shape = shape
        fixer.readAtOnce = 8 << 10
        _ = try fixer.run(
            from: .descriptor(input.descriptor, name: "train.jsonl"),
            to: .descriptor(output.descriptor, name: "fixed.jsonl"))
        return output.contents()
    }
}
