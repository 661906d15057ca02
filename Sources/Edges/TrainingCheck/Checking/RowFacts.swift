import JSONText
import TrainingData

/// What a row adds up to, for comparing rows with each other.
struct RowFacts {
    /// The line in its part of the file, from 1.
    var line = 0
    /// Everything before the last answer, and the tools.
    var question: UInt64 = 0
    /// The messages before the last answer, without the system message.
    var bareQuestion: UInt64 = 0
    /// The last answer, of a preference row the preferred one, and whatever follows it; 0 for none.
    var answer: UInt64 = 0
    /// What makes rows of the same question and answer different ones: weights, ids of calls, audio,
    /// the rejected answer of a preference row, the keys for the grader of a reinforcement row.
    var details = ContentHash(seed: 11)
    /// All that the row says, blanks and ASCII case of the texts aside: question, answer and details.
    var whole: UInt64 = 0
    /// The row as it is written, byte for byte.
    var bytes: UInt64 = 0
    /// The sum of the hashes of the members that declare tools, so that their order does not matter.
    var tools: UInt64 = 0
    /// The system message; 0 for none.
    var system: UInt64 = 0
    /// Whether there are messages to compare.
    var isComparable = false
    /// Whether something that the row says could not be read: it is like no other row then, but one of the same bytes.
    var isUnread = false
    /// The sum of the hashes of the names of what a grader sees beside the messages.
    var keysForGrader: UInt64 = 0
    var images = 0
    var hasTools = false
    var textBytes = 0
    var messages = 0
    var tokens = RowTokens()
}

/// Tokens of one row.
struct RowTokens {
    /// The cookbook's sum: what the row is trained as.
    var trained = 0
    /// Contents and names only.
    var contents = 0
    /// Contents of the assistant only.
    var assistant = 0
    /// The part of the sum that images are, by the published rule.
    var images = 0
    /// Images whose tokens nobody knows here.
    var uncountedImages = 0
    /// The part of the sum that is the text of declared tools, whose real cost is not published.
    var tools = 0
}

/// Collects the hashes of a row's messages.
struct ConversationHash {
    private var whole = ContentHash(seed: 1)
    private var bare = ContentHash(seed: 2)
    private var beforeAnswer: (whole: UInt64, bare: UInt64)?
    private var answer = ContentHash(seed: 3)
    private(set) var system: UInt64 = 0
    private(set) var count = 0

    /// Takes the next message.
    mutating func add(_ role: MessageRole?, _ content: UInt64) {
        count += 1
        if role == .assistant {
            beforeAnswer = (whole.value, bare.value)
            answer = ContentHash(seed: 3)
        }
        var message = ContentHash(seed: UInt64(role?.place ?? 99))
        message.combine(content)
        answer.combine(message.value)
        whole.combine(message.value)
        if role == .system || role == .developer {
            system = message.value
        } else {
            bare.combine(message.value)
        }
    }

    /// Puts the hashes into the facts; without an answer all messages are the question.
    func fill(_ facts: inout RowFacts) {
        facts.isComparable = count > 0
        facts.system = system
        var question = beforeAnswer?.whole ?? whole.value
        if facts.tools != 0 {
            // With other tools it is another question.
            var both = ContentHash(seed: question)
            both.combine(facts.tools)
            question = both.value
        }
        facts.question = question
        facts.bareQuestion = beforeAnswer?.bare ?? bare.value
        facts.answer = beforeAnswer == nil ? 0 : answer.value
        facts.messages = count
        var all = facts.details
        all.combine(facts.question)
        all.combine(beforeAnswer == nil ? 0 : answer.value)
        facts.whole = all.value
    }
}

/// Who speaks.
enum MessageRole: String, CaseIterable {
    case system, user, assistant, tool, developer, function

    var place: Int {
        switch self {
        case .system: 0
        case .user: 1
        case .assistant: 2
        case .tool: 3
        case .developer: 4
        case .function: 5
        }
    }

    init?(_ raw: UnsafeRawBufferPointer) {
        let (role, spelling): (MessageRole, StaticString)
        switch raw.count {
        case 4: (role, spelling) = raw[0] == UInt8(ascii: "u") ? (.user, "user") : (.tool, "tool")
        case 6: (role, spelling) = (.system, "system")
        case 8: (role, spelling) = (.function, "function")
        case 9: (role, spelling) = raw[0] == UInt8(ascii: "a") ? (.assistant, "assistant") : (.developer, "developer")
        default: return nil
        }
        guard raw.spells(spelling) else { return nil }
        self = role
    }
}

extension TrainingShape {
    /// The roles that the server takes in such rows.
    var roles: [MessageRole] {
        switch self {
        case .supervised, .preference: [.system, .user, .assistant, .tool, .function]
        case .reinforcement: [.developer, .user, .assistant, .tool, .system]
        }
    }
}
