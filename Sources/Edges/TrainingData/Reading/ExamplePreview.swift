import JSONText

/// One row of a training file, to be read by a person.
///
/// Whatever the row holds, something is shown: this is for looking at files that may be wrong.
public struct ExamplePreview: Sendable, Equatable {
    /// What one message, or another part of a row, says.
    public struct Turn: Sendable, Equatable {
        /// The role, or the part of the row; as it stands in the file, so it may hold anything.
        public let speaker: String
        /// The text as it stands in the file, so it may hold anything; calls and parts that are no text in brackets.
        public let text: String
    }

    /// The line of the file, from 1.
    public let line: Int
    /// The messages in order, then whatever else the row holds.
    public let turns: [Turn]

    /// A row as it stands in the file.
    package init(line: Int, row: UnsafeRawBufferPointer) {
        self.line = line
        turns = Self.turns(of: row)
    }

    /// Reads only as far as needed to show the first rows of a training file.
    ///
    /// - Throws: `TrainingDataError` when the file cannot be read or is no JSONL at all.
    public static func first(_ count: Int, of input: DataInput) throws(TrainingDataError) -> [ExamplePreview] {
        var lines = LineReader(try InputFile(input))
        if try lines.start().starts(with: [0xEF, 0xBB, 0xBF]) { lines.skip(3) }
        var previews: [ExamplePreview] = []
        while previews.count < count, let line = try lines.next() {
            guard !line.isBlankLine else { continue }
            if previews.isEmpty, let format = ForeignFormat.ofBlock(line) {
                throw TrainingDataError(input.name, .foreign(format))
            }
            previews.append(ExamplePreview(line: lines.lineNumber, row: line))
        }
        return previews
    }

    private static func turns(of line: UnsafeRawBufferPointer) -> [Turn] {
        let row: JSONValue
        do throws(JSONSyntaxError) { row = try JSONValue.parse(line) } catch {
            return [Turn(speaker: "not JSON", text: String(decoding: line, as: UTF8.self))]
        }
        guard let object = row.object else { return [Turn(speaker: "not an object", text: JSONWriter.text(row))] }
        return object.members.flatMap { member -> [Turn] in
            switch member.key {
            case "messages": return messages(member.value, in: nil)
            case "preferred_output": return messages(member.value, in: "preferred")
            case "non_preferred_output": return messages(member.value, in: "non-preferred")
            case "input":
                guard let input = member.value.object else { break }
                return input.members.flatMap { part in
                    part.key == "messages" ? messages(part.value, in: nil) : [other(part.key, part.value)]
                }
            case _: break
            }
            return [other(member.key, member.value)]
        }
    }

    private static func messages(_ value: JSONValue, in part: String?) -> [Turn] {
        guard let messages = value.array else { return [other(part ?? "messages", value)] }
        return messages.map { message in
            guard let object = message.object else { return other(part ?? "messages", message) }
            let role = object["role"]?.string ?? "no role"
            let name = object["name"]?.string.map { " \($0)" } ?? ""
            var texts: [String] = []
            if let content = object["content"] { texts += text(of: content) }
            for call in (object["tool_calls"]?.array ?? []) + [object["function_call"]].compactMap({ $0 }) {
                texts.append("[calls \(JSONWriter.text(call["function"] ?? call))]")
            }
            if let weight = object["weight"] { texts.append("[weight \(JSONWriter.text(weight))]") }
            return Turn(speaker: part ?? role + name, text: texts.joined(separator: "\n"))
        }
    }

    private static func text(of content: JSONValue) -> [String] {
        if let text = content.string { return [text] }
        guard let parts = content.array else { return content.isNull ? [] : [JSONWriter.text(content)] }
        return parts.map { part in
            part["text"]?.string ?? "[\(part["type"]?.string ?? "a part that is no text")]"
        }
    }

    private static func other(_ key: String, _ value: JSONValue) -> Turn {
        Turn(speaker: key, text: value.string ?? JSONWriter.text(value))
    }
}
