import FineTuning
import HTTPClient
import JSONText
import OpenAIAPI
import TestSupport

extension OpenAIClient {
    /// An account at a server that is a script.
    static func test(_ transport: ScriptedTransport, _ change: (inout APIEndpoint) -> Void = { _ in }) -> OpenAIClient {
        var endpoint = APIEndpoint(baseURL: "https://api.test/v1", key: EndpointKey("sk-canary-1"))
        change(&endpoint)
        return OpenAIClient(endpoint: endpoint, transport: transport)
    }
}

/// A job with these members besides those it needs.
func job(_ members: String = "") throws -> Job? {
    let text =
        #"{"object":"fine_tuning.job","id":"ftjob-1","created_at":1721764800,"status":"queued","model":"gpt-4o-mini""#
    return Job(wire: try JSONValue.parse(text + (members.isEmpty ? "}" : ",\(members)}")))
}

/// An event with these members besides those it needs.
func event(_ members: String) throws -> JobEvent? {
    let text = #"{"object":"fine_tuning.job.event","id":"ftevent-1","created_at":1721764800,\#(members)}"#
    return JobEvent(wire: try JSONValue.parse(text))
}
