import JSONText
import Testing

@testable import Simulator

@Suite struct FileInspectionTests {
    static func chat(_ messages: String) -> String { #"{"messages": [\#(messages)]}"# + "\n" }
    static let invalid = "The job failed due to an invalid training file. "

    /// A row put behind 11 good ones, and the message of the failed job.
    static let badRows: [(row: String, message: String)] = [
        ("{\n", invalid + "Invalid file format. Line 12 is not a valid JSON object"),
        ("[]\n", invalid + "Invalid file format. Line 12 is not a valid JSON object"),
        (#"{"rows": []}"#, invalid + "Invalid file format. Example 12 is missing key 'messages'"),
        (
            chat(""),
            invalid + "Invalid file format. Example 12, key 'messages': expected a list of messages that is not empty"
        ),
        (
            chat(#"{"role": "user", "content": "a"}, {"content": "b"}"#),
            invalid + "Invalid file format. Example 12, message 2 Discriminator 'role' is missing in value"
        ),
        (
            chat(#"{"role": "assitant", "content": "b"}"#),
            invalid + "Invalid file format. Example 12, message 1 Input tag \"assitant\" found using 'role' does not "
                + "match any of the expected tags: 'system', 'user', 'assistant', 'tool', 'function'"
        ),
        (
            chat(#"{"role": "user"}"#),
            invalid + "Invalid file format. Example 12, message 1, key 'content': Field required"
        ),
        (
            chat(#"{"role": "user", "content": 1}"#),
            invalid + "Invalid file format. Example 12, message 1, key 'content': "
                + "Input should be a string or a list of parts"
        ),
        (
            chat(#"{"role": "user", "content": "a", "mood": "x"}"#),
            invalid + "Invalid file format. Example 12, message 1, key 'mood': Extra inputs are not permitted"
        ),
        (
            chat(#"{"role": "assistant", "content": "a", "weight": 0.5}"#),
            invalid + "Invalid file format. Example 12, message 1, key 'weight': "
                + "Input should be 0 or 1, on assistant messages only"
        ),
        (
            chat(#"{"role": "user", "content": "a"}"#),
            invalid + "Invalid file format. Example 12 has no message from the assistant"
        ),
        (
            chat(#"{"role": "assistant", "content": "a <|fim_suffix|> b"}"#),
            "The job failed due to a file format error in the training file. Invalid file format. "
                + "Example 12 message contains an invalid token: <|fim_suffix|>."
        ),
    ]

    @Test(arguments: badRows)
    func aBadRowFailsTheJob(row: String, message: String) {
        var caller = Caller()
        let id = caller.create(Rows.many(11) + row)
        #expect(caller.status(id) == "validating_files")
        caller.wait(60)
        let job = caller.job(id)
        #expect(job["status"]?.string == "failed")
        #expect(job["error"]?["message"]?.string == message)
        #expect(job["error"]?["code"]?.string == "invalid_training_file")
        #expect(job["error"]?["param"]?.string == "training_file")
        #expect(caller.messages(id).last == message)
        #expect(job["fine_tuned_model"]?.isNull == true)
    }

    @Test(arguments: ["hello\n", #"{"a": 1}"#, "\n\n", "\u{FEFF}{}"])
    func aFileOfAnotherShapeFailsTheJob(content: String) {
        var caller = Caller()
        let id = caller.create(content)
        caller.wait(60)
        #expect(
            caller.job(id)["error"]?["message"]?.string == Self.invalid
                + "Unexpected file format, expected either prompt/completion pairs or chat messages.")
    }

    @Test func nineRowsAreTooFew() {
        var caller = Caller()
        let id = caller.create(Rows.many(9) + "\n \r\n")
        caller.wait(60)
        #expect(
            JSONWriter.text(caller.job(id)["error"] ?? .null)
                == #"{"code":"invalid_n_examples","#
                + #""message":"Training file has 9 example(s), but must have at least 10 examples","#
                + #""param":"training_file"}"#)
    }

    @Test func goodRowsOfEveryKindAreTaken() {
        let rows = [
            Self.chat(#"{"role": "system", "content": "a"}, {"role": "assistant", "content": "b", "weight": 1}"#),
            Self.chat(
                #"{"role": "user", "name": "n", "content": [{"type": "text", "text": "a"}, "#
                    + #"{"type": "image_url", "image_url": {"url": "https://example.org/a.png"}}]}, "#
                    + #"{"role": "assistant", "content": null, "tool_calls": [{"id": "t", "type": "function", "#
                    + #""function": {"name": "f", "arguments": "{}"}}]}, "#
                    + #"{"role": "tool", "tool_call_id": "t", "content": "c"}, {"role": "assistant", "content": "d | e"}"#
            ),
            #"{"messages": [{"role": "assistant", "content": "a"}], "tools": [], "parallel_tool_calls": false}"#
                + "\r\n",
        ]
        var caller = Caller()
        let id = caller.create(Rows.many(10) + rows.joined())
        caller.wait(60)
        #expect(caller.status(id) == "running")
    }

    @Test func theMethodMustFitTheFile() throws {
        var caller = Caller()
        let chat = caller.create(Rows.many(10), ["method": .object(["type": .string("dpo")])])
        let preference = caller.create(Rows.preference(10))
        caller.wait(60)
        let file = try #require(caller.job(chat)["training_file"]?.string)
        #expect(
            caller.job(chat)["error"]?["message"]?.string
                == "Input file \(file) is in the fine-tune-chat format, but the specified fine-tuning job is not using "
                + "'supervised' as the training method (provided method=dpo).")
        #expect(caller.job(preference)["error"]?["code"]?.string == "invalid_training_file")
    }

    @Test func validationFilesAreReadToo() throws {
        var caller = Caller()
        let few = try #require(caller.upload(Rows.many(1))["id"])
        let bad = try #require(caller.upload(Rows.many(1) + "x\n")["id"])
        let good = caller.create(Rows.many(10), ["validation_file": few])
        let failing = caller.create(Rows.many(10), ["validation_file": bad])
        caller.wait(60)
        #expect(caller.status(good) == "running")
        #expect(
            caller.job(failing)["error"]?["message"]?.string
                == "The job failed due to an invalid validation file. "
                + "Invalid file format. Line 2 is not a valid JSON object")
        #expect(caller.job(failing)["error"]?["code"]?.string == "invalid_validation_file")
    }
}
