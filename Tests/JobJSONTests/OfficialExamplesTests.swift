import FineTuning
import JSONText
import JobJSON
import TestSupport
import Testing

/// Every example reply of the official specification decodes.
@Suite(.enabled(if: SharedData.has("api_examples"), "the reference data is not beside this checkout"))
struct OfficialExamplesTests {
    /// The examples whose name has one of these words.
    static func examples(_ words: String...) -> [String] {
        SharedData.names(in: "api_examples").filter { name in
            !name.contains("request") && !name.contains("Permission") && words.contains { name.contains($0) }
        }
    }

    func example(_ name: String) throws -> JSONValue {
        try JSONValue.parse(try #require(SharedData.bytes("api_examples/\(name)")))
    }

    @Test(
        arguments: examples(
            "createFineTuningJob", "retrieveFineTuningJob", "cancelFineTuningJob", "pauseFineTuningJob",
            "resumeFineTuningJob", "schema_FineTuningJob.json"))
    func jobsDecode(_ name: String) throws {
        let value = try example(name)
        let job = try #require(Job(wire: value))
        #expect(job.id.rawValue == value["id"]?.string)
        #expect(job.status.word == value["status"]?.string)
        #expect(JobStatus.known.contains(job.status))
        #expect(job.error == nil)
        #expect(try JSONValue.parse(job.raw) == value)
    }

    @Test func listsDecodeItemByItem() throws {
        let jobs = try example("listPaginatedFineTuningJobs__response.json")
        #expect(
            jobs["data"]?.array?.compactMap { Job(wire: $0) }.map(\.metadata) == [
                [MetadataPair(key: "key", value: "value")]
            ])
        let events = try example("listFineTuningEvents__response.json")
        #expect(events["data"]?.array?.compactMap { JobEvent(wire: $0) }.map(\.level) == ["info", "info"])
        let checkpoints = try example("listFineTuningJobCheckpoints__response.json")
        let read = checkpoints["data"]?.array?.compactMap { Checkpoint(wire: $0) } ?? []
        #expect(read.map(\.step) == [2000, 1000])
        #expect(read.map(\.metric.fullValidLoss) == [0.134, 0.167])
        let files = try example("listFiles__response.json")
        #expect(files["data"]?.array?.compactMap { RemoteFile(wire: $0) }.map(\.bytes) == [175, 140])
    }

    @Test(arguments: ["createFile__response.json", "retrieveFile__response.json", "schema_OpenAIFile.json"])
    func filesDecode(_ name: String) throws {
        let value = try example(name)
        #expect(RemoteFile(wire: value)?.id.rawValue == value["id"]?.string)
    }

    @Test func schemaExamplesDecode() throws {
        let event = try example("schema_FineTuningJobEvent.json")
        #expect(JobEvent(wire: event)?.id.rawValue == event["id"]?.string)
        let checkpoint = try example("schema_FineTuningJobCheckpoint.json")
        #expect(Checkpoint(wire: checkpoint)?.id.rawValue == checkpoint["id"]?.string)
    }
}
