import FineTuning
import JSONText
import JobJSON
import Testing

/// The forms that views and bodies of hooks share.
@Suite struct FactsTests {
    private static let time = UnixTime(seconds: 1_750_860_000)

    @Test func everyFactOfAJobIsInItsWholeObject() {
        let job = Job(
            id: JobID("ftjob-1"), createdAt: Self.time, status: .failed, model: ModelName("m"),
            error: JobError(code: "c", message: "m", param: nil), seed: 7, raw: #"{"seed":1,"own":true}"#)
        for fact in job.facts.members { #expect(job.json[fact.key] == fact.value) }
        #expect(job.json["own"] == .bool(true))
    }

    @Test func anEventHasEveryKey() {
        let event = JobEvent(
            id: JobEventID("e"), createdAt: Self.time, level: "info", message: "m", raw: #"{"data":{"step":1}}"#)
        #expect(
            JSONWriter.text(.object(event.json))
                == #"{"id":"e","created_at":1750860000,"level":"info","message":"m","type":null,"data":{"step":1}}"#)
    }

    @Test func aFileShowsWhatIsKnown() {
        let file = RemoteFile(id: FileID("file-1"), bytes: 3, filename: "a.jsonl", raw: #"{"own":1}"#)
        #expect(
            JSONWriter.text(.object(file.json))
                == #"{"id":"file-1","created_at":null,"bytes":3,"purpose":null,"status":null,"filename":"a.jsonl"}"#)
        #expect(file.received == ["own": .integer(1)])
    }

    /// A store that somebody else wrote to has anything in its `raw`.
    @Test(arguments: ["", "[1]", "null", "{", "\"a\""])
    func whatIsNoObjectHasNoMembers(_ raw: String) {
        #expect(JSONObject(received: raw) == [:])
    }
}
