import JSONText

/// The bounds of the training knobs (API reference, `CreateFineTuningJobRequest`).
enum HyperparameterRules {
    private struct Bound {
        let key: String
        let lowest: Double
        let highest: Double
        let isWhole: Bool
        let excludesLowest: Bool
        let rule: String

        func admits(_ value: JSONValue) -> Bool {
            guard let number = value.number?.double, number >= lowest, number <= highest else { return false }
            return (!excludesLowest || number > lowest) && (!isWhole || value.number?.integer != nil)
        }
    }

    private static func whole(_ key: String, _ range: ClosedRange<Int>) -> Bound {
        Bound(
            key: key, lowest: Double(range.lowerBound), highest: Double(range.upperBound), isWhole: true,
            excludesLowest: false,
            rule: "input should be \"auto\" or an integer from \(range.lowerBound) to \(range.upperBound)")
    }

    private static func above(_ key: String, _ lowest: Double, upTo highest: Double? = nil) -> Bound {
        Bound(
            key: key, lowest: lowest, highest: highest ?? .greatestFiniteMagnitude, isWhole: false,
            excludesLowest: true,
            rule: "input should be \"auto\" or a number greater than \(lowest)"
                + (highest.map { " and not greater than \($0)" } ?? ""))
    }

    private static let common = [
        whole("n_epochs", 1...50), whole("batch_size", 1...256), above("learning_rate_multiplier", 0),
    ]

    private static func bounds(of method: RequestedJob.Method) -> [Bound] {
        switch method {
        case .supervised: common
        case .dpo: common + [above("beta", 0, upTo: 2)]
        case .reinforcement:
            common + [
                above("compute_multiplier", 0.00001, upTo: 10), whole("eval_interval", 1...Int(Int32.max)),
                whole("eval_samples", 1...Int(Int32.max)),
            ]
        }
    }

    /// The bounds of Nebius' API, whose numbers are never `auto`; its switches are listed apart.
    private static let nebius: [Bound] = [
        whole("n_epochs", 1...20), whole("batch_size", 1...32), above("learning_rate", 0), whole("lora_r", 8...128),
        whole("lora_alpha", 1...Int(Int32.max)), above("lora_dropout", -1, upTo: 1), above("warmup_ratio", -1, upTo: 1),
        above("weight_decay", -1), above("max_grad_norm", 0), whole("context_length", 8192...131_072),
    ]
    private static let nebiusSwitches = ["lora", "packing"]

    /// The object, when Nebius would take every member of it.
    ///
    /// - Throws: `ErrorReply` with status 400.
    static func checkedByNebius(_ value: JSONValue) throws(ErrorReply) -> JSONObject {
        let path = "hyperparameters"
        guard let object = value.object else { throw RequestedJob.invalid(path, value, "input should be an object") }
        for member in object.members {
            if nebiusSwitches.contains(member.key) {
                guard member.value.bool != nil else {
                    throw RequestedJob.invalid("\(path).\(member.key)", member.value, "input should be a valid boolean")
                }
                continue
            }
            guard let bound = nebius.first(where: { $0.key == member.key }) else {
                throw RequestedJob.invalid("\(path).\(member.key)", member.value, "extra inputs are not permitted")
            }
            guard bound.admits(member.value) else {
                throw RequestedJob.invalid(
                    "\(path).\(member.key)", member.value,
                    "input should be a number from \(bound.lowest) to \(bound.highest)")
            }
        }
        return object
    }

    /// The object, when every member is known and in its bounds.
    ///
    /// - Throws: `ErrorReply` with status 400.
    static func checked(
        _ value: JSONValue, method: RequestedJob.Method, path: String
    ) throws(ErrorReply) -> JSONObject {
        guard let object = value.object else {
            throw RequestedJob.invalid(path, value, "input should be an object")
        }
        let bounds = bounds(of: method)
        for member in object.members where member.key != "reasoning_effort" || method != .reinforcement {
            guard let bound = bounds.first(where: { $0.key == member.key }) else {
                // The seen message names the key alone when it is inside the old top-level object too.
                throw RequestedJob.invalid(member.key, member.value, "extra inputs are not permitted")
            }
            if member.value.string == "auto" { continue }
            guard bound.admits(member.value) else {
                throw RequestedJob.invalid("\(path).\(member.key)", member.value, bound.rule)
            }
        }
        return object
    }
}
