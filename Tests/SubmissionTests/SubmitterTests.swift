import FineTuning
import Spool
import Synchronization
import TestSupport
import Testing

@testable import Submission

@Suite struct SubmitterTests {
    @Test func aFreshSubmissionUploadsWaitsAndCreatesOnce() throws {
        let bench = try SubmissionBench()
        _ = try bench.record()
        let provider = ScriptedProvider([
            .upload("file-t"), .file("file-t", "uploaded"), .file("file-t"), .create("ftjob-1"),
        ])
        var record = try #require(try bench.spool.record(SubmissionBench.id))
        #expect(try bench.submitter(provider).advance(&record) == .created(JobID("ftjob-1")))
        provider.finish()
        #expect(bench.step == .created(JobID("ftjob-1")))
        #expect(record.uploads.map(\.file.rawValue) == ["file-t"])
        #expect(
            bench.reports.value == [
                "uploaded file-t", "processing file-t", "processed file-t", "creating",
            ])
        #expect(
            provider.requests == [
                JobRequest(
                    model: ModelName("gpt-base"), trainingFile: FileID("file-t"),
                    metadata: [MetadataPair(key: "ftd_submission", value: SubmissionBench.id.rawValue)])
            ])
    }

    @Test func eachStepIsOnTheDiskBeforeItsCall() throws {
        let bench = try SubmissionBench()
        var record = try bench.record()
        let spool = bench.spool
        let steps = SharedValue<[String]>([])
        let provider = ScriptedProvider([.upload("file-t"), .file("file-t"), .create("ftjob-1")]) { operation in
            let word = (try? spool.record(SubmissionBench.id))?.step.word ?? "none"
            steps.value.append("\(operation.rawValue): \(word)")
        }
        _ = try bench.submitter(provider).advance(&record)
        #expect(
            steps.value == ["upload the file: uploading", "get file: uploaded", "create the job: creating"])
    }

    @Test func everyFinalStepSaysWhatItIs() throws {
        let bench = try SubmissionBench()
        _ = try bench.record(.created(JobID("ftjob-1")))
        #expect(try bench.advance([]) == .created(JobID("ftjob-1")))
        _ = try bench.record(.failed(reason: "no"))
        #expect(try bench.advance([]) == .failed(reason: "no", kind: nil))
    }

    @Test func bytesThatTheAPIHasAreNotSentAgain() throws {
        let bench = try SubmissionBench()
        bench.earlierUploads = [FileID("file-gone"), FileID("file-bad"), FileID("file-other"), FileID("file-old")]
        _ = try bench.record()
        let result = try bench.advance([
            .file("file-gone", refused: .notFound, 404), .file("file-bad", "error"), .file("file-other", bytes: 6),
            .file("file-old"), .file("file-old"), .create("ftjob-1"),
        ])
        #expect(result == .created(JobID("ftjob-1")))
        // It is not ours to delete.
        #expect(try bench.spool.record(SubmissionBench.id)?.uploads == [])
        #expect(bench.reports.value.first == "reused file-old")
    }

    @Test func aDeathDuringTheUploadGoesOnWithWhatWasUploaded() throws {
        let bench = try SubmissionBench()
        _ = try bench.record(.uploading, uploads: ["file-t"])
        #expect(
            try bench.advance([.file("file-t"), .file("file-t"), .create("ftjob-1")]) == .created(JobID("ftjob-1")))
        _ = try bench.record(.uploading)
        #expect(
            try bench.advance([.upload("file-2"), .file("file-2"), .create("ftjob-2")]) == .created(JobID("ftjob-2")))
    }

    @Test func aFileThatChangedMeanwhileIsNotSubmitted() throws {
        let bench = try SubmissionBench()
        _ = try bench.record(.uploading)
        try bench.write("other", to: bench.directory.path("train.jsonl"))
        let reason =
            "\(try #require(try bench.spool.record(SubmissionBench.id)).plan.training.path) changed since it was submitted"
        #expect(try bench.advance([]) == .failed(reason: reason, kind: nil))
        #expect(bench.step == .failed(reason: reason))
    }

    @Test func aFailedUploadKeepsItsStep() throws {
        let bench = try SubmissionBench()
        _ = try bench.record()
        let error = #expect(throws: SubmissionError.self) {
            try bench.advance([
                .uploadFile(
                    filename: "train.jsonl", .failure(.silence(.uploadFile, mayHaveHappened: false)))
            ])
        }
        #expect(error?.kind == .unreachable)
        #expect(error?.description == "could not upload the file: no answer")
        #expect(bench.step == .uploading)
    }

    @Test(arguments: ["error", "deleted", "deleting"])
    func aFileThatTheAPICannotUseEndsIt(status: String) throws {
        let bench = try SubmissionBench()
        _ = try bench.record(.uploaded(SubmissionBench.files), uploads: ["file-t"])
        let reason = "the API could not use the file file-t: status \(status), why"
        #expect(
            try bench.advance([.file("file-t", status), .delete("file-t")]) == .failed(reason: reason, kind: nil))
        #expect(bench.step == .failed(reason: reason))
    }

    /// It was asked for again and again, for ever.
    @Test func aFileThatIsGoneEndsIt() throws {
        let bench = try SubmissionBench()
        _ = try bench.record(.uploaded(SubmissionBench.files), uploads: ["file-t"])
        let result = try bench.advance([
            .file("file-t", refused: .notFound, 404),
            .deleteFile(FileID("file-t"), .failure(.refusal(.deleteFile, .notFound, 404))),
        ])
        #expect(result == .failed(reason: "could not get file file-t: 404: no", kind: .notFound))
        #expect(bench.step?.isFinal == true)
    }

    @Test func aServerWithoutFileStatusesIsNotWaitedFor() throws {
        let bench = try SubmissionBench()
        _ = try bench.record(.uploaded(SubmissionBench.files))
        let result = try bench.advance([
            .file(FileID("file-t"), .success(RemoteFile(id: FileID("file-t")))), .create("ftjob-1"),
        ])
        #expect(result == .created(JobID("ftjob-1")))
    }

    @Test func theDaemonDoesNotWaitForAFile() throws {
        let bench = try SubmissionBench()
        bench.waits = false
        _ = try bench.record(.uploaded(SubmissionBench.files))
        #expect(
            try bench.advance([.file("file-t", "uploaded")])
                == .unfinished(reason: "the API is still processing file-t", kind: .cancelled, again: .seconds(5)))
        #expect(bench.step == .uploaded(SubmissionBench.files))
    }

    @Test func waitingForAFileHasAnEnd() throws {
        let bench = try SubmissionBench()
        _ = try bench.record(.uploaded(SubmissionBench.files))
        // 0.2, 0.4, … 5 s: half an hour is 365 looks.
        let looks = (0..<500).map { _ in Step.file("file-t", "pending") }
        let provider = ScriptedProvider(looks)
        var record = try #require(try bench.spool.record(SubmissionBench.id))
        let result = try bench.submitter(provider).advance(&record)
        #expect(
            result == .unfinished(reason: "the API is still processing file-t", kind: .cancelled, again: .seconds(5)))
        #expect((360..<370).contains(provider.operations.count))
    }
}
