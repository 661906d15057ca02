import JSONText

/// The grader of a create body, by the server's rules (API reference, section 1.3).
struct RequestedGrader {
    /// As it was sent.
    let json: JSONValue
    /// What its templates read of a row, as the keys that lead there.
    let fields: [[String]]

    private static let required: [String: [String]] = [
        "string_check": ["name", "input", "reference", "operation"],
        "text_similarity": ["name", "input", "reference", "evaluation_metric"],
        "score_model": ["name", "model", "input"],
        "label_model": ["name", "model", "input", "labels", "passing_labels"],
        "python": ["source"],
        "multi": ["graders", "calculate_output"],
    ]

    /// Reads `method.reinforcement.grader`.
    ///
    /// - Throws: `ErrorReply` with status 400.
    init(_ value: JSONValue?) throws(ErrorReply) {
        guard let value, value.object != nil else {
            throw RequestedJob.invalid("method.reinforcement.grader", value, "input should be a grader")
        }
        json = value
        var found: [[String]] = []
        try Self.check(value, path: "method.reinforcement.grader", into: &found)
        fields = found
    }

    private static func check(_ value: JSONValue, path: String, into fields: inout [[String]]) throws(ErrorReply) {
        let isInner = path != "method.reinforcement.grader"
        guard let type = value["type"]?.string, let keys = required[type], type != (isInner ? "multi" : "label_model")
        else { throw RequestedJob.invalid("\(path).type", value["type"], "input should be the type of a grader") }
        for key in keys where value[key] == nil || value[key] == .null {
            throw RequestedJob.invalid("\(path).\(key)", nil, "field required")
        }
        if type == "multi" {
            guard let graders = value["graders"]?.object else {
                throw RequestedJob.invalid("\(path).graders", value["graders"], "input should be an object")
            }
            for member in graders.members {
                try check(member.value, path: "\(path).graders.\(member.key)", into: &fields)
            }
            return
        }
        // Python reads the row by itself, whenever it likes.
        if type != "python" { note(value["input"], into: &fields) }
        note(value["reference"], into: &fields)
    }

    private static func note(_ value: JSONValue?, into fields: inout [[String]]) {
        switch value {
        case .string(let text):
            for part in text.split(separator: "{{", omittingEmptySubsequences: false).dropFirst() {
                let name = part.prefix { $0 != "}" }.filter { $0 != " " }
                let keys = name.split(separator: ".").map { key in String(key.prefix { $0 != "[" }) }
                if keys.first == "item", keys.count > 1 { fields.append(Array(keys.dropFirst())) }
            }
        case .array(let values): for value in values { note(value, into: &fields) }
        case .object(let object): for key in ["content", "text"] { note(object[key], into: &fields) }
        case nil, .null, .bool, .number: break
        }
    }
}
