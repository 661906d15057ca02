import FineTuning
import JSONText
import Testing

@testable import EndToEndSupport

/// `cancel`, `pause` and `resume` say what became of a job, by what the API shows of it.
@Suite struct ActionTests {
    /// `pause` said "paused" of a job that went on running.
    @Test func aCallThatChangesNothingIsNotSaidToHave() throws {
        let place = try Place()
        let server = try SimulatedServer(place)
        try place.configure(server.baseURL)
        let job = try server.makeJob("running")
        #expect(try place.pollOnce().ending == .exited(0))
        try server.spoil([
            "match": .string("POST /fine_tuning/jobs/*/pause"), "status": .integer(200),
            "body": .object([
                "object": .string("fine_tuning.job"), "id": .string(job.rawValue), "created_at": .integer(5),
                "status": .string("running"), "model": .string("m"),
            ]),
        ])
        let result = try place.control("pause", job.rawValue)
        #expect(result.output == "")
        #expect(
            result.errors == """
                ftctl: \(job) was not paused: the API took the call, and the job is the same: running

                """)
        #expect(result.code == 1)
        try server.heal()
        #expect(try place.control("pause", job.rawValue).output == "\(job) paused: paused\n")
        #expect(try place.control("cancel", job.rawValue).output == "\(job) cancelled: cancelled\n")
    }
}
