import JSONText
import Text
import TrainingData

/// The functions that a row declares and calls, which may stand in any order in it.
struct RowCalls {
    /// A call that somebody is to answer.
    struct Call {
        let name: String
        /// The keys of the arguments; nil where those could not be read.
        let arguments: Set<String>?
        let offset: Int
        let place: String
    }

    /// Ids of the row's tool calls, which later messages answer.
    private(set) var ids: Set<String> = []
    /// Those that nobody has answered yet, with what made them.
    private(set) var open: [(id: String, message: Int, offset: Int)] = []
    private(set) var made: [Call] = []
    /// The declared functions, and the arguments that they require.
    private(set) var declared: [String: [String]] = [:]
    /// Whether anything declares functions that could be read.
    private(set) var isReadable = true
    private var isEmpty = true

    /// Calls of a row that are looked at.
    private static let most = 1_000

    mutating func removeAll() {
        guard !isEmpty else { return }
        self = RowCalls()
    }

    mutating func make(_ call: Call) {
        isEmpty = false
        if made.count < Self.most { made.append(call) }
    }

    mutating func await(_ id: String, message: Int, offset: Int) {
        isEmpty = false
        ids.insert(id)
        if open.count < Self.most { open.append((id, message, offset)) }
    }

    /// Takes an answer; false when no earlier message made the call.
    mutating func answer(_ id: String) -> Bool {
        open.removeAll { $0.id == id }
        return ids.contains(id)
    }

    /// Forgets the calls that wait: the conversation went on without answers to them.
    mutating func goOn() { open.removeAll() }

    /// Takes the calls that wait from another time, for an output that stands beside another one.
    mutating func restore(_ other: RowCalls) { open = other.open }

    mutating func declare(_ name: String, required: [String]) {
        isEmpty = false
        declared[name] = required
    }

    /// Declarations that nobody can read tell nothing of the calls.
    mutating func declareUnreadable() {
        isEmpty = false
        isReadable = false
    }
}

extension RowChecker {
    /// Compares the row's calls with the functions that it declares; to be called at its end.
    mutating func judgeDeclarations() {
        guard calls.isReadable else { return }
        for call in calls.made {
            guard let required = calls.declared[call.name] else {
                let names = calls.declared.keys.sorted()
                add(.undeclaredFunction, at: call.offset) {
                    let hint =
                        NearestName.find(call.name, among: names).map { "; did you mean \(shownName($0))?" } ?? ""
                    let what = names.isEmpty ? "the row declares no tools" : "no tool of the row is called so"
                    return "\(call.place) calls \(shownName(call.name)): \(what)\(hint)"
                }
                continue
            }
            guard let arguments = call.arguments, let missing = required.first(where: { !arguments.contains($0) })
            else { continue }
            add(.missingArgument, at: call.offset) {
                "\(call.place): the arguments lack \(shownName(missing)), which \(shownName(call.name)) requires"
            }
        }
    }

    /// Notes calls that wait while a message of another role than tool comes.
    mutating func judgeOpenCalls(before message: MessageSlices) {
        guard !calls.open.isEmpty, message.speaker != .tool else { return }
        for call in calls.open {
            add(.unansweredCall, at: call.offset) {
                "message \(call.message) calls a tool, and no message of a tool answers before message \(message.number)"
            }
        }
        calls.goOn()
    }
}
