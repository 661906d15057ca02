import FineTuning
import HTTPClient
import JSONText
import OpenAIAPI
import TestSupport
import Testing

@Suite struct EndpointKeyTests {
    @Test(arguments: [
        ("sk-a1", "no key here", "no key here"), ("sk-a1", "task-1 risk-2", "task-1 risk-2"),
        ("sk-a1", "sk-a1", "(key)"), ("sk-a1", "xsk-a1y", "x(key)y"),
        ("secret", "a secret, twice secret", "a (key), twice (key)"),
        ("secret", "sk-other and secret", "(key) and (key)"), ("secret", "secret and sk-other", "(key) and (key)"),
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
