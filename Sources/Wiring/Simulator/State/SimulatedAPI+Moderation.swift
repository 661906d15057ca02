import HTTPServer
import JSONText

extension SimulatedAPI {
    /// Phrases that are flagged, by category: enough to see what a flagged text looks like, and no judgement of any text.
    private static let flagged: [(category: String, phrases: [String])] = [
        ("harassment", ["you are worthless", "i hate you"]), ("illicit", ["build a bomb", "make a bomb"]),
        ("self-harm/intent", ["kill myself"]), ("violence", ["kill you", "kill him", "kill her", "kill them"]),
    ]

    /// `POST /moderations`: the texts are looked through for a few phrases.
    func moderate(_ request: ServerRequest) throws(ErrorReply) -> ServerResponse {
        guard let body = try? JSONValue.parse(request.body.bytes), body.object != nil else {
            throw .invalid("We could not parse the JSON body of your request: it must be a JSON object.")
        }
        let texts: [String]
        switch body["input"] {
        case .string(let text): texts = [text]
        case .array(let values):
            texts = values.compactMap { $0.string ?? $0["text"]?.string }
            guard texts.count == values.count, !texts.isEmpty else {
                throw .invalid("Invalid value for 'input': expected texts.", param: "input")
            }
        case nil, .null, .bool, .number, .object:
            throw .invalid(
                "Missing required parameter: 'input'.", param: "input", code: "missing_required_parameter")
        }
        return .json(
            .object([
                "id": .string("modr-ftsim"), "model": .string(body["model"]?.string ?? "omni-moderation-latest"),
                "results": .array(texts.map { .object(Self.judgement($0)) }),
            ]))
    }

    private static func judgement(_ text: String) -> JSONObject {
        let text = text.lowercased()
        let found = flagged.map { ($0.category, $0.phrases.contains(where: text.contains)) }
        return [
            "flagged": .bool(found.contains { $0.1 }),
            "categories": .object(
                JSONObject(members: found.map { JSONObject.Member(key: $0.0, value: .bool($0.1)) })),
            "category_scores": .object(
                JSONObject(
                    members: found.map {
                        JSONObject.Member(key: $0.0, value: .number(JSONNumber(text: $0.1 ? "0.9" : "0.1")))
                    })),
        ]
    }
}
