import FineTuning
import HTTPServer
import TestSupport
import Testing
import TrainingCheck
import TrainingData

@testable import Simulator

/// No file that one takes and the other refuses: the simulator's rules are its own, and say the same as the check's.
@Suite struct CheckAgreementTests {
    /// Files on which they differ, and why.
    private static let exceptions: [String: String] = [:]

    /// Rows of our own, one of each kind that may be taken; the tests below spoil them.
    private static let rows: [(method: TrainingShape, row: String)] = [
        (
            .supervised,
            #"{"messages": [{"role": "user", "content": "Which metal floats?"}, {"role": "assistant", "content": "Lithium.", "weight": 1}]}"#
        ),
        (
            .supervised,
            #"{"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "https://img.example.org/1.png", "detail": "low"}}]}, {"role": "assistant", "content": "A pump."}]}"#
        ),
        (
            .supervised,
            #"{"messages": [{"role": "user", "content": "Open it"}, {"role": "assistant", "content": null, "tool_calls": [{"id": "c1", "type": "function", "function": {"name": "open", "arguments": "{\"valve\": 3}"}}]}], "tools": [{"type": "function", "function": {"name": "open", "parameters": {"type": "object", "required": ["valve"]}}}], "parallel_tool_calls": false}"#
        ),
        (
            .preference,
            #"{"input": {"messages": [{"role": "user", "content": "Which metal floats?"}]}, "preferred_output": [{"role": "assistant", "content": "Lithium."}], "non_preferred_output": [{"role": "assistant", "content": "None."}]}"#
        ),
        (
            .reinforcement,
            #"{"messages": [{"role": "developer", "content": "Answer."}, {"role": "user", "content": "Which metal floats?"}], "reference": "Lithium"}"#
        ),
    ]

    @Test(arguments: SharedCases.names) func everyCaseIsJudgedAlike(name: String) throws {
        let bytes = SharedCases.bytes(name)
        for method in TrainingShape.allCases { try compare(bytes, method, "\(name), \(method)") }
        guard Self.exceptions[name] == nil else { return }
        let method: TrainingShape =
            name.hasPrefix("dpo") ? .preference : name.hasPrefix("rft") ? .reinforcement : .supervised
        for number in 0..<24 {
            try compare(SharedCases.mutated(bytes, number), method, "\(name), \(method), \(number)")
        }
    }

    @Test(arguments: rows.indices) func everySpoiledRowIsJudgedAlike(place: Int) throws {
        let (method, row) = Self.rows[place]
        let good = (0..<11).map { row.replacing("Which", with: "\($0): which") + "\n" }.joined()
        #expect(try !isRefused(Array(good.utf8), method))
        for number in 0..<300 {
            let spoiled = SharedCases.mutated(Array(row.utf8), number)
            try compare(Array(good.utf8) + spoiled + [0x0A], method, "row \(place), \(number)")
        }
    }

    private func compare(_ bytes: [UInt8], _ method: TrainingShape, _ what: String) throws {
        let check = try isRefused(bytes, method)
        let refusal = refusal(bytes, method)
        #expect(
            check == (refusal != nil),
            "\(what): check \(check), simulator \(refusal ?? "takes it")\n\(String(decoding: bytes.suffix(400), as: UTF8.self))"
        )
    }

    private func isRefused(_ bytes: [UInt8], _ method: TrainingShape) throws -> Bool {
        var checker = Checker()
        checker.shape = method
        checker.threads = 1
        return try checkedBytes(bytes, checker).errors > 0
    }

    private func checkedBytes(_ bytes: [UInt8], _ checker: Checker) throws -> CheckReport {
        let scratch = try TemporaryDirectory()
        return try checker.run(on: .file(scratch.write("train.jsonl", bytes))).training
    }

    private func refusal(_ bytes: [UInt8], _ shape: TrainingShape) -> String? {
        let method: RequestedJob.Method =
            switch shape {
            case .supervised: .supervised
            case .preference: .dpo
            case .reinforcement: .reinforcement
            }
        let content = ServerBody(bytes)
        let file = SimulatedFile(
            id: "file-1", createdAt: .init(seconds: 0), processedAt: .init(seconds: 0), filename: "train.jsonl",
            purpose: "fine-tune", content: content)
        return FileInspection(content, method: method).failure(of: file, role: .training, method: method)?.message
    }
}
