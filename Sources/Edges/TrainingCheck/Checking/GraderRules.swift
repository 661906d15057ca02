import JSONText
import Text

/// The documented shapes of graders, key by key.
struct GraderRules {
    /// The fields that templates read of a row, in their order.
    private(set) var fields: [[String]] = []

    private static let kinds = ["string_check", "text_similarity", "score_model", "python", "multi"]
    private static let similarities =
        ["cosine", "fuzzy_match", "bleu", "gleu", "meteor", "rouge_l"] + (1...5).map { "rouge_\($0)" }

    /// Checks a grader; a label_model stands in a multi one only.
    mutating func check(_ value: JSONValue, at path: String, inMulti: Bool) throws(GraderError) {
        guard let object = value.object else { throw GraderError(at: path, "to be an object, {\"type\": …}") }
        let kinds = inMulti ? Self.kinds.filter { $0 != "multi" } + ["label_model"] : Self.kinds
        guard let type = object["type"]?.string else {
            throw GraderError(at: key("type", path), "missing; write \(kinds.alternatives)")
        }
        switch type {
        case "string_check":
            try refuseOthers(object, ["name", "input", "reference", "operation"], path)
            try word(object, "operation", ["eq", "ne", "like", "ilike"], path)
            for name in ["name", "input", "reference"] { try text(object, name, path) }
        case "text_similarity":
            try refuseOthers(object, ["name", "input", "reference", "evaluation_metric"], path)
            try word(object, "evaluation_metric", Self.similarities, path)
            for name in ["name", "input", "reference"] { try text(object, name, path) }
        case "score_model":
            try refuseOthers(object, ["name", "model", "input", "range", "sampling_params"], path)
            for name in ["name", "model"] { try text(object, name, path) }
            try messages(object, path)
            try range(object["range"], path)
        case "label_model" where inMulti:
            try refuseOthers(object, ["name", "model", "input", "labels", "passing_labels"], path)
            for name in ["name", "model"] { try text(object, name, path) }
            try messages(object, path)
            try labels(object, path)
        case "python":
            try refuseOthers(object, ["name", "source", "image_tag"], path)
            if object["name"] != nil { try text(object, "name", path) }
            guard let source = object["source"]?.string, source.contains("def grade") else {
                throw GraderError(at: key("source", path), "to be Python text that defines grade(sample, item)")
            }
        case "multi" where !inMulti: try multi(object, path)
        default:
            throw GraderError(
                at: key("type", path), "\"\(type)\" is no grader; \(NearestName.hint(type, among: kinds))")
        }
    }

    private mutating func multi(_ object: JSONObject, _ path: String) throws(GraderError) {
        try refuseOthers(object, ["name", "graders", "calculate_output"], path)
        guard let graders = object["graders"]?.object, !graders.members.isEmpty else {
            throw GraderError(at: key("graders", path), "to be an object of graders by name")
        }
        for member in graders.members {
            try check(member.value, at: key("graders.\(member.key)", path), inMulti: true)
        }
        guard let formula = object["calculate_output"]?.string, !formula.isEmpty else {
            throw GraderError(at: key("calculate_output", path), "missing; write a formula of the graders' names")
        }
        let names = graders.members.map(\.key)
        let functions = ["min", "max", "abs", "floor", "ceil", "exp", "sqrt", "log"]
        for word in words(of: formula) where !names.contains(word) && !functions.contains(word) {
            throw GraderError(
                at: key("calculate_output", path),
                "there is no grader \"\(word)\"; there are \(names.joined(separator: ", "))")
        }
    }

    private func words(of formula: String) -> [String] {
        formula.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init).filter {
            $0.first?.isNumber == false
        }
    }

    private mutating func messages(_ object: JSONObject, _ path: String) throws(GraderError) {
        let path = key("input", path)
        guard let messages = object["input"]?.array, !messages.isEmpty else {
            throw GraderError(at: path, "to be a list of messages")
        }
        for (index, message) in messages.enumerated() {
            let path = "\(path)[\(index)]"
            guard let role = message["role"]?.string, ["user", "assistant", "system", "developer"].contains(role) else {
                throw GraderError(at: "\(path).role", "to be user, assistant, system or developer")
            }
            switch message["content"] {
            case .string(let text): try templates(text, "\(path).content")
            case .array(let parts): for part in parts { try templates(part["text"]?.string ?? "", "\(path).content") }
            case .object(let part): try templates(part["text"]?.string ?? "", "\(path).content")
            case nil, .null, .bool, .number: throw GraderError(at: "\(path).content", "to be text")
            }
        }
    }

    private func range(_ value: JSONValue?, _ path: String) throws(GraderError) {
        guard let value, !value.isNull else { return }
        let bounds = value.array?.compactMap { $0.number?.double } ?? []
        guard bounds.count == 2, value.array?.count == 2, bounds[0] < bounds[1] else {
            throw GraderError(at: key("range", path), "to be two numbers, the lower one first")
        }
    }

    private func labels(_ object: JSONObject, _ path: String) throws(GraderError) {
        let labels = object["labels"]?.array?.compactMap(\.string) ?? []
        guard !labels.isEmpty else { throw GraderError(at: key("labels", path), "to be a list of texts") }
        let passing = object["passing_labels"]?.array?.compactMap(\.string) ?? []
        guard !passing.isEmpty, passing.allSatisfy(labels.contains) else {
            throw GraderError(at: key("passing_labels", path), "to be some of the labels")
        }
    }

    // MARK: Parts

    private func key(_ name: String, _ path: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    private func refuseOthers(_ object: JSONObject, _ known: [String], _ path: String) throws(GraderError) {
        for member in object.members where member.key != "type" && !known.contains(member.key) {
            throw GraderError(
                at: key(member.key, path), "no such key; \(NearestName.hint(member.key, among: known))")
        }
    }

    private mutating func text(_ object: JSONObject, _ name: String, _ path: String) throws(GraderError) {
        guard let text = object[name]?.string, !text.isEmpty else {
            throw GraderError(at: key(name, path), object[name] == nil ? "missing" : "to be text")
        }
        try templates(text, key(name, path))
    }

    private func word(
        _ object: JSONObject, _ name: String, _ known: [String], _ path: String
    ) throws(GraderError) {
        guard let word = object[name]?.string else {
            throw GraderError(at: key(name, path), "missing; write \(known.alternatives)")
        }
        guard known.contains(word) else {
            throw GraderError(at: key(name, path), "\"\(word)\" is none; \(NearestName.hint(word, among: known))")
        }
    }

    /// Notes what the templates of a text read.
    private mutating func templates(_ text: String, _ path: String) throws(GraderError) {
        var rest = text[...]
        while let open = rest.firstRange(of: "{{") {
            rest = rest[open.upperBound...]
            guard let close = rest.firstRange(of: "}}") else {
                throw GraderError(at: path, "a template is not closed: {{ without }}")
            }
            let name = String(rest[..<close.lowerBound]).trimmed
            rest = rest[close.upperBound...]
            let keys = name.split(separator: ".", omittingEmptySubsequences: false).map { String($0) }
            switch keys.first {
            case "item" where keys.count > 1 && !keys.contains(""):
                let field = Array(keys.dropFirst()).map { String($0.prefix { $0 != "[" }) }
                if !fields.contains(field) { fields.append(field) }
            case "sample" where keys.count > 1 && !keys.contains(""): break
            default:
                throw GraderError(
                    at: path,
                    "{{\(name)}} is no template; write {{item.KEY}} for a key of the row, or {{sample.output_text}}")
            }
        }
    }
}
