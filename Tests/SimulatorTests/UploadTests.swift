import HTTPServer
import JSONText
import Testing

@testable import Simulator

/// Files in parts.
@Suite struct UploadTests {
    private static func begin(_ caller: inout Caller, bytes: Int, _ more: JSONObject = [:]) -> Answer {
        var body: JSONObject = [
            "bytes": .integer(bytes), "filename": .string("train.jsonl"), "mime_type": .string("text/jsonl"),
            "purpose": .string("fine-tune"),
        ]
        for member in more.members { body[member.key] = member.value }
        return caller.call("POST", "/uploads", .object(body))
    }

    private static func add(_ caller: inout Caller, _ upload: String, _ data: String) -> Answer {
        let form = "--b\r\nContent-Disposition: form-data; name=\"data\"; filename=\"p\"\r\n\r\n\(data)\r\n--b--\r\n"
        return caller.answer(
            ServerRequest(
                method: "POST", target: "/v1/uploads/\(upload)/parts",
                headers: ["Authorization": "Bearer k", "Content-Type": "multipart/form-data; boundary=b"],
                body: ServerBody(Array(form.utf8))))
    }

    private static func complete(_ caller: inout Caller, _ upload: String, _ parts: [String]) -> Answer {
        caller.call("POST", "/uploads/\(upload)/complete", .object(["part_ids": .array(parts.map(JSONValue.string))]))
    }

    @Test func partsBecomeAFileInTheOrderThatIsSaid() {
        var caller = Caller()
        let begun = Self.begin(&caller, bytes: 6)
        #expect(begun["status"]?.string == "pending" && begun["object"]?.string == "upload")
        let id = begun["id"]?.string ?? ""
        let parts = ["def", "abc"].map { Self.add(&caller, id, $0)["id"]?.string ?? "" }
        let done = Self.complete(&caller, id, parts.reversed())
        #expect(done["status"]?.string == "completed")
        let file = done["file"]?["id"]?.string ?? ""
        #expect(done["file"]?["bytes"]?.number?.integer == 6)
        let content = bytes(of: caller.call("GET", "/files/\(file)/content").response)
        #expect(String(decoding: content, as: UTF8.self) == "abcdef")
        #expect(Self.add(&caller, id, "x").message == "Upload \(id) is completed: it takes no more.")
    }

    @Test func theSumOfThePartsIsWhatWasAnnounced() {
        var caller = Caller()
        let id = Self.begin(&caller, bytes: 4)["id"]?.string ?? ""
        let part = Self.add(&caller, id, "abc")["id"]?.string ?? ""
        #expect(Self.complete(&caller, id, [part]).message == "The parts have 3 bytes, but 4 were announced.")
        #expect(Self.add(&caller, id, "de").message == "The parts have more than the 4 bytes announced.")
        #expect(Self.complete(&caller, id, ["part_x"]).message == "No such part: part_x")
        #expect(Self.complete(&caller, id, [part, part]).status == 400)
    }

    @Test func anUploadDiesAfterAnHourOrWhenItIsCancelled() {
        var caller = Caller()
        let id = Self.begin(&caller, bytes: 4)["id"]?.string ?? ""
        #expect(caller.call("POST", "/uploads/\(id)/cancel")["status"]?.string == "cancelled")
        let late = Self.begin(&caller, bytes: 4)["id"]?.string ?? ""
        caller.wait(3600)
        #expect(Self.add(&caller, late, "abcd").message == "Upload \(late) is expired: it takes no more.")
        #expect(caller.call("POST", "/uploads/upload_x/cancel").status == 404)
        #expect(caller.call("GET", "/uploads/\(id)").status == 404)
    }

    @Test func whatIsNotDoneIsRefused() {
        var caller = Caller()
        #expect(Self.begin(&caller, bytes: 4, ["expires_after": .object([:])]).status == 400)
        #expect(Self.begin(&caller, bytes: 0).status == 400)
        #expect(Self.begin(&caller, bytes: 4, ["filename": .string("a.txt")]).status == 400)
        #expect(Self.begin(&caller, bytes: 4, ["purpose": .null]).status == 400)
        var other = Caller(like: .fastapi)
        #expect(Self.begin(&other, bytes: 4).status == 404)
    }
}
