import FineTuning
import HTTPServer
import JSONText
import Testing

@testable import Simulator

@Suite struct SimulatedFilesTests {
    @Test func anUploadIsShownAsTheAPIDoes() {
        var caller = Caller()
        let uploaded = caller.upload("{}\n", name: "a b.jsonl")
        let id = uploaded["id"]?.string ?? ""
        #expect(id.hasPrefix("file-") && id.count == 27)
        #expect(
            JSONWriter.text(uploaded.json)
                == #"{"object":"file","id":"\#(id)","purpose":"fine-tune","filename":"a b.jsonl","bytes":3,"#
                + #""created_at":1800000000,"expires_at":null,"status":"uploaded","status_details":null}"#)
        caller.wait(2)
        #expect(caller.call("GET", "/files/\(id)")["status"]?.string == "processed")
        #expect(bytes(of: caller.call("GET", "/files/\(id)/content").response) == Array("{}\n".utf8))
    }

    @Test func filesAreListedByTheirQuery() {
        var caller = Caller()
        let ids = ["batch", "fine-tune", "fine-tune"].map { purpose -> String in
            caller.wait(1)
            return caller.upload("{}", purpose: purpose)["id"]?.string ?? ""
        }
        let all = caller.call("GET", "/files")
        #expect(all.ids == ids.reversed())
        #expect(all["first_id"]?.string == ids[2])
        #expect(all["last_id"]?.string == ids[0])
        #expect(caller.call("GET", "/files?order=asc&limit=1").ids == [ids[0]])
        #expect(caller.call("GET", "/files?purpose=fine-tune&after=\(ids[2])").ids == [ids[1]])
        #expect(caller.call("GET", "/files?purpose=vision").ids == [])
        #expect(caller.call("GET", "/files?purpose=vision")["first_id"]?.isNull == true)
        #expect(caller.call("GET", "/files?order=up").status == 400)
    }

    @Test func aDeletedFileIsGone() {
        var caller = Caller()
        let id = caller.upload("{}")["id"]?.string ?? ""
        #expect(
            JSONWriter.text(caller.call("DELETE", "/files/\(id)").json)
                == #"{"object":"file","deleted":true,"id":"\#(id)"}"#)
        for request in ["GET /files/\(id)", "DELETE /files/\(id)", "GET /files/\(id)/content"] {
            let parts = request.split(separator: " ").map(String.init)
            let answer = caller.call(parts[0], parts[1])
            #expect(answer.status == 404)
            #expect(answer.message == "No such File object: \(id)")
        }
    }

    @Test func anExpiredFileIsGone() {
        var caller = Caller()
        let file = caller.upload(
            "{}", more: [("expires_after[anchor]", "created_at"), ("expires_after[seconds]", "3600")])
        #expect(file["expires_at"]?.number?.integer == 1_800_003_600)
        caller.wait(3599)
        #expect(caller.call("GET", "/files").ids.count == 1)
        caller.wait(1)
        #expect(caller.call("GET", "/files").ids == [])
    }

    @Test(arguments: [
        ("created_at", "3599"), ("created_at", "2592001"), ("created_at", "x"), ("now", "3600"),
    ])
    func expiryHasBounds(anchor: String, seconds: String) {
        var caller = Caller()
        let answer = caller.upload(
            "{}", more: [("expires_after[anchor]", anchor), ("expires_after[seconds]", seconds)])
        #expect(answer.status == 400)
        #expect(answer.message?.hasPrefix("invalid expires_after.") == true)
    }

    @Test func wrongUploadsAreRefused() {
        var caller = Caller()
        #expect(caller.upload("{}", purpose: nil).message == "Missing required parameter: 'purpose'.")
        #expect(
            caller.upload("{}", purpose: "tuning").message
                == "'tuning' is not one of ['assistants', 'batch', 'fine-tune', 'vision', 'user_data', 'evals'] - 'purpose'"
        )
        #expect(
            caller.upload("{}", name: "a.txt").message == "Invalid file format for Fine-Tuning API. Must be .jsonl")
        #expect(caller.upload("").message == "File is empty.")
        #expect(caller.call("POST", "/files", .object([:])).message == "the request is not multipart/form-data")
        #expect(caller.call("GET", "/files").ids == [])
    }
}
