import Commands
import Digest
import FineTuning
import JSONText
import Spool
import TestSupport
import Testing

@testable import FTControl

/// The failed job of the store, whose server says "Example 100, message 2 has no content", and the file it was made of.
@Suite struct FailureDiagnosisTests {
    private static let good =
        #"{"messages": [{"role": "user", "content": "a secret question"}, {"role": "assistant", "content": "yes"}]}"#
    private static let bad =
        #"{"messages": [{"role": "user", "content": "a secret question"}, {"role": "assitant", "content": "yes"}]}"#

    private let directory: TemporaryDirectory
    private let store: TestStore
    private let job = TestStore.jobs[2]
    private var file: String { directory.path("train.jsonl") }

    init() throws {
        directory = try TemporaryDirectory()
        store = try TestStore(in: directory.path)
    }

    /// Writes the file with a bad row on that line, and the record of its submission.
    private func submit(badLine: Int, path: String? = nil) throws {
        try write(badLine: badLine)
        let spool = Spool(besideStore: store.path)
        try spool.prepare()
        let digest = try FileDigest.of(path: file)
        let data = SubmissionPlan.DataFile(
            path: path ?? file, bytes: digest.byteCount, sha256: digest.sha256.hex)
        var record = SubmissionRecord(
            id: SubmissionID("0b7ab3c2-1111-4222-8333-444455556666"),
            plan: SubmissionPlan(model: job.model, training: data), createdAt: TestStore.now)
        record.step = .created(job.id)
        try spool.write(record)
    }

    private func write(badLine: Int) throws {
        let rows = (1...101).map { $0 == badLine ? Self.bad : Self.good }
        _ = try directory.write("train.jsonl", rows.joined(separator: "\n") + "\n")
    }

    private func run(_ arguments: String..., terminal: Terminal = .none) -> TestProgram.Outcome {
        TestProgram(terminal: terminal, environment: ["HOME": directory.path, "LANG": "C.UTF-8", "TERM": "xterm"])
            .run(arguments + ["--store", store.path, "--color", "never"], table: ControlProgram.table)
    }

    private func shown(_ arguments: String...) -> [String] {
        let outcome = TestProgram(
            terminal: .wide(200), environment: ["HOME": directory.path, "LANG": "C.UTF-8", "TERM": "dumb"]
        ).run(arguments + ["--store", store.path, "--color", "never"], table: ControlProgram.table)
        return outcome.output.split(separator: "\n").map(String.init).filter { $0.contains("train.jsonl") }
    }

    private static let finding =
        #"role "assitant": the server accepts system, user, assistant, tool; did you mean "assistant"?"#

    @Test func theRowIsCheckedAgainInTheFileThatWasUploaded() throws {
        try submit(badLine: 100)
        let outcome = run("show", "ftjob-k9", terminal: .wide(200))
        #expect(outcome.output.contains("\(file):100 (same bytes as uploaded): "))
        #expect(outcome.output.contains(#""role": "assitant""#))
        #expect(outcome.output.contains("\n    \(Self.finding)\n"))
        #expect(
            outcome.errors.hasSuffix(
                "next: ftctl check \(file) --fix --write fixed.jsonl    ftctl events ftjob-k9s    ftctl files list\n"))
    }

    @Test func aFileThatWasChangedSinceIsSaidToBe() throws {
        try submit(badLine: 100)
        try write(badLine: 7)
        #expect(shown("show", "ftjob-k9").first?.contains(":100 (the file has changed since): ") == true)
    }

    @Test func aServerThatCountsFromZeroIsUnderstood() throws {
        try submit(badLine: 101)
        #expect(shown("show", "ftjob-k9").first?.contains(":101 (same bytes as uploaded, counting from 0): ") == true)
    }

    @Test(arguments: [
        ("nowhere.jsonl", "cannot be read to look at it again: No such file or directory"),
        ("", "cannot be read to look at it again: it is not a regular file"),
    ])
    func aFileThatCannotBeReadIsSaidToBe(name: String, reason: String) throws {
        try submit(badLine: 100, path: directory.path(name))
        #expect(run("show", "ftjob-k9").output.contains(reason))
    }

    /// What goes into a pipe is kept by whoever reads it: there the finding is all that is shown of a row.
    @Test func aPipeGetsNoRow() throws {
        try submit(badLine: 100)
        for arguments in [["show", "ftjob-k9"], ["wait", "ftjob-k9"], ["wait", "ftjob-k9", "-o", "json"]] {
            let outcome = TestProgram(environment: ["HOME": directory.path]).run(
                arguments + ["--store", store.path], table: ControlProgram.table)
            let all = outcome.output + outcome.errors
            #expect(!all.contains("secret question"))
            #expect(all.contains("train.jsonl:100 (same bytes as uploaded)"))
        }
    }

    @Test func waitingInJSONEndsWithTheJobsAndTheErrorBeside() throws {
        try submit(badLine: 100)
        let outcome = run("wait", "ftjob-k9", "ftjob-k2", "-o", "json")
        #expect(outcome.code == .failed)
        let jobs = try #require(try JSONValue.parse(outcome.output).array)
        #expect(jobs.map { $0["status"] } == [.string("failed"), .string("succeeded")])
        let error = try #require(try JSONValue.parse(outcome.errors)["error"])
        #expect(error["exit_code"] == .integer(1))
        #expect(error["message"]?.string?.hasPrefix("job ftjob-k9sQ4TnWfYc8uHk5RjDm2xEo failed: invalid_") == true)
        #expect(error["hints"]?.array?.dropFirst().first == .string(Self.finding))
    }

    @Test func aPipeHasOneLineAJob() throws {
        try submit(badLine: 100)
        let outcome = run("wait", "ftjob-k9", "ftjob-k2")
        let lines = #"""
            ftjob-k9sQ4TnWfYc8uHk5RjDm2xEo  ✖ failed  invalid_training_file Example 100, message 2 \u{1b}[31mhas no content
            ftjob-k2Jx0QmVwq3n1Zt7LrYp9aBc  ✔ succeeded  ft:gpt-4o-mini-2024-07-18:personal::A32VfYIz

            """#
        #expect(outcome.output == lines)
    }

    @Test func waitingForNamesPrintsThemAsTheyEnd() {
        #expect(run("wait", "ftjob-k2", "-o", "name").output == "ftjob-k2Jx0QmVwq3n1Zt7LrYp9aBc\n")
        #expect(run("wait", "ftjob-k2", "-o", "csv").code == .usage)
    }
}
