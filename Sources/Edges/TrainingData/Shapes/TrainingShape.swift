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

/// What one row seems to be made for.
private enum ShapeVote {
    /// A chat example: its last message is not the user's, or it is a row of older models.
    case supervised
    case preference
    /// Messages that end with the user; `isTold` where something else stands beside them, for a grader to see.
    case prompt(isTold: Bool)

    /// Nil when it is no object or has none of the keys that tell.
    init?(_ line: UnsafeRawBufferPointer) {
        var scanner = JSONScanner(line)
        var keys: Set<String> = []
        var endsWithUser = false
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
                endsWithUser = false
                if let last { endsWithUser = try role(of: last, in: line) == "user" }
            }
        } catch { return nil }
        if !keys.isDisjoint(with: ["input", "preferred_output", "non_preferred_output", "preferred_completion"]),
            !keys.contains("messages")
        {
            self = .preference
        } else if keys.contains("messages"), endsWithUser {
            self = .prompt(
                isTold: keys.contains {
                    !ShapeNames.chatMembers.contains($0) && !ShapeNames.bookkeeping.contains($0)
                })
        } else if keys.contains("messages") || keys.contains("prompt") {
            self = .supervised
        } else {
            return nil
        }
    }
}

/// What the rows of a file say together.
private struct ShapeVotes {
    private(set) var isSupervised = false
    private var preferences = 0
    private var told = 0
    private var untold = 0

    mutating func add(_ line: UnsafeRawBufferPointer) {
        switch ShapeVote(line) {
        case .supervised: isSupervised = true
        case .preference: preferences += 1
        case .prompt(isTold: true): told += 1
        case .prompt(isTold: false): untold += 1
        case nil: break
        }
    }

    /// Nil when no row says anything; a prompt without a word for the grader is a slip only among many with one.
    var shape: TrainingShape? {
        if isSupervised { return .supervised }
        if preferences > 0 { return told + untold == 0 ? .preference : .supervised }
        return told > untold ? .reinforcement : untold > 0 ? .supervised : nil
    }
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
        var votes = ShapeVotes()
        var lines = LineReader(try InputFile(input))
        do throws(TrainingDataError) {
            while !votes.isSupervised, let line = try lines.next() { votes.add(line) }
        } catch {
            // What comes behind a line without an end is not read by anybody.
            guard case .lineTooLong = error.reason else { throw error }
        }
        return votes.shape ?? .supervised
    }

    /// The shape of the rows of a block that show one: supervised where they differ, nil where none does.
    package static func ofBlock(_ block: UnsafeRawBufferPointer) -> TrainingShape? {
        var votes = ShapeVotes()
        var start = block.startIndex
        while !votes.isSupervised, start < block.endIndex {
            let end = block[start...].firstIndex(of: 0x0A) ?? block.endIndex
            votes.add(UnsafeRawBufferPointer(rebasing: block[start..<end]))
            start = end + 1
        }
        return votes.shape
    }
}
