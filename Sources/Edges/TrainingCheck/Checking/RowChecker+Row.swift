import JSONText
import Text
import TrainingData

extension RowChecker {
    /// Members of a row, as far as they have been found.
    private struct Members {
        var messages: JSONSlice?
        var input: JSONSlice?
        var preferred: JSONSlice?
        var nonPreferred: JSONSlice?
        var isLegacy = false
        var others = UnknownKeys()
        /// Keys that show another shape where the row's own are missing, and are unknown where those are there.
        var foreign = UnknownKeys()
        /// Those of the keys that the server knows in such a row, of which the value does not matter here.
        var known: [KeyMends.Key] = []
    }

    /// Checks one row from its opening brace to its closing one.
    mutating func checkRow(_ scanner: inout JSONScanner) throws(JSONSyntaxError) {
        let kind = try scanner.nextKind()
        guard kind == .object else {
            let value = try scanner.value()
            add(.notAnObject, at: value.start) { "expected an object, {\"messages\": […]}; found \(kind.words)" }
            return
        }
        var members = Members()
        var keys = KeysSeen()
        /// The sum of the hashes of what a grader sees beside the messages.
        var forGrader: UInt64 = 0
        var graderKeys: UInt64 = 0
        let start = scanner.position
        try scanner.beginObject()
        while let key = try scanner.nextMember() {
            let name = text(key)
            if !keys.insert(name) {
                addRepeated(key)
            } else if shape == .reinforcement {
                graderKeys &+= ContentHash(of: raw(key)).value
            }
            switch name {
            case "messages":
                let kind = try scanner.nextKind()
                let start = scanner.position
                if kind == .array, shape != .preference {
                    try checkMessages(&scanner)
                    members.messages = JSONSlice(kind: .array, start: start, end: scanner.position)
                } else {
                    let value = try scanner.value()
                    members.messages = value
                    if shape == .preference { members.foreign.add(key, value) }
                }
            case "tools", "functions", "parallel_tool_calls":
                let value = try scanner.value()
                if shape == .preference {
                    members.others.add(key, value)
                } else {
                    members.known.append(KeyMends.Key(name: name, value))
                    try checkToolMember(name, value)
                }
            case "input", "preferred_output", "non_preferred_output":
                let value = try scanner.value()
                if shape == .supervised { members.foreign.add(key, value) }
                if shape == .reinforcement { forGrader &+= hash(of: name, value) }
                switch name {
                case "input": members.input = value
                case "preferred_output": members.preferred = value
                default: members.nonPreferred = value
                }
            case "preferred_completion", "non_preferred_completion":
                let value = try scanner.value()
                let right = name == "preferred_completion" ? "preferred_output" : "non_preferred_output"
                if name == "preferred_completion" { members.preferred = value } else { members.nonPreferred = value }
                switch shape {
                case .preference:
                    add(.preferenceKeys, at: key.start, mend: "renames the key") {
                        "the key is called \"\(right)\", not \"\(name)\""
                    }
                case .supervised: members.others.add(key, value)
                case .reinforcement: forGrader &+= hash(of: name, value)
                }
            case "prompt", "completion":
                let value = try scanner.value()
                members.foreign.add(key, value)
                members.isLegacy = shape != .reinforcement
                if shape == .reinforcement { forGrader &+= hash(of: name, value) }
            default:
                let value = try scanner.value()
                if shape == .reinforcement {
                    forGrader &+= hash(of: name, value)
                } else {
                    members.others.add(key, value)
                }
            }
        }
        row.details.combine(forGrader)
        row.keysForGrader = graderKeys
        try judge(members, from: start)
        if shape == .reinforcement, !demands.graderFields.isEmpty { try judgeFields(from: start, to: scanner.position) }
        judgeDeclarations()
    }

    private mutating func judge(_ members: Members, from start: Int) throws(JSONSyntaxError) {
        var members = members
        let isPreference = members.input != nil || members.preferred != nil || members.nonPreferred != nil
        switch shape {
        case .supervised:
            if members.messages == nil, isPreference {
                return add(.wrongShape, at: start) { "a preference row (DPO) in a file of chat examples" }
            }
            if members.messages == nil, members.isLegacy {
                return add(.legacyCompletion, at: start) {
                    "a prompt/completion row: only babbage-002 and davinci-002 took them, whose training has ended; "
                        + "write {\"messages\": […]}"
                }
            }
            requireMessages(members.messages, at: start, in: "the row")
            if members.messages != nil { members.others.add(members.foreign) }
            let known = members.known + [members.messages.map { KeyMends.Key(name: "messages", $0) }].compactMap(\.self)
            addUnknown(members.others, of: "a row", .chatRow, known: known)
        case .reinforcement:
            if members.messages == nil, isPreference {
                return add(.wrongShape, at: start) { "a preference row (DPO) in a file for reinforcement" }
            }
            requireMessages(members.messages, at: start, in: "the row")
        case .preference:
            if !isPreference, members.messages != nil {
                return add(.wrongShape, at: start) {
                    "a chat example in a file of preferences: expected input, preferred_output, non_preferred_output"
                }
            }
            try checkPreference(
                input: members.input, preferred: members.preferred, nonPreferred: members.nonPreferred, at: start)
            let known = [
                members.input.map { KeyMends.Key(name: "input", $0) },
                members.preferred.map { KeyMends.Key(name: "preferred_output", $0) },
                members.nonPreferred.map { KeyMends.Key(name: "non_preferred_output", $0) },
            ].compactMap(\.self)
            members.others.add(members.foreign)
            addUnknown(members.others, of: "a preference row", .preferenceRow, known: known)
        }
    }

    /// Notes the first field that a grader reads and the row lacks; a field of null is none.
    private mutating func judgeFields(from start: Int, to end: Int) throws(JSONSyntaxError) {
        let tree = try tree(JSONSlice(kind: .object, start: start, end: end))
        for path in demands.graderFields {
            let value = path.reduce(JSONValue?.some(tree)) { $0?[$1] }
            guard value == nil || value == .null else { continue }
            add(.graderField, at: start) {
                "the grader reads {{item.\(path.joined(separator: "."))}}, which the row does not have".printable
            }
        }
    }

    /// Notes `messages` that are missing, no array or empty.
    mutating func requireMessages(_ messages: JSONSlice?, at offset: Int, in place: String) {
        guard let messages else {
            return add(.missingMessages, at: offset) { "\(place) has no \"messages\"" }
        }
        guard messages.kind == .array else {
            return add(.missingMessages, at: messages.start) {
                "\"messages\" is to be an array; found \(messages.kind.words)"
            }
        }
        if conversation.count == 0 {
            add(.missingMessages, at: messages.start) { "\"messages\" is empty" }
        }
    }

    mutating func addRepeated(_ key: JSONSlice) {
        let name = shown(key)
        add(.duplicateKey, at: key.start, mend: "keeps the last one") {
            "the key \(name) stands twice; the last counts"
        }
    }

    /// Notes the keys of an object that the server does not know.
    mutating func addUnknown(
        _ keys: UnknownKeys, of what: String, _ place: KeyMends.Place, known: [KeyMends.Key]
    ) {
        guard !keys.keys.isEmpty else { return }
        let unknown = zip(keys.keys, keys.values).map { key, value in
            let name = text(key)
            let isWish = name == "weight" && RowChecker.weight(text(value)) != "1" && value.kind != .null
            return KeyMends.Key(name: name, hasValue: value.kind != .null, isWish: isWish)
        }
        let mends = KeyMends(place, known: known, unknown: unknown)
        for (key, name) in zip(keys.keys, unknown.lazy.map(\.name)) {
            add(.unknownKey, at: key.start, mend: mends.mend(of: name)?.words) {
                let nearest = place.nearest(to: name).map { "; did you mean \"\($0)\"?" } ?? ""
                return "unknown key \(shownName(name)): \(what) has \(place.common.joined(separator: ", "))\(nearest)"
            }
        }
    }
}

/// The keys of one object that the server does not know, as offsets.
struct UnknownKeys {
    private(set) var keys: [JSONSlice] = []
    private(set) var values: [JSONSlice] = []

    mutating func add(_ key: JSONSlice, _ value: JSONSlice) {
        keys.append(key)
        values.append(value)
    }

    mutating func add(_ others: UnknownKeys) {
        keys += others.keys
        values += others.values
    }
}

extension KeyMends.Key {
    init(name: String, _ value: JSONSlice) { self.init(name: name, hasValue: value.kind != .null, isWish: false) }
}

/// The keys of one object, to tell repeated ones; objects of many keys give up after some.
struct KeysSeen {
    private var names: [String] = []
    private static let most = 64

    /// Whether the name is new.
    mutating func insert(_ name: String) -> Bool {
        // Strings are also equal when they only look the same.
        if names.contains(where: { $0 == name && $0.utf8.elementsEqual(name.utf8) }) { return false }
        if names.count < Self.most { names.append(name) }
        return true
    }
}

extension JSONSlice.Kind {
    /// The kind with its article.
    var words: String {
        switch self {
        case .array: "an array"
        case .string: "a string"
        case .number: "a number"
        case .bool: "true or false"
        case .null: "null"
        case .object: "an object"
        }
    }
}
