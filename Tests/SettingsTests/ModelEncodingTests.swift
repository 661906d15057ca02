import FineTuning
import Testing

@testable import Settings

@Suite struct ModelEncodingTests {
    private func encoding(of model: String) -> String? {
        ModelTable.builtIn.facts(of: ModelName(model))?.encoding?.value
    }

    @Test(arguments: [
        ("gpt-4o-mini", "o200k_base"), ("gpt-4o-mini-2024-07-18", "o200k_base"), ("gpt-4o", "o200k_base"),
        ("chatgpt-4o-latest", "o200k_base"), ("gpt-4.1", "o200k_base"), ("gpt-4.1-nano-2025-04-14", "o200k_base"),
        ("gpt-4.5-preview", "o200k_base"), ("gpt-5", "o200k_base"), ("gpt-5.1-mini", "o200k_base"),
        ("o1", "o200k_base"), ("o3", "o200k_base"), ("o3-mini", "o200k_base"), ("o4-mini", "o200k_base"),
        ("gpt-4", "cl100k_base"), ("gpt-4-turbo", "cl100k_base"), ("gpt-4-0613", "cl100k_base"),
        ("gpt-3.5-turbo", "cl100k_base"), ("gpt-3.5-turbo-0125", "cl100k_base"), ("davinci-002", "cl100k_base"),
        ("babbage-002", "cl100k_base"), ("text-embedding-3-small", "cl100k_base"),
    ])
    func modelHasItsEncoding(model: String, name: String) {
        #expect(encoding(of: model) == name)
    }

    /// tiktoken 0.14.0 gives cl100k_base for the second and fails on the third.
    @Test(arguments: [
        ("ft:gpt-4o-mini-2024-07-18:acme::A32VfYIz", "o200k_base"),
        ("ft:gpt-4.1-mini-2025-04-14:acme:tutor:B1", "o200k_base"),
        ("ft:o4-mini-2025-04-16:acme::C2", "o200k_base"),
        ("ft:gpt-4-0613:acme::D3", "cl100k_base"),
        ("ft:gpt-3.5-turbo-0125:acme:x:E4:ckpt-step-100", "cl100k_base"),
        ("ft:gpt-4.1", "o200k_base"),
    ])
    func tunedModelCountsAsItsBase(model: String, name: String) {
        #expect(encoding(of: model) == name)
    }

    @Test(arguments: ["", "ft:", "ft:ft:gpt-4o", "llama-3", "gpt-4x", "o", "o11", "davinci", "GPT-4o", "o4-minimal"])
    func otherModelsHaveNone(model: String) {
        #expect(encoding(of: model) == nil)
    }
}
