import JSONText

/// What `POST /fine_tuning/jobs` asked for, checked as far as that goes without looking at files and models.
///
/// The bounds are those of the API reference; texts beyond "extra inputs are not permitted" are ours in its style.
struct RequestedJob {
    /// How the model is taught.
    enum Method: String, CaseIterable {
        case supervised
        case dpo
        case reinforcement
    }

    /// A snapshot or a tuned model, aliases resolved.
    var model: String
    var trainingFile: String
    var validationFile: String?
    var suffix: String?
    var seed: Int64?
    /// Nil when it was absent or null.
    var metadata: JSONObject?
    var integrations = JSONValue.array([])
    var method = Method.supervised
    /// Each a number or `auto`; absent ones are `auto`.
    var hyperparameters = JSONObject()
    /// What is to judge the answers, with reinforcement; not looked at yet.
    var grader: JSONValue?
    /// How its hours are sold, where the server asks.
    var trainingType: String?

    init(model: String, trainingFile: String) {
        self.model = model
        self.trainingFile = trainingFile
    }

    /// Reads a create body.
    ///
    /// - Throws: `ErrorReply` with status 400 and the field as `param`.
    init(_ bytes: [UInt8], likeness: ServerLikeness = .openai) throws(ErrorReply) {
        guard let value = try? JSONValue.parse(bytes), let body = value.object else {
            throw .invalid("We could not parse the JSON body of your request: it must be a JSON object.")
        }
        var known = [
            "model", "training_file", "validation_file", "suffix", "seed", "integrations", "method", "hyperparameters",
        ]
        switch likeness {
        case .openai: known.append("metadata")
        case .azure: known += ["metadata", "trainingType"]
        case .nebius: break
        case .fastapi: known += body.members.map(\.key)
        }
        try Self.refuseExtras(body, known)
        model = try Self.required(body, "model")
        trainingFile = try Self.required(body, "training_file")
        model = SimulatedModel.aliases[model] ?? model
        validationFile = try Self.optionalText(body, "validation_file")
        suffix = try Self.optionalText(body, "suffix")
        if let suffix, !(1...64).contains(suffix.unicodeScalars.count) {
            throw Self.invalid("suffix", body["suffix"], "length should be from 1 to 64 characters")
        }
        if let value = body["seed"], !value.isNull {
            guard let seed = value.number?.integer, (0...2_147_483_647).contains(seed) else {
                throw Self.invalid("seed", value, "input should be an integer from 0 to 2147483647")
            }
            self.seed = seed
        }
        if likeness.keepsMetadata { metadata = try Self.metadata(body["metadata"]) }
        trainingType = try Self.trainingType(body, likeness)
        integrations = try Self.integrations(body["integrations"])
        try likeness == .nebius ? readNebiusMethod(body) : readMethod(body)
    }

    private mutating func readMethod(_ body: JSONObject) throws(ErrorReply) {
        if let value = body["hyperparameters"], !value.isNull {
            hyperparameters = try HyperparameterRules.checked(value, method: .supervised, path: "hyperparameters")
        }
        guard let value = body["method"], !value.isNull else { return }
        guard let object = value.object else { throw Self.invalid("method", value, "input should be an object") }
        guard let word = object["type"]?.string, let method = Method(rawValue: word) else {
            throw Self.invalid(
                "method.type", object["type"], "input should be 'supervised', 'dpo' or 'reinforcement'")
        }
        try Self.refuseExtras(object, ["type"] + Method.allCases.map(\.rawValue), path: "method.")
        self.method = method
        if method == .reinforcement { grader = object[word]?["grader"] }
        guard let settings = object[word], !settings.isNull else { return }
        guard let settings = settings.object else {
            throw Self.invalid("method.\(word)", settings, "input should be an object")
        }
        try Self.refuseExtras(
            settings,
            method == .reinforcement ? ["hyperparameters", "grader", "response_format"] : ["hyperparameters"],
            path: "method.\(word).")
        if let knobs = settings["hyperparameters"], !knobs.isNull {
            hyperparameters = try HyperparameterRules.checked(
                knobs, method: method, path: "method.\(word).hyperparameters")
        }
    }

    /// Hyperparameters at the top or in the method, never both; what is left out has a fixed value.
    private mutating func readNebiusMethod(_ body: JSONObject) throws(ErrorReply) {
        let method = body["method"].flatMap { $0.isNull ? nil : $0 }
        var knobs = body["hyperparameters"].flatMap { $0.isNull ? nil : $0 }
        if let method {
            guard method["type"]?.string == "supervised" else {
                throw Self.invalid("method.type", method["type"], "input should be 'supervised'")
            }
            guard knobs == nil else {
                throw .invalid("hyperparameters are at the top or in the method, not in both", param: "method")
            }
            knobs = method["supervised"]?["hyperparameters"]
        }
        hyperparameters = ["n_epochs": .integer(3), "learning_rate": .number(JSONNumber(text: "1e-05"))]
        hyperparameters["batch_size"] = .integer(8)
        for member in try HyperparameterRules.checkedByNebius(knobs ?? .object([:])).members {
            hyperparameters[member.key] = member.value
        }
    }

    // MARK: parts

    private static func trainingType(_ body: JSONObject, _ likeness: ServerLikeness) throws(ErrorReply) -> String? {
        guard likeness == .azure, let word = try optionalText(body, "trainingType") else { return nil }
        // The service looks at no capitals.
        guard ["standard", "globalstandard", "developertier"].contains(word.lowercased()) else {
            throw invalid(
                "trainingType", body["trainingType"], "input should be 'Standard', 'GlobalStandard' or 'DeveloperTier'")
        }
        return word
    }

    static func invalid(_ path: String, _ value: JSONValue?, _ rule: String) -> ErrorReply {
        .invalid("invalid \(path): \(value.map { JSONWriter.text($0) } ?? "missing"), \(rule)", param: path)
    }

    static func refuseExtras(_ object: JSONObject, _ known: [String], path: String = "") throws(ErrorReply) {
        for member in object.members where !known.contains(member.key) {
            throw invalid(path + member.key, member.value, "extra inputs are not permitted")
        }
    }

    private static func required(_ body: JSONObject, _ key: String) throws(ErrorReply) -> String {
        guard let text = body[key]?.string, !text.isEmpty else {
            throw .invalid("Missing required parameter: '\(key)'.", param: key, code: "missing_required_parameter")
        }
        return text
    }

    private static func optionalText(_ body: JSONObject, _ key: String) throws(ErrorReply) -> String? {
        guard let value = body[key], !value.isNull else { return nil }
        guard let text = value.string else { throw invalid(key, value, "input should be a string") }
        return text
    }

    private static func metadata(_ value: JSONValue?) throws(ErrorReply) -> JSONObject? {
        guard let value, !value.isNull else { return nil }
        guard let object = value.object else { throw invalid("metadata", value, "input should be an object") }
        guard object.members.count <= 16 else {
            throw .invalid("invalid metadata: at most 16 pairs are permitted", param: "metadata")
        }
        for member in object.members {
            guard member.key.unicodeScalars.count <= 64 else {
                throw .invalid("invalid metadata: keys are at most 64 characters long", param: "metadata")
            }
            guard let text = member.value.string, text.unicodeScalars.count <= 512 else {
                throw .invalid(
                    "invalid metadata.\(member.key): values are strings of at most 512 characters", param: "metadata")
            }
        }
        return object
    }

    private static func integrations(_ value: JSONValue?) throws(ErrorReply) -> JSONValue {
        guard let value, !value.isNull else { return .array([]) }
        guard let list = value.array, list.count <= 5 else {
            throw invalid("integrations", value, "input should be an array of at most 5 objects")
        }
        for item in list where item["type"]?.string != "wandb" || item["wandb"]?["project"]?.string == nil {
            throw invalid("integrations", item, "input should be of type 'wandb' and name its wandb.project")
        }
        return value
    }
}
