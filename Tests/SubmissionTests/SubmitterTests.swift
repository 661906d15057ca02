import FineTuning
import HTTPClient
import Spool
import Synchronization
import TestSupport
import Testing

@testable import Submission

@Suite struct SubmitterTests {
    @Test func aFreshSubmissionUploadsWaitsAndCreatesOnce() throws {
        let desk = try Desk()
        _ = try desk.record()
        let transport = ScriptedTransport([
            .upload("file-t"), .file("file-t", "uploaded"), .file("file-t"), .create("ftjob-1"),
        ])
        var record = try #require(try desk.spool.record(Desk.id))
        #expect(try desk.submitter(transport).advance(&record) == .created(JobID("ftjob-1")))
        transport.finish()
        #expect(desk.step == .created(JobID("ftjob-1")))
        #expect(record.uploads.map(\.file.rawValue) == ["file-t"])
        #expect(
            desk.seen.told.withLock { $0 } == [
                "uploaded file-t", "processing file-t", "processed file-t", "creating",
            ])
        // The one call that must not happen twice: on a connection of its own, with the submission's id.
        let create = try #require(transport.requests.last)
        #expect(create.freshConnection)
        guard case .bytes(let bytes) = create.body else {
            Issue.record("the create call has no body")
            return
        }
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == "{\"model\":\"gpt-base\",\"training_file\":\"file-t\",\"metadata\":{\"ftd_submission\":\"\(Desk.id)\"}}"
        )
    }

    @Test func eachStepIsOnTheDiskBeforeItsCall() throws {
        let desk = try Desk()
        var record = try desk.record()
        let seen = StepRecorder(desk.spool, answers: [.upload("file-t"), .file("file-t"), .create("ftjob-1")])
        _ = try desk.submitter(seen).advance(&record)
        #expect(
            seen.steps == [
                "POST /v1/files: uploading", "GET /v1/files/file-t: uploaded", "POST /v1/fine_tuning/jobs: creating",
            ])
    }

    @Test func everyFinalStepSaysWhatItIs() throws {
        let desk = try Desk()
        _ = try desk.record(.created(JobID("ftjob-1")))
        #expect(try desk.advance([]) == .created(JobID("ftjob-1")))
        _ = try desk.record(.failed(reason: "no"))
        #expect(try desk.advance([]) == .failed(reason: "no", kind: nil))
    }

    @Test func bytesThatTheAPIHasAreNotSentAgain() throws {
        let desk = try Desk()
        desk.earlierUploads = [FileID("file-gone"), FileID("file-bad"), FileID("file-other"), FileID("file-old")]
        _ = try desk.record()
        let result = try desk.advance([
            .refuse("GET /v1/files/file-gone", 404), .file("file-bad", "error"), .file("file-other", bytes: 6),
            .file("file-old"), .file("file-old"), .create("ftjob-1"),
        ])
        #expect(result == .created(JobID("ftjob-1")))
        // It is not ours to delete.
        #expect(try desk.spool.record(Desk.id)?.uploads == [])
        #expect(desk.seen.told.withLock { $0.first } == "reused file-old")
    }

    @Test func aDeathDuringTheUploadGoesOnWithWhatWasUploaded() throws {
        let desk = try Desk()
        _ = try desk.record(.uploading, uploads: ["file-t"])
        #expect(
            try desk.advance([.file("file-t"), .file("file-t"), .create("ftjob-1")]) == .created(JobID("ftjob-1")))
        _ = try desk.record(.uploading)
        #expect(
            try desk.advance([.upload("file-2"), .file("file-2"), .create("ftjob-2")]) == .created(JobID("ftjob-2")))
    }

    @Test func aFileThatChangedMeanwhileIsNotSubmitted() throws {
        let desk = try Desk()
        _ = try desk.record(.uploading)
        try desk.write("other", to: desk.directory.path("train.jsonl"))
        let reason = "\(try #require(try desk.spool.record(Desk.id)).plan.training.path) changed since it was submitted"
        #expect(try desk.advance([]) == .failed(reason: reason, kind: nil))
        #expect(desk.step == .failed(reason: reason))
    }

    @Test func aFailedUploadKeepsItsStep() throws {
        let desk = try Desk()
        _ = try desk.record()
        let error = #expect(throws: SubmissionError.self) {
            try desk.advance([.expect("POST /v1/files", failure: HTTPTransportError(.couldNotConnect))])
        }
        #expect(error?.kind == .unreachable)
        #expect(
            error?.description == """
                could not upload the file train.jsonl: could not connect to the server; check base-url and the network
                """)
        #expect(desk.step == .uploading)
    }

    @Test(arguments: ["error", "deleted", "deleting"])
    func aFileThatTheAPICannotUseEndsIt(status: String) throws {
        let desk = try Desk()
        _ = try desk.record(.uploaded(Desk.files), uploads: ["file-t"])
        let reason = "the API could not use the file file-t: status \(status), why"
        #expect(
            try desk.advance([.file("file-t", status), .delete("file-t")]) == .failed(reason: reason, kind: nil))
        #expect(desk.step == .failed(reason: reason))
    }

    /// It was asked for again and again, for ever.
    @Test func aFileThatIsGoneEndsIt() throws {
        let desk = try Desk()
        _ = try desk.record(.uploaded(Desk.files), uploads: ["file-t"])
        let result = try desk.advance([
            .refuse("GET /v1/files/file-t", 404), .refuse("DELETE /v1/files/file-t", 404),
        ])
        #expect(result == .failed(reason: "could not get file file-t: 404: no", kind: .notFound))
        #expect(desk.step?.isFinal == true)
    }

    @Test func aServerWithoutFileStatusesIsNotWaitedFor() throws {
        let desk = try Desk()
        _ = try desk.record(.uploaded(Desk.files))
        let result = try desk.advance([
            .expect("GET /v1/files/file-t", json: "{\"object\":\"file\",\"id\":\"file-t\"}"), .create("ftjob-1"),
        ])
        #expect(result == .created(JobID("ftjob-1")))
    }

    @Test func theDaemonDoesNotWaitForAFile() throws {
        let desk = try Desk()
        desk.waits = false
        _ = try desk.record(.uploaded(Desk.files))
        #expect(
            try desk.advance([.file("file-t", "uploaded")])
                == .unfinished(reason: "the API is still processing file-t", kind: .cancelled, again: .seconds(5)))
        #expect(desk.step == .uploaded(Desk.files))
    }

    @Test func waitingForAFileHasAnEnd() throws {
        let desk = try Desk()
        _ = try desk.record(.uploaded(Desk.files))
        // 0.2, 0.4, … 5 s: half an hour is 365 looks.
        let looks = (0..<500).map { _ in ScriptedTransport.Step.file("file-t", "pending") }
        let transport = ScriptedTransport(looks)
        var record = try #require(try desk.spool.record(Desk.id))
        let result = try desk.submitter(transport).advance(&record)
        #expect(
            result == .unfinished(reason: "the API is still processing file-t", kind: .cancelled, again: .seconds(5)))
        #expect((360..<370).contains(transport.requests.count))
    }
}

/// Notes what lies in the spool at the moment of each request.
private final class StepRecorder: HTTPTransport {
    private let spool: Spool
    private let script: ScriptedTransport

    init(_ spool: Spool, answers: [ScriptedTransport.Step]) {
        self.spool = spool
        script = ScriptedTransport(answers)
        noted = .init([])
    }

    private let noted: Mutex<[String]>

    var steps: [String] { noted.withLock { $0 } }

    func send(_ request: HTTPRequest) throws(HTTPTransportError) -> HTTPResponse {
        let path = request.url.dropFirst("https://api.example".count)
        let word = (try? spool.record(Desk.id))?.step.word ?? "none"
        noted.withLock { $0.append("\(request.method.rawValue) \(path): \(word)") }
        return try script.send(request)
    }
}
