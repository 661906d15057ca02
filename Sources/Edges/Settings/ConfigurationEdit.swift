package import ConfigurationText
package import FineTuning
internal import Text

/// Sets keys of one account's section in a configuration's text; every other byte stays as it is.
package struct ConfigurationEdit: Sendable {
    private let account: AccountName

    /// Edits `[api]`, or the section of a named account.
    package init(account: AccountName) { self.account = account }

    /// The text with the keys set: in place where they stand already, otherwise below the section's heading; the section
    /// is appended where there is none.
    ///
    /// - Throws: `ValueError` for a value that cannot be written in one line.
    package func text(_ text: String, setting values: [(key: String, value: String)]) throws(ValueError) -> String {
        var lines =
            text.isEmpty
            ? [] : text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        // What stands behind the last line end is no line.
        let endsWithNewline = lines.last == ""
        if endsWithNewline { lines.removeLast() }
        let lineEnd = lines.first?.unicodeScalars.last == "\r" ? "\r" : ""
        let section = ConfigurationText(text, file: "ftd.conf", headings: [heading]).sections.first(where: isOurs)
        if let section {
            var added: [String] = []
            for (key, value) in values {
                let line = "\(key) = \(try Self.written(value))\(lineEnd)"
                if let entry = section.entries.last(where: { $0.key == key }) {
                    lines[entry.line - 1] = line
                } else {
                    added.append(line)
                }
            }
            // Last, since it moves the lines of the entries.
            lines.insert(contentsOf: added, at: section.line)
        } else {
            if !lines.isEmpty { lines.append(lineEnd) }
            lines.append(heading + lineEnd)
            for (key, value) in values { lines.append("\(key) = \(try Self.written(value))\(lineEnd)") }
        }
        return lines.joined(separator: "\n") + (endsWithNewline || section == nil ? "\n" : "")
    }

    private var heading: String { account == .default ? "[api]" : "[account \"\(account.rawValue)\"]" }

    private func isOurs(_ section: ConfigurationText.Section) -> Bool {
        account == .default
            ? section.kind == "api" && section.name == nil
            : section.kind == "account" && section.name == account.rawValue
    }

    /// The value as a configuration has it: in quotes where something in it would end it.
    private static func written(_ value: String) throws(ValueError) -> String {
        guard !value.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
            throw ValueError("a control character cannot be written into a configuration")
        }
        let needsQuotes =
            value.isEmpty || value.contains { " \t#;\"\\".contains($0) }
        guard needsQuotes else { return value }
        return "\"" + value.map { "\"\\".contains($0) ? "\\\($0)" : String($0) }.joined() + "\""
    }
}
