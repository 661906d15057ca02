import JSONText
import Text

/// What becomes of the keys of one object that the server does not know; the check and the fixer decide alike.
///
/// A misspelled key gets the name of the key that it stands for, if the object has none of that name and no other
/// misspelling of it. Other keys go, but not while something is missing that the server wants: then it may be in one
/// of them, and a person decides.
struct KeyMends {
    /// The objects of a row that have a fixed set of keys.
    enum Place {
        case chatRow, preferenceRow, input, message
    }

    /// A key that is to be judged, or one that the server knows.
    struct Key {
        let name: String
        /// Whether there is a value other than null.
        let hasValue: Bool
        /// Whether it says something that only a person can say elsewhere: a weight of a row other than 1.
        let isWish: Bool
    }

    /// What is done about a key.
    enum Mend: Equatable {
        case rename(to: String)
        case remove
    }

    private var renamed: [String: String] = [:]
    private var keepsOthers = false
    /// Misspellings of one key, of which only a person knows the right one.
    private var rivals: Set<String> = []

    /// Objects with more unknown keys than these have no misspelled ones: the search is slow.
    private static let most = 64

    /// Judges the unknown keys of an object beside those that the server knows.
    init(_ place: Place, known: [Key], unknown: [Key]) {
        guard !unknown.isEmpty else { return }
        var valued = Set(known.lazy.filter(\.hasValue).map(\.name))
        let names = Set(known.lazy.map(\.name))
        if unknown.count <= Self.most {
            var meant: [String: Set<String>] = [:]
            for key in unknown {
                guard let name = place.nearest(to: key.name), !names.contains(name) else { continue }
                meant[name, default: []].insert(key.name)
            }
            for (name, spellings) in meant {
                guard spellings.count == 1, let spelling = spellings.first else {
                    rivals.formUnion(spellings)
                    continue
                }
                renamed[spelling] = name
                if unknown.contains(where: { $0.name == spelling && $0.hasValue }) { valued.insert(name) }
            }
        }
        keepsOthers = place.lacksSomething(valued)
        for key in unknown where key.isWish { rivals.insert(key.name) }
    }

    /// What is done about an unknown key; nil when a person has to.
    func mend(of name: String) -> Mend? {
        if let right = renamed[name] { return .rename(to: right) }
        return keepsOthers || rivals.contains(name) ? nil : .remove
    }
}

extension KeyMends.Mend {
    /// What the fixer does, as the end of a finding.
    var words: String {
        switch self {
        case .rename(let name): "writes \"\(name)\""
        case .remove: "removes the key"
        }
    }
}

extension KeyMends.Place {
    /// The keys that the server takes there.
    var keys: [String] {
        switch self {
        case .chatRow: ["messages", "tools", "functions", "parallel_tool_calls"]
        case .preferenceRow: ["input", "preferred_output", "non_preferred_output"]
        case .input: ["messages", "tools", "parallel_tool_calls"]
        case .message: MessageKey.allCases.map(\.rawValue)
        }
    }

    /// The keys that are named to people.
    var common: [String] {
        switch self {
        case .chatRow: ["messages", "tools", "parallel_tool_calls"]
        case .preferenceRow, .input: keys
        case .message: MessageKey.common
        }
    }

    /// Whether the check calls the key no unknown one: it is a known one, or tells that the row is of another shape.
    ///
    /// - Parameter own: whether the object has what makes it one of this place.
    func leaves(_ key: String, own: Bool) -> Bool {
        if keys.contains(key) { return true }
        return switch self {
        case .chatRow where !own:
            ["input", "preferred_output", "non_preferred_output", "prompt", "completion"].contains(key)
        case .preferenceRow where !own: key == "messages"
        case .chatRow, .preferenceRow, .input, .message: false
        }
    }

    /// Whether the object has what makes it one of this place.
    func isOwn(_ object: JSONObject) -> Bool {
        switch self {
        case .chatRow: object["messages"] != nil
        case .preferenceRow:
            ["input", "preferred_output", "non_preferred_output"].contains { object[$0] != nil }
                || object["messages"] == nil
        case .input, .message: true
        }
    }

    /// The key that was likely meant.
    func nearest(to name: String) -> String? { NearestName.find(name, among: keys) }

    /// Whether the server misses a key, of those that have a value.
    func lacksSomething(_ valued: Set<String>) -> Bool {
        switch self {
        case .chatRow, .input: !valued.contains("messages")
        case .preferenceRow: !valued.isSuperset(of: keys)
        case .message:
            !valued.contains("role") || valued.isDisjoint(with: ["content", "tool_calls", "function_call", "refusal"])
        }
    }
}
