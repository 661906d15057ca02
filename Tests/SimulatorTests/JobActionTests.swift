import FineTuning
import JSONText
import Testing

@testable import Simulator

@Suite struct JobActionTests {
    @Test func cancelEndsAJobOnce() {
        var caller = Caller()
        let id = caller.create(Rows.many(10))
        caller.wait(100)
        #expect(caller.call("POST", "/fine_tuning/jobs/\(id)/cancel")["status"]?.string == "cancelled")
        caller.wait(1000)
        let job = caller.job(id)
        #expect(job["status"]?.string == "cancelled")
        #expect(job["finished_at"]?.number?.integer == 1_800_000_100)
        #expect(job["fine_tuned_model"]?.isNull == true)
        let again = caller.call("POST", "/fine_tuning/jobs/\(id)/cancel")
        #expect(again.status == 400)
        #expect(again.message == "Job \(id) cannot be cancelled: its status is cancelled.")
    }

    @Test func pausedTimeDoesNotCount() {
        var caller = Caller()
        let id = caller.create(Rows.many(10))
        caller.wait(100)
        #expect(caller.call("POST", "/fine_tuning/jobs/\(id)/pause")["status"]?.string == "paused")
        let steps = caller.messages(id).filter { $0.hasPrefix("Step") }.count
        caller.wait(5000)
        #expect(caller.status(id) == "paused")
        #expect(caller.messages(id).filter { $0.hasPrefix("Step") }.count == steps)
        #expect(caller.call("POST", "/fine_tuning/jobs/\(id)/resume")["status"]?.string == "running")
        caller.wait(489)
        #expect(caller.status(id) == "running")
        caller.wait(2)
        #expect(caller.status(id) == "succeeded")
        #expect(caller.job(id)["finished_at"]?.number?.integer == 1_800_005_590)
    }

    @Test(arguments: [("pause", "paused"), ("resume", "resumed")])
    func onlyFittingStatusesCanBeActedOn(verb: String, participle: String) {
        var caller = Caller()
        let id = caller.create(Rows.many(10))
        let answer = caller.call("POST", "/fine_tuning/jobs/\(id)/\(verb)")
        #expect(answer.status == 400)
        #expect(answer.message == "Job \(id) cannot be \(participle): its status is validating_files.")
    }

    @Test(arguments: ["GET /fine_tuning/jobs/x", "POST /fine_tuning/jobs/x/cancel", "GET /fine_tuning/jobs/x/events"])
    func unknownJobsAreNotFound(request: String) {
        var caller = Caller()
        let parts = request.split(separator: " ").map(String.init)
        let answer = caller.call(parts[0], parts[1])
        #expect(answer.status == 404)
        #expect(
            JSONWriter.text(answer.json)
                == #"{"error":{"message":"Could not find fine tune: x","type":"invalid_request_error","#
                + #""param":"fine_tune_id","code":"fine_tune_not_found"}}"#)
    }

    @Test func jobsAreListedNewestFirstPageByPage() {
        var caller = Caller()
        var ids: [String] = []
        for _ in 0..<5 {
            ids.insert(caller.create(Rows.many(10)), at: 0)
            caller.wait(1)
        }
        let first = caller.call("GET", "/fine_tuning/jobs?limit=2")
        #expect(first.ids == Array(ids[..<2]))
        #expect(first["has_more"]?.bool == true)
        let last = caller.call("GET", "/fine_tuning/jobs?limit=3&after=\(ids[1])")
        #expect(last.ids == Array(ids[2...]))
        #expect(last["has_more"]?.bool == false)
        #expect(last["first_id"] == nil)
        #expect(caller.call("GET", "/fine_tuning/jobs?after=\(ids[4])").ids == [])
        let lost = caller.call("GET", "/fine_tuning/jobs?after=ftjob-x")
        #expect(lost.status == 400)
        #expect(lost.message == "Invalid 'after' cursor: no item with id 'ftjob-x' in this list.")
    }

    @Test(arguments: [
        ("0", "Invalid 'limit': expected a value from 1 to 10000, but got 0."),
        ("x", "Invalid type for 'limit': expected an integer, but got 'x'."),
    ])
    func badLimitsAreRefused(limit: String, message: String) {
        var caller = Caller()
        #expect(caller.call("GET", "/fine_tuning/jobs?limit=\(limit)").message == message)
    }

    @Test func metadataSelectsJobs() {
        var caller = Caller()
        let plain = caller.create(Rows.many(10))
        let a = caller.create(Rows.many(10), ["metadata": .object(["k": .string("a"), "l": .string("")])])
        let b = caller.create(Rows.many(10), ["metadata": .object(["k": .string("b")])])
        for (query, ids) in [
            ("metadata%5Bk%5D=a", [a]), ("metadata[k]=b", [b]), ("metadata[l]=", [a]),
            ("metadata[k]=a&metadata[l]=x", []),
            ("metadata=null", [plain]),
        ] {
            #expect(caller.call("GET", "/fine_tuning/jobs?\(query)").ids == ids)
        }
        #expect(caller.call("GET", "/fine_tuning/jobs?metadata=null&metadata[k]=a").status == 400)
    }
}
