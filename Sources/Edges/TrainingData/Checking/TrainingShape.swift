import JSONText

/// What the rows of a training file are made for.
public enum TrainingShape: String, Sendable, Hashable, CaseIterable {
    /// `{"messages": […]}` that ends with the assistant's answer.
    case supervised
    /// `{"input": {"messages": […]}, "preferred_output": […], "non_preferred_output": […]}` (DPO).
    case preference
    /// `{"messages": […], …}` for a grader to judge, which sees the other keys.
    case reinforcement
}

extension TrainingShape {
    /// The shape that a row seems to be made for; nil when it is no object or has none of the telling keys.
    init?(ofRow line: UnsafeRawBufferPointer) {
        var scanner = JSONScanner(line)
        var keys: Set<String> = []
        var endsWithAssistant = true
        do throws(JSONSyntaxError) {
            guard try scanner.nextKind() == .object else { return nil }
            try scanner.beginObject()
            while let key = try scanner.nextMember() {
                let name = scanner.text(key)
                keys.insert(name)
                if name == "messages", case .array(let messages) = try scanner.tree() {
                    endsWithAssistant = messages.last?["role"]?.string.map { $0 != "user" } ?? true
                } else if name != "messages" {
                    _ = try scanner.value()
                }
            }
        } catch { return nil }
        if !keys.isDisjoint(with: ["input", "preferred_output", "non_preferred_output", "preferred_completion"]) {
            self = .preference
        } else if keys.contains("messages") {
            self = endsWithAssistant ? .supervised : .reinforcement
        } else if keys.contains("prompt") {
            self = .supervised
        } else {
            return nil
        }
    }
}
