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

/// What one row says of the shape of its file.
private struct RowSign {
    /// Nil for a row that ends with the user and has nothing beside its messages: among rows for a grader it lacks what
    /// the others have, and among chat rows the answer.
    let shape: TrainingShape?

    /// Nil for a row that is no object, or has none of the keys that tell.
    init?(of line: UnsafeRawBufferPointer) {
        var scanner = JSONScanner(line)
        var keys: Set<String> = []
        var endsWithAssistant = true
        do throws(JSONSyntaxError) {
            guard try scanner.nextKind() == .object else { return nil }
            try scanner.beginObject()
            while let key = try scanner.nextMember() {
                let name = scanner.text(key)
                keys.insert(name)
                guard name == "messages", try scanner.nextKind() == .array else {
                    _ = try scanner.value()
                    continue
                }
                // Only the last message is looked into, so that a long row needs no memory.
                var last: JSONSlice?
                try scanner.beginArray()
                while try scanner.nextElement() { last = try scanner.value() }
                if let last, try role(of: last, in: line) == "user" {
                    endsWithAssistant = false
                } else {
                    endsWithAssistant = true
                }
            }
        } catch { return nil }
        if !keys.isDisjoint(with: ["input", "preferred_output", "non_preferred_output", "preferred_completion"]) {
            shape = .preference
        } else if keys.contains("messages") {
            let isTold = keys.contains { !ShapeNames.chatMembers.contains($0) && !ShapeNames.bookkeeping.contains($0) }
            shape = endsWithAssistant ? .supervised : isTold ? .reinforcement : nil
        } else if keys.contains("prompt") {
            shape = .supervised
        } else {
            return nil
        }
    }
}

extension RowSign {
    /// Whether a file of that shape may have the row.
    func fits(_ whole: TrainingShape) -> Bool { shape.map { $0 == whole } ?? (whole == .reinforcement) }
}

/// What the role of a message says; nil when it is no text, or the message no object.
private func role(of message: JSONSlice, in line: UnsafeRawBufferPointer) throws(JSONSyntaxError) -> String? {
    guard message.kind == .object else { return nil }
    var scanner = JSONScanner(line, at: message.start)
    var role: JSONSlice?
    try scanner.beginObject()
    while let key = try scanner.nextMember() {
        let value = try scanner.value()
        if scanner.text(key) == "role" { role = value }
    }
    return role.flatMap { $0.kind == .string ? scanner.text($0) : nil }
}

extension TrainingShape {
    /// What a file is submitted as where nobody says it: supervised, unless all rows that show a shape show another one.
    ///
    /// A file of chat rows is known by its first one. Of a pipe, only the rows of the first block are looked at.
    ///
    /// - Parameter isRegular: whether the input is a file that can be read again.
    /// - Throws: `TrainingDataError` when the file cannot be read again.
    package static func ofFile(
        _ input: DataInput, isRegular: Bool, firstRows block: UnsafeRawBufferPointer
    ) throws(TrainingDataError) -> TrainingShape {
        guard let shape = ofBlock(block), shape != .supervised else { return .supervised }
        guard isRegular, case .file = input else { return shape }
        var lines = LineReader(try InputFile(input))
        do throws(TrainingDataError) {
            while let line = try lines.next() {
                if let sign = RowSign(of: line), !sign.fits(shape) { return .supervised }
            }
        } catch {
            // What comes behind a line without an end is not read by anybody.
            guard case .lineTooLong = error.reason else { throw error }
        }
        return shape
    }

    /// The shape of the rows of a block that show one: supervised where they differ, nil where none does.
    package static func ofBlock(_ block: UnsafeRawBufferPointer) -> TrainingShape? {
        var found: TrainingShape?
        var isUnanswered = false
        for line in block.split(separator: 0x0A) {
            guard let sign = RowSign(of: UnsafeRawBufferPointer(rebasing: line)) else { continue }
            guard let shape = sign.shape else {
                isUnanswered = true
                continue
            }
            guard shape != .supervised, found == nil || found == shape else { return .supervised }
            found = shape
        }
        return isUnanswered && found != .reinforcement ? .supervised : found
    }
}
