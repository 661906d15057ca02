import FineTuning
import JSONText
import Testing

@testable import JobJSON

@Suite struct ShortEventTests {
    private static let usual = #"{"object":"fine_tuning.job.event","id":"e-1","created_at":1700000000,"level":"info","#

    @Test(arguments: [
        (usual + #""message":"done","data":null,"type":"message"}"#, "=OICLMDTnull"),
        (
            usual + #""message":"Step 1","type":"metrics","data":{"step":1,"train_loss":1.8e-05}}"#,
            #"=OICLMTD{"step":1,"train_loss":1.8e-05}"#
        ),
        (usual + #""message":"a \"quote\" and 水","data":{}}"#, "=OICLMD{}"),
        (#"{"id":"e-1","object":"fine_tuning.job.event","created_at":1700000000,"message":"","type":null}"#, "=IOCMT"),
    ])
    func whatTheFactsRebuildIsLeftOut(_ raw: String, _ short: String) throws {
        let event = try #require(JobEvent(wire: try JSONValue.parse(raw)))
        #expect(event.raw == raw)
        #expect(event.shortRaw == short)
        var again = event
        again.raw = "{}"
        again.take(shortRaw: short)
        #expect(again == event)
    }

    @Test(arguments: [
        // A key that is not known, one twice, a number that is written otherwise, a word that was taken for another.
        usual + #""message":"m","step":7}"#,
        usual + #""message":"m","level":"warn"}"#,
        #"{"object":"fine_tuning.job.event","id":"e-1","created_at":1.7e9,"message":"m"}"#,
        #"{"object":"fine_tuning.job.event","id":7,"created_at":1700000000,"message":"m"}"#,
        #"{"object":"fine_tuning.job.event","id":"e","created_at":1700000000,"message":7}"#,
    ])
    func whatTheyDoNotRebuildIsKeptWhole(_ raw: String) throws {
        let event = try #require(JobEvent(wire: try JSONValue.parse(raw)))
        #expect(event.shortRaw == raw)
        var again = event
        again.take(shortRaw: event.shortRaw)
        #expect(again == event)
    }

    @Test(arguments: ["", "{}", "not JSON", "=", "=OIC", "=é", "=O"]) func oddTextsOfAStoreAreTaken(_ text: String) {
        var event = JobEvent(id: JobEventID("e"), createdAt: UnixTime(seconds: 1), level: "info", message: "m")
        event.take(shortRaw: text)
        #expect(text.hasPrefix("=") || event.raw == text)
    }
}
