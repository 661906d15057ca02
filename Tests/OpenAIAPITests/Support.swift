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
