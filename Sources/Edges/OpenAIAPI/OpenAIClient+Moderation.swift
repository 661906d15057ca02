package import FineTuning
import HTTPClient
import JSONText

extension OpenAIClient: ModerationProvider {
    /// What the server flags in texts, by its newest model for it; bounded to a minute.
    package func moderate(_ texts: [String]) throws(ProviderError) -> [ModerationJudgement] {
        let body: JSONObject = [
            "model": .string("omni-moderation-latest"), "input": .array(texts.map(JSONValue.string)),
        ]
        var request = request(.post, ["moderations"], json: .object(body))
        request.timeout = .seconds(60)
        return try one(request, for: Call(operation: .moderate), named: "a judgement of each text") { value in
            guard let results = value["results"]?.array, results.count == texts.count else { return nil }
            var judgements: [ModerationJudgement] = []
            for result in results {
                guard let isFlagged = result["flagged"]?.bool else { return nil }
                let flags = (result["categories"]?.object?.members ?? []).filter { $0.value.bool == true }.map(\.key)
                judgements.append(
                    ModerationJudgement(categories: isFlagged && flags.isEmpty ? ["flagged"] : isFlagged ? flags : []))
            }
            return judgements
        }
    }
}
