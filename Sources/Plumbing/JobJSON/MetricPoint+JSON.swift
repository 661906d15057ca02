package import FineTuning
package import JSONText

extension MetricPoint {
    /// Reads the `data` of a metrics event or the `metrics` of a checkpoint; nil without a step.
    ///
    /// - Parameter step: Where the step is known from elsewhere.
    package init?(wire: JSONValue, step known: Int64? = nil) {
        guard wire.object != nil, let step = known ?? wire["step"]?.number?.integer, step >= 0 else { return nil }
        self.init(step: step, totalSteps: wire["total_steps"]?.number?.integer.flatMap { $0 > 0 ? $0 : nil })
        for member in wire.object?.members ?? [] { take(member.value, named: member.key, depth: 0) }
    }

    /// Objects within objects that are looked into: `timing.step.eval` has three.
    private static let mostDepth = 3

    private mutating func take(_ value: JSONValue, named name: String, depth: Int) {
        switch value {
        case .number(let number): if let number = Double(number.text) { take(number, named: name) }
        case .string(let text): if let number = Double(notFinite: text) { take(number, named: name) }
        case .object(let object) where depth < Self.mostDepth:
            for member in object.members { take(member.value, named: "\(name).\(member.key)", depth: depth + 1) }
        case .object, .array, .bool, .null: break
        }
    }

    /// Reads `Step 10/300: training loss=1.15, validation loss=…, full validation loss=…`, and reinforcement's
    /// `Step 10/20 , train mean reward=0.42, full validation mean reward=0.68, …`.
    ///
    /// For servers whose events carry no data, or no longer do; nil for any other message.
    package init?(message: String) {
        guard message.hasPrefix("Step ") else { return nil }
        let text = message.dropFirst(5)
        guard let end = text.firstIndex(where: { $0 != "/" && !$0.isNumber }) else { return nil }
        let steps = text[..<end].split(separator: "/").map { Int64($0) }
        guard steps.count == 2, let step = steps[0], step >= 0, let total = steps[1] else { return nil }
        let rest = text[end...].drop { $0 == " " }
        guard rest.first == ":" || rest.first == "," else { return nil }
        self.init(step: step, totalSteps: total > 0 ? total : nil)
        for pair in rest.dropFirst().split(separator: ",") {
            let sides = pair.split(separator: "=").map { String($0.drop { $0 == " " }) }
            guard sides.count == 2, let number = Double(sides[1]) ?? Double(notFinite: sides[1]) else { continue }
            switch sides[0] {
            case "training loss": take(number, named: "train_loss")
            case "validation loss": take(number, named: "valid_loss")
            case "full validation loss": take(number, named: "full_valid_loss")
            case "train mean reward": take(number, named: "train_mean_reward")
            case "validation mean reward": take(number, named: "valid_mean_reward")
            case "full validation mean reward": take(number, named: "full_valid_mean_reward")
            default: continue
            }
        }
    }

    /// Takes the losses that are no finite numbers from the message of the same step: servers that have no word for them
    /// in JSON write null.
    package mutating func takeBroken(from message: MetricPoint) {
        guard message.step == step else { return }
        for (_, path) in Self.numbers where self[keyPath: path] == nil && message[keyPath: path]?.isFinite == false {
            self[keyPath: path] = message[keyPath: path]
        }
    }

    /// Takes one number under any of the names that servers give it.
    ///
    /// Of the losses and shares negative ones stand for "none". A name that means nothing here is kept with its number,
    /// 64 of them at most.
    package mutating func take(_ number: Double, named name: String) {
        let given = number.isFinite && number < 0 ? nil : number
        let share = given.flatMap { $0.isFinite && $0 > 1 ? nil : $0 }
        switch name {
        case "train_loss", "training_loss": trainLoss = given ?? trainLoss
        // Where a server says both, the longer name is the step's own.
        case "loss": trainLoss = trainLoss ?? given
        case "train_mean_token_accuracy", "train_accuracy", "training_accuracy":
            trainAccuracy = share ?? trainAccuracy
        case "mean_token_accuracy", "token_accuracy": trainAccuracy = trainAccuracy ?? share
        case "valid_loss", "validation_loss", "val_loss", "eval_loss": validLoss = given ?? validLoss
        case "valid_mean_token_accuracy", "validation_mean_token_accuracy", "valid_accuracy", "validation_accuracy",
            "eval_mean_token_accuracy", "eval_accuracy":
            validAccuracy = share ?? validAccuracy
        case "full_valid_loss", "full_validation_loss": fullValidLoss = given ?? fullValidLoss
        case "full_valid_mean_token_accuracy", "full_validation_mean_token_accuracy":
            fullValidAccuracy = share ?? fullValidAccuracy
        case "step", "total_steps": return
        default:
            guard others[name] != nil || others.count < Self.mostOthers, Self.isName(name) else { return }
            others[name] = number
        }
    }

    /// How many numbers under names of its own a server may give a step.
    private static let mostOthers = 64

    /// Whether a server's name can be shown, typed and be a column.
    private static func isName(_ name: String) -> Bool {
        (1...80).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"),
                    UInt8(ascii: "/"):
                    true
                default: false
                }
            } && !name.hasPrefix("-")
    }

    /// The numbers of a point but the steps, under the API's names and in its order.
    package static let numbers: [(name: String, path: any WritableKeyPath<MetricPoint, Double?> & Sendable)] = [
        ("train_loss", \.trainLoss), ("train_mean_token_accuracy", \.trainAccuracy), ("valid_loss", \.validLoss),
        ("valid_mean_token_accuracy", \.validAccuracy), ("full_valid_loss", \.fullValidLoss),
        ("full_valid_mean_token_accuracy", \.fullValidAccuracy),
    ]

    /// The keys of ``json(_:)``.
    package static let fields: JSONFields<MetricPoint> =
        ([
            JSONField("step", "the step, from 1 on") { .integer($0.step) },
            JSONField("total_steps", "how many steps the job makes") { .optional($0.totalSteps) },
        ] + JSONFields(numbers.map { name, path in JSONField(name, meaning(name)) { .real($0[keyPath: path]) } }))
        .adding([
            JSONFieldNote(
                key: "not_finite",
                meaning: "which numbers are none, by their names, where there are such: NaN, Infinity")
        ]) { $0.extraMembers(.shortest) }

    /// `full_valid_loss` in words.
    private static func meaning(_ name: String) -> String {
        let data =
            name.hasPrefix("train")
            ? "the training data of the step"
            : name.hasPrefix("full") ? "the whole validation file" : "a part of the validation file"
        return "\(name.hasSuffix("loss") ? "loss" : "share of tokens foreseen, from 0 to 1,") on \(data)"
    }

    /// The point under the API's names, those of the server's own behind them; what is unknown is null.
    ///
    /// JSON has no word for a number that is none: that is null too, and `not_finite` says which those are, by their
    /// names: `"not_finite": {"train_loss": "NaN"}`.
    package func json(_ form: RealForm = .shortest) -> JSONObject {
        JSONObject(
            members: [
                JSONObject.Member(key: "step", value: .integer(step)),
                JSONObject.Member(key: "total_steps", value: .optional(totalSteps)),
            ]
                + Self.numbers.map { JSONObject.Member(key: $0.name, value: .real(self[keyPath: $0.path], form)) }
                + extraMembers(form))
    }

    /// What only some points have: numbers of the server's own, and which numbers are none.
    private func extraMembers(_ form: RealForm) -> [JSONObject.Member] {
        let own = others.sorted { $0.key < $1.key }
        let all = Self.numbers.map { (key: $0.name, value: self[keyPath: $0.path]) } + own.map { ($0.key, $0.value) }
        let broken = all.compactMap { key, value in
            value.flatMap(\.notFiniteWord).map { JSONObject.Member(key: key, value: .string($0)) }
        }
        return own.map { JSONObject.Member(key: $0.key, value: .real($0.value, form)) }
            + (broken.isEmpty ? [] : [.init(key: "not_finite", value: .object(JSONObject(members: broken)))])
    }

    /// What has no column of its own in a store: numbers under the server's names, and which of the others are none.
    package var moreJSON: JSONObject {
        var object: JSONObject = [:]
        for (name, path) in Self.numbers {
            if let word = self[keyPath: path]?.notFiniteWord { object[name] = .string(word) }
        }
        for (name, number) in others.sorted(by: { $0.key < $1.key }) {
            object[name] = number.notFiniteWord.map(JSONValue.string) ?? .real(number)
        }
        return object
    }

    /// Takes what ``moreJSON`` wrote; a number that the point has already stays.
    package mutating func take(more object: JSONObject) {
        for member in object.members {
            let number = member.value.number?.double ?? member.value.string.flatMap { Double(notFinite: $0) }
            guard let number else { continue }
            if let known = Self.numbers.first(where: { $0.name == member.key }) {
                if self[keyPath: known.path] == nil { self[keyPath: known.path] = number }
            } else {
                others[member.key] = number
            }
        }
    }
}

extension Double {
    /// `NaN`, `Infinity` or `-Infinity`, as JavaScript and Python write them; nil of a finite number.
    package var notFiniteWord: String? {
        guard !isFinite else { return nil }
        return isNaN ? "NaN" : self < 0 ? "-Infinity" : "Infinity"
    }

    /// Reads the words that programs have for what is no finite number, in any case; nil for everything else.
    package init?(notFinite text: String) {
        switch text.lowercased() {
        case "nan", "-nan", "+nan": self = .nan
        case "inf", "+inf", "infinity", "+infinity": self = .infinity
        case "-inf", "-infinity": self = -.infinity
        default: return nil
        }
    }
}
