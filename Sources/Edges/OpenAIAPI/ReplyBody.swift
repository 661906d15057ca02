import FineTuning
import HTTPClient
import JSONText

/// What the body of an answer that is not a success says, and whether the API says it.
struct ReplyBody {
    /// Who seems to have answered.
    let voice: ProviderError.Voice
    /// The API's code for programs.
    let code: String?
    /// The API's word for the kind of error.
    let type: String?
    /// Why, in the server's words.
    let message: String?
    /// The field that was wrong.
    let param: String?

    init(_ response: HTTPResponse) {
        let body = response.looksLikeJSON ? try? JSONValue.parse(response.body) : nil
        let envelope = body.map { $0["error"].flatMap { $0.isNull ? nil : $0 } ?? $0 }
        let detail = body?["error"] == nil ? body?["detail"] : nil
        let reasons = detail.flatMap(Self.reasons)
        code = envelope?["code"].flatMap { $0.string ?? $0.number?.text }
        type = envelope?["type"]?.string
        message = envelope?["message"]?.string ?? envelope?.string ?? reasons
        param = envelope?["param"]?.string
        // A gateway's problem details (RFC 9457) have a `detail` too, beside a title.
        let isDetail = reasons != nil && body?["title"] == nil && !response.mediaType.hasSuffix("problem+json")
        let isShaped = body?["error"]?.object != nil || body?["object"]?.string != nil || isDetail
        switch response.status {
        // A redirect or a proxy that asks for a password never is the API.
        case 300..<400, 407: voice = .other
        default: voice = isShaped ? .api : .other
        }
    }

    /// FastAPI's `detail`: a text, or a list of what is wrong where; nil when it is neither.
    private static func reasons(_ detail: JSONValue) -> String? {
        if let text = detail.string { return text }
        guard let list = detail.array else { return nil }
        let reasons = list.compactMap { item -> String? in
            guard let message = item["msg"]?.string else { return nil }
            let place = (item["loc"]?.array ?? []).compactMap { $0.string ?? $0.number?.text }
            return place.isEmpty ? message : "\(place.joined(separator: ".")): \(message)"
        }
        return reasons.isEmpty ? nil : reasons.joined(separator: "; ")
    }
}

extension HTTPResponse {
    /// The `Content-Type` without its parameters, in lower case; empty when there is none.
    var mediaType: String {
        let type = self[header: "content-type"]?.lowercased() ?? ""
        return String(type.prefix { $0 != ";" && $0 != " " })
    }

    /// Whether the body claims to be JSON; a missing `Content-Type` is no objection.
    var looksLikeJSON: Bool { mediaType.isEmpty || mediaType.contains("json") }
}
