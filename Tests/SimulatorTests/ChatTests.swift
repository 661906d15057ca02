import FineTuning
import HTTPServer
import JSONText
import Testing

@testable import Simulator

@Suite struct ChatTests {
    /// A caller with a model that learned the squares of 1 to 12.
    static func tuned() -> (Caller, String) {
        var caller = Caller()
        let id = caller.create(Rows.many(12))
        caller.wait(600)
        let model = caller.job(id)["fine_tuned_model"]?.string ?? ""
        return (caller, model)
    }

    static func ask(_ caller: inout Caller, _ model: String, _ prompt: String, _ more: JSONObject = [:]) -> Answer {
        var body: JSONObject = [
            "model": .string(model),
            "messages": .array([
                .object(["role": .string("system"), "content": .string("s")]),
                .object(["role": .string("user"), "content": .string(prompt)]),
            ]),
        ]
        for member in more.members { body[member.key] = member.value }
        return caller.call("POST", "/chat/completions", .object(body))
    }

    static func content(_ answer: Answer) -> String? {
        answer["choices"]?.array?.first?["message"]?["content"]?.string
    }

    @Test(arguments: [
        ("What is the square of 7?", "It is 49."), ("  what IS the square of 12? ", "It is 144."),
        ("square of 11, please", "It is 121."), ("", "It is 1."), ("zzz", "It is 1."),
    ])
    func aTunedModelAnswersFromTheNearestRow(prompt: String, answer: String) {
        var (caller, model) = Self.tuned()
        #expect(Self.content(Self.ask(&caller, model, prompt)) == answer)
    }

    @Test func itGoesOnAnsweringWithoutItsFile() {
        var (caller, model) = Self.tuned()
        for id in caller.call("GET", "/files").ids { _ = caller.call("DELETE", "/files/\(id)") }
        #expect(Self.content(Self.ask(&caller, "\(model):ckpt-step-96", "the square of 3")) == "It is 9.")
    }

    @Test func aBaseModelSpeaksInGeneral() {
        var (caller, _) = Self.tuned()
        let answer = Self.ask(&caller, "gpt-4o-mini", "What is the square of 7?")
        #expect(answer["model"]?.string == "gpt-4o-mini-2024-07-18")
        #expect(
            Self.content(answer) == "You ask: \"What is the square of 7?\". There is more than one way to see this; "
                + "in general it depends on the context.")
    }

    @Test(arguments: [
        (#"{"tool_choice": "required"}"#, "tool_choice"), (#"{"top_logprobs": 2}"#, "top_logprobs"),
        (#"{"response_format": {"type": "json_object"}}"#, "response_format"),
        (#"{"presence_penalty": 1}"#, "presence_penalty"),
    ])
    func whatIsNotDoneIsRefused(_ members: String, _ param: String) throws {
        var (caller, model) = Self.tuned()
        let more = try #require(try JSONValue.parse(Array(members.utf8)).object)
        let answer = Self.ask(&caller, model, "the square of 3", more)
        #expect(answer.status == 400)
        #expect(answer["error"]?["param"]?.string == param)
        #expect(answer["error"]?["code"]?.string == "unsupported_parameter")
    }

    @Test func logProbabilitiesComeForEachWordWhenTheyAreAskedFor() throws {
        var (caller, model) = Self.tuned()
        let more = try #require(try JSONValue.parse(#"{"logprobs": true}"#).object)
        let choice = Self.ask(&caller, model, "the square of 3", more)["choices"]?.array?.first
        let tokens = choice?["logprobs"]?["content"]?.array ?? []
        #expect(tokens.compactMap { $0["token"]?.string }.joined() == "It is 9.")
        #expect(tokens.allSatisfy { ($0["logprob"]?.number?.double ?? 1) < 0 })
        #expect(Self.ask(&caller, model, "the square of 3")["choices"]?.array?.first?["logprobs"] == .null)
    }

    @Test func whatAsksForNothingIsNotRefused() throws {
        var (caller, model) = Self.tuned()
        let more = try JSONValue.parse(
            Array(
                #"{"tool_choice": "auto", "logprobs": false, "parallel_tool_calls": false, "presence_penalty": 0.0, "modalities": ["text"]}"#
                    .utf8))
        #expect(Self.ask(&caller, model, "the square of 3", try #require(more.object)).status == 200)
    }

    private static let tools = #"[{"type": "function", "function": {"name": "weather", "parameters": {}}}]"#
    private static let toolRow = """
        {"messages": [{"role": "user", "content": "Weather in Paris?"}, {"role": "assistant", "tool_calls": [{"id": "c1", \
        "type": "function", "function": {"name": "weather", "arguments": "{\\"city\\": \\"Paris\\"}"}}]}, \
        {"role": "tool", "tool_call_id": "c1", "content": "12 C"}, {"role": "assistant", "content": "It is 12 C."}], \
        "tools": \(tools)}

        """

    /// It said nothing at all.
    @Test func aModelTunedOnCallsMakesThem() throws {
        var caller = Caller()
        let id = caller.create(String(repeating: Self.toolRow, count: 10))
        caller.wait(600)
        let model = caller.job(id)["fine_tuned_model"]?.string ?? ""
        let tools = try JSONValue.parse(Array(Self.tools.utf8))
        let first = Self.ask(&caller, model, "Weather in Paris?", ["tools": tools])["choices"]?.array?.first
        #expect(first?["finish_reason"]?.string == "tool_calls")
        #expect(first?["message"]?["content"]?.isNull == true)
        let call = first?["message"]?["tool_calls"]?.array?.first
        #expect(call?["function"]?["name"]?.string == "weather")
        #expect(call?["function"]?["arguments"]?.string == #"{"city": "Paris"}"#)
        #expect(call?["id"]?.string?.hasPrefix("call_") == true)
        let after = try caller.post(
            "/chat/completions",
            #"{"model": "\#(model)", "tools": \#(Self.tools), "messages": [{"role": "user", "content": "Weather in Paris?"}, "#
                + #"{"role": "tool", "tool_call_id": "c1", "content": "12 C"}]}"#)
        #expect(Self.content(after) == "It is 12 C.")
        // Nobody can be called where nobody was offered.
        #expect(Self.content(Self.ask(&caller, model, "Weather in Paris?")) == "It is 12 C.")
        let stream = Self.ask(&caller, model, "Weather in Paris?", ["tools": tools, "stream": .bool(true)])
        let text = String(decoding: bytes(of: stream.response), as: UTF8.self)
        #expect(text.contains(#""tool_calls":[{"index":0,"id":"call_"#))
        #expect(text.contains(#""finish_reason":"tool_calls""#))
    }

    @Test func usageIsCounted() {
        var (caller, model) = Self.tuned()
        let usage = Self.ask(&caller, model, "What is the square of 7?")["usage"]
        #expect(usage?["prompt_tokens"]?.number?.integer == 16)
        #expect(usage?["completion_tokens"]?.number?.integer == 3)
        #expect(usage?["total_tokens"]?.number?.integer == 19)
    }

    @Test func limitsEndAnAnswer() {
        var (caller, model) = Self.tuned()
        let short = Self.ask(&caller, model, "What is the square of 7?", ["max_tokens": .integer(1)])
        #expect(Self.content(short) == "It i")
        #expect(short["choices"]?.array?.first?["finish_reason"]?.string == "length")
        let stopped = Self.ask(&caller, model, "What is the square of 7?", ["stop": .string(" is")])
        #expect(Self.content(stopped) == "It")
        #expect(stopped["choices"]?.array?.first?["finish_reason"]?.string == "stop")
    }

    @Test func streamsEndWithDone() {
        var (caller, model) = Self.tuned()
        let response = Self.ask(&caller, model, "What is the square of 7?", ["stream": .bool(true)]).response
        #expect(response.headers["content-type"] == "text/event-stream; charset=utf-8")
        let events = String(decoding: bytes(of: response), as: UTF8.self).split(separator: "\n\n")
        #expect(events.allSatisfy { $0.hasPrefix("data: ") })
        #expect(events.last == "data: [DONE]")
        let texts = events.dropLast().compactMap { event in
            (try? JSONValue.parse(String(event.dropFirst(6))))?["choices"]?.array?.first?["delta"]?["content"]?.string
        }
        #expect(texts == ["", "It ", "is ", "49."])
    }

    @Test func wrongRequestsAreNamed() {
        var (caller, model) = Self.tuned()
        let unknown = Self.ask(&caller, "ft:none", "x")
        #expect(unknown.status == 404)
        #expect(unknown.message == "The model `ft:none` does not exist or you do not have access to it.")
        #expect(
            Self.ask(&caller, model, "x", ["temprature": .integer(0)]).message
                == "Unrecognized request argument supplied: temprature")
        #expect(
            Self.ask(&caller, model, "x", ["temperature": .integer(3)]).message
                == "Invalid 'temperature': expected a decimal from 0 to 2, but got 3.")
        #expect(
            Self.ask(&caller, model, "x", ["messages": .array([])]).message
                == "Invalid 'messages': expected a list with at least one message.")
    }

    @Test func aTunedModelIsListedUntilItIsDeleted() {
        var (caller, model) = Self.tuned()
        #expect(caller.call("GET", "/models").ids.contains(model))
        // The caller's clock shows the day after the announced one.
        #expect(caller.call("GET", "/models/\(model)")["shutdown_date"]?.isNull == true)
        caller.now = UnixTime(seconds: 1_790_000_000)
        #expect(caller.call("GET", "/models/\(model)")["shutdown_date"]?.string == "2027-01-14")
        #expect(caller.call("DELETE", "/models/gpt-4o-mini").status == 403)
        #expect(caller.call("DELETE", "/models/\(model)")["deleted"]?.bool == true)
        #expect(caller.call("GET", "/models/\(model)").status == 404)
        #expect(Self.ask(&caller, model, "x").status == 404)
    }
}
