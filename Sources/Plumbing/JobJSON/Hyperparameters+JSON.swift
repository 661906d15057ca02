package import FineTuning
package import JSONText

extension Hyperparameters {
    /// The knobs under the API's names, in its order.
    package static let knobs: [(name: String, path: any WritableKeyPath<Hyperparameters, Setting?> & Sendable)] = [
        ("n_epochs", \.epochs), ("batch_size", \.batchSize),
        ("learning_rate_multiplier", \.learningRateMultiplier), ("beta", \.beta),
    ]

    /// Reads the knobs of a job: each from `hyperparameters`, or else from the method's own; both may be null or missing.
    package init(wire job: JSONValue) {
        self.init()
        let own = job["hyperparameters"]
        let method = job["method"]?["type"]?.string.flatMap { job["method"]?[$0]?["hyperparameters"] }
        for (name, path) in Self.knobs {
            if let setting = own?[name].flatMap(Setting.init(wire:)) ?? method?[name].flatMap(Setting.init(wire:)) {
                self[keyPath: path] = setting
            }
        }
    }

    /// Reads what ``json(missing:)`` wrote; anything else counts as not set.
    package init(json: JSONValue?) {
        self.init()
        for (name, path) in Self.knobs {
            if let number = json?[name]?.number {
                self[keyPath: path] = .value(number.text)
            } else if json?[name]?.string == Setting.auto.description {
                self[keyPath: path] = .auto
            }
        }
    }

    /// The knobs under the API's names.
    ///
    /// - Parameter missing: stands for a knob that is not set; nil leaves it out.
    package func json(missing: JSONValue? = nil) -> JSONObject {
        JSONObject(
            members: Self.knobs.compactMap { name, path in
                (self[keyPath: path]?.json ?? missing).map { JSONObject.Member(key: name, value: $0) }
            })
    }

    /// The `method` of a create request: the name, and the object of that name with knobs and grader.
    ///
    /// - Parameters:
    ///   - name: `supervised`, `dpo` or `reinforcement`; nil leaves it to the server, unless there is something to say.
    ///   - grader: for `reinforcement`.
    /// - Returns: nil when the server is to choose all of it.
    package func methodJSON(named name: String?, grader: JSONValue? = nil) -> JSONValue? {
        let knobs = json()
        guard name != nil || !knobs.members.isEmpty || grader != nil else { return nil }
        let name = name ?? "supervised"
        var details: JSONObject = [:]
        details["grader"] = grader
        if !knobs.members.isEmpty { details["hyperparameters"] = .object(knobs) }
        var method: JSONObject = ["type": .string(name)]
        if !details.members.isEmpty { method[name] = .object(details) }
        return .object(method)
    }
}

extension Hyperparameters.Setting {
    /// Reads `auto`, or a number greater than 0; old servers send -1 for "not known".
    package init?(wire: JSONValue) {
        if wire.string == Self.auto.description {
            self = .auto
        } else if let text = wire.word, let number = Double(text), number.isFinite, number > 0 {
            self = .value(text)
        } else {
            return nil
        }
    }

    /// `"auto"`, or the number as it was written; a text that is no JSON number stays a string.
    package var json: JSONValue {
        switch self {
        case .auto: return .string(description)
        case .value(let text):
            do throws(JSONSyntaxError) {
                return try JSONValue.parse(text).number.map(JSONValue.number) ?? .string(text)
            } catch {
                return .string(text)
            }
        }
    }

    /// Reads ``description``, which is what a column holds.
    package init(text: String) { self = text == Self.auto.description ? .auto : .value(text) }
}
