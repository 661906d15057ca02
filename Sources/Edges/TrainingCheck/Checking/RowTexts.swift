import JSONText
import Text
import TrainingData

/// What the rows of a training file say, as plain text.
package enum RowTexts {
    /// Hands over the texts of all messages of each row that can be read, with its line.
    ///
    /// - Throws: `TrainingDataError` when the file cannot be read, or what `body` throws.
    package static func forEach(in path: String, _ body: (_ line: Int, _ text: String) throws -> Void) throws {
        var lines = LineReader(try InputFile(.file(path)))
        while let line = try lines.next() {
            guard !line.isBlankLine, let row = try? JSONValue.parse(line) else { continue }
            var texts: [String] = []
            for key in ["messages", "preferred_output", "non_preferred_output"] { collect(row[key], into: &texts) }
            collect(row["input"]?["messages"], into: &texts)
            try body(lines.lineNumber, texts.joined(separator: "\n"))
        }
    }

    private static func collect(_ messages: JSONValue?, into texts: inout [String]) {
        for message in messages?.array ?? [] {
            switch message["content"] {
            case .string(let text): texts.append(text)
            case .array(let parts): texts += parts.compactMap { $0["text"]?.string }
            case nil, .null, .bool, .number, .object: break
            }
        }
    }
}

extension Finding {
    /// What a moderation endpoint says of a row.
    package static func moderation(line: Int, categories: [String]) -> Finding {
        let names = categories.map { $0.printable(limit: 60) }.joined(separator: ", ")
        return Finding(
            .moderation, line: line, "the moderation endpoint flags it (\(names)); a file with too many is blocked")
    }
}

extension CheckReport {
    /// Adds findings that were made elsewhere, all of warning rules.
    package mutating func add(_ others: [Finding]) {
        guard let rule = others.first?.rule else { return }
        findings += others
        findings.sort { ($0.line ?? 0, $0.column ?? 0) < ($1.line ?? 0, $1.column ?? 0) }
        rules = CheckRule.allCases.compactMap { known in
            let count = count(of: known) + (known == rule ? others.count : 0)
            return count > 0 ? RuleCount(rule: known, count: count) : nil
        }
    }
}
