import FineTuning
import HTTPClient
import JSONText
import OpenAIAPI
import TestSupport
import Testing

@Suite struct EndpointKeyTests {
    @Test(arguments: [
        ("sk-a1", "no key here", "no key here"), ("sk-a1", "task-1 risk-2", "task-1 risk-2"),
        ("sk-a1", "sk-a1", "(key)"), ("sk-a1234", "xsk-a1234y", "x(key)y"),
        ("secret-1", "a secret-1, twice secret-1", "a (key), twice (key)"),
        ("secret-1", "sk-other and secret-1", "(key) and (key)"),
        ("secret-1", "secret-1 and sk-other", "(key) and (key)"),
        // A key of one letter once took that letter out of every sentence.
        ("e", "the server is overloaded", "the server is overloaded"),
        ("secret7", "no secret7 here", "no secret7 here"),
        ("", "sk-*** \"sk-b\"", "(key) \"(key)\""), ("sk-", "sk-a sk-", "(key) (key)"),
    ])
    func keysAreTakenOutOfTexts(_ key: String, _ text: String, _ expected: String) {
        let transport = ScriptedTransport([
            .expect(
                "GET /v1/models", status: 500,
                json: JSONWriter.text(.object(["error": .object(["message": .string(text)])])))
        ])
        let error = #expect(throws: ProviderError.self) {
            try OpenAIClient.test(transport) { $0.key = EndpointKey(key) }.models()
        }
        #expect(error?.message == expected)
    }
}
