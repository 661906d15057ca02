internal import Text

/// A configuration taken apart into sections and their lines, before anybody asks what they mean.
package struct ConfigurationText: Sendable {
    /// A heading and the lines below it.
    package struct Section: Equatable, Sendable {
        /// `poll` in `[poll]`, `hook` in `[hook "slack"]`.
        package var kind: String
        /// `slack` in `[hook "slack"]`.
        package var name: String?
        /// Of the heading, counted from 1.
        package var line: Int
        /// In the order of the file, repeated keys included.
        package var entries: [Entry] = []
    }

    /// One `key = value`.
    package struct Entry: Equatable, Sendable {
        /// What stands before the `=`; not empty, without blanks and quotes.
        package var key: String
        /// What follows the `=`.
        package var value: ConfigurationValue
        /// Counted from 1.
        package var line: Int
    }

    /// In the order of the file, repeated ones included.
    package private(set) var sections: [Section] = []
    /// Lines that could not be read, in the order of the file.
    package private(set) var problems: [ConfigurationError.Problem] = []
    private let file: String
    private let headings: [String]
    /// Below a heading that could not be read, lines are not looked at: one mistake, one message.
    private var isSkipping = false

    /// Takes a whole file apart; what cannot be read becomes a problem, and the rest is read all the same.
    ///
    /// - Parameters:
    ///   - file: the file as messages name it.
    ///   - headings: examples of headings, for messages; not empty.
    package init(_ text: String, file: String, headings: [String]) {
        precondition(!headings.isEmpty, "messages need an example of a heading")
        self.file = file
        self.headings = headings
        var line = 0
        for content in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false) {
            line += 1
            var content = content
            if line == 1, content.first == "\u{FEFF}" { content.removeFirst() }
            if content.last == "\r" { content.removeLast() }
            read(Substring(content), line)
        }
    }

    private mutating func read(_ content: Substring, _ line: Int) {
        let content = content.trimmedBlanks
        guard let first = content.first, first != "#", first != ";" else { return }
        if content.unicodeScalars.contains(where: { $0.value < 0x20 && $0 != "\t" || $0.value == 0x7F }) {
            return report(line, "the line has a control character; the file must be plain text")
        }
        if first == "[" { return readHeading(content, line) }
        guard !isSkipping else { return }
        guard let equals = content.firstIndex(of: "=") else {
            return report(line, "not a setting (got \"\(String(content).abbreviated)\"); write key = value")
        }
        let key = String(content[..<equals].trimmedBlanks)
        guard !key.isEmpty, !key.contains(where: { $0 == " " || $0 == "\t" || $0 == "\"" }) else {
            return report(line, "not a key before the = (got \"\(key.abbreviated)\"); write key = value")
        }
        guard !sections.isEmpty else {
            return report(
                line, "\(key.abbreviated) stands before any section; write a heading such as \(headings[0]) above it")
        }
        do throws(ValueError) {
            let value = try ConfigurationValue(readingRestOfLine: content[equals...].dropFirst())
            sections[sections.count - 1].entries.append(Entry(key: key, value: value, line: line))
        } catch {
            report(line, "\(key.abbreviated): \(error)")
        }
    }

    /// `[kind]` or `[kind "name"]`, perhaps with a comment behind it.
    private mutating func readHeading(_ content: Substring, _ line: Int) {
        isSkipping = true
        let inner = content.dropFirst().prefix { $0 != "]" }
        let rest = content.dropFirst(inner.count + 2).trimmedBlanks
        let kind = inner.prefix { $0 != " " && $0 != "\t" && $0 != "\"" }
        let quoted = inner.dropFirst(kind.count).trimmedBlanks
        let name = quoted.dropFirst().dropLast()
        let isNamed = quoted.count >= 2 && quoted.first == "\"" && quoted.last == "\"" && !name.contains("\"")
        guard content.dropFirst(inner.count + 1).first == "]", !kind.isEmpty, quoted.isEmpty || isNamed,
            rest.isEmpty || rest.first == "#" || rest.first == ";"
        else {
            return report(
                line,
                "not a heading (got \"\(String(content).abbreviated)\"); write \(headings.alternatives), alone on its line"
            )
        }
        isSkipping = false
        sections.append(Section(kind: String(kind), name: isNamed ? String(name) : nil, line: line))
    }

    private mutating func report(_ line: Int, _ text: String) {
        problems.append(ConfigurationError.Problem(file: file, line: line, text: text))
    }
}
