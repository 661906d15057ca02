import JSONText
import TrainingData

extension RowChecker {
    /// Checks the three parts of a preference row.
    mutating func checkPreference(
        input: JSONSlice?, preferred: JSONSlice?, nonPreferred: JSONSlice?, at start: Int
    ) throws(JSONSyntaxError) {
        if let input, input.kind == .object {
            try checkInput(input)
        } else {
            let mend = input?.kind == .array ? "writes {\"messages\": […]}" : nil
            add(.preferenceShape, at: input?.start ?? start, mend: mend) {
                input == nil ? "the row has no \"input\"" : "\"input\" is to be an object, {\"messages\": […]}"
            }
        }
        let question = conversation
        sketches?.endQuestion()
        let good = try checkOutput("preferred_output", preferred, at: start)
        let bad = try checkOutput("non_preferred_output", nonPreferred, at: start)
        conversation = question
        // A question may stand with several wrong answers, but not with several right ones.
        conversation.add(.assistant, good ?? 0)
        row.details.combine(bad ?? 0)
        if let good, good == bad, let preferred {
            add(.samePreference, at: preferred.start) { "both outputs say the same: there is nothing to prefer" }
        }
    }

    private mutating func checkInput(_ slice: JSONSlice) throws(JSONSyntaxError) {
        var scanner = JSONScanner(line, at: slice.start)
        var messages: JSONSlice?
        var known: [KeyMends.Key] = []
        var unknown = UnknownKeys()
        var keys = KeysSeen()
        try scanner.beginObject()
        while let key = try scanner.nextMember() {
            let name = text(key)
            if !keys.insert(name) { addRepeated(key) }
            switch name {
            case "messages":
                let kind = try scanner.nextKind()
                let start = scanner.position
                if kind == .array {
                    try checkMessages(&scanner, isPrompt: true)
                    messages = JSONSlice(kind: .array, start: start, end: scanner.position)
                } else {
                    messages = try scanner.value()
                }
                if let messages { known.append(KeyMends.Key(name: name, messages)) }
            case "tools", "parallel_tool_calls":
                let value = try scanner.value()
                known.append(KeyMends.Key(name: name, value))
                try checkToolMember(name, value)
            default:
                unknown.add(key, try scanner.value())
            }
        }
        addUnknown(unknown, of: "input", .input, known: known)
        requireMessages(messages, at: slice.start, in: "input")
    }

    /// The hash of an output's messages; nil when it is not usable.
    private mutating func checkOutput(
        _ name: String, _ slice: JSONSlice?, at start: Int
    ) throws(JSONSyntaxError) -> UInt64? {
        guard let slice else {
            add(.preferenceShape, at: start) { "the row has no \"\(name)\"" }
            return nil
        }
        guard slice.kind == .array else {
            let mend = slice.kind == .string || slice.kind == .object ? "writes an array of one message" : nil
            add(.preferenceShape, at: slice.start, mend: mend) {
                "\"\(name)\" is to be an array of one message; found \(slice.kind.words)"
            }
            return nil
        }
        conversation = ConversationHash()
        let before = calls
        defer { calls.restore(before) }
        var scanner = JSONScanner(line, at: slice.start)
        var number = 0
        var isUsable = true
        try scanner.beginArray()
        while try scanner.nextElement() {
            number += 1
            var message = MessageSlices(number: number, start: 0)
            guard try takeMessage(&scanner, into: &message) else {
                isUsable = false
                continue
            }
            try judge(&message)
            if let speaker = message.speaker, speaker != .assistant {
                add(.preferenceShape, at: message.start) {
                    "\"\(name)\": the message is to be the assistant's, not the \(speaker.rawValue)'s"
                }
            }
        }
        if number != 1 {
            add(.preferenceShape, at: slice.start) { "\"\(name)\" is to hold one message; found \(number)" }
        }
        var facts = RowFacts()
        conversation.fill(&facts)
        return isUsable && number > 0 ? facts.answer : nil
    }
}
