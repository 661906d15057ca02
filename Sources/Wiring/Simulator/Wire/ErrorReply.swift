import HTTPServer
import JSONText

/// An answer of an error, in the envelope of the API: `{"error":{"message","type","param","code"}}`.
struct ErrorReply: Error, Equatable {
    var status: Int
    var message: String
    var type = "invalid_request_error"
    var param: String?
    var code: String?

    /// 400 with a sentence.
    static func invalid(_ message: String, param: String? = nil, code: String? = nil) -> ErrorReply {
        ErrorReply(status: 400, message: message, param: param, code: code)
    }

    static let noKey = ErrorReply(
        status: 401,
        message: "You didn't provide an API key. You need to provide your API key in an Authorization header using "
            + "Bearer auth (i.e. Authorization: Bearer YOUR_KEY).")

    /// The key is shown as the real API does: its ends, and stars.
    static func wrongKey(_ key: String) -> ErrorReply {
        let masked = key.count < 12 ? String(repeating: "*", count: key.count) : "\(key.prefix(3))***\(key.suffix(4))"
        return ErrorReply(
            status: 401, message: "Incorrect API key provided: \(masked). You can find your API key in your account.",
            code: "invalid_api_key")
    }

    static func noSuchURL(_ method: String, _ path: String) -> ErrorReply {
        ErrorReply(status: 404, message: "Invalid URL (\(method) \(path))")
    }

    static func wrongMethod(_ method: String, _ path: String) -> ErrorReply {
        ErrorReply(
            status: 405,
            message: "Not allowed to \(method) on \(path). (HINT: Perhaps you meant to use a different HTTP method?)",
            code: "method_not_supported")
    }

    static func noSuchFile(_ id: String) -> ErrorReply {
        ErrorReply(status: 404, message: "No such File object: \(id)", param: "id")
    }

    static func noSuchJob(_ id: String) -> ErrorReply {
        ErrorReply(
            status: 404, message: "Could not find fine tune: \(id)", param: "fine_tune_id", code: "fine_tune_not_found")
    }

    static func noSuchModel(_ id: String, param: String? = nil) -> ErrorReply {
        ErrorReply(
            status: 404, message: "The model `\(id)` does not exist or you do not have access to it.", param: param,
            code: "model_not_found")
    }

    /// The same as a job's own `error`.
    var jobError: JSONValue {
        .object(["code": .text(code), "message": .string(message), "param": .text(param)])
    }

    /// The answer.
    var response: ServerResponse {
        .json(
            .object([
                "error": .object([
                    "message": .string(message), "type": .string(type), "param": .text(param), "code": .text(code),
                ])
            ]), status: status)
    }
}

extension ServerResponse {
    /// A JSON answer, indented as the API sends it.
    static func json(_ value: JSONValue, status: Int = 200) -> ServerResponse {
        .text(status, JSONWriter.text(value, style: .indented) + "\n")
    }
}
