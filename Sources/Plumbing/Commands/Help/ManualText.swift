import FineTuning

/// Parts of a manual page as man(7) source, line by line.
package struct ManualText {
    /// The lines so far.
    package private(set) var lines: [String]

    /// A page with its title line and what it is about.
    ///
    /// - Parameter name: the name of the page: `ftctl-list`.
    package init(_ name: String, section: Int, summary: String) {
        let part =
            switch section {
            case 5: "File Formats"
            case 8: "System Administration"
            case _: "User Commands"
            }
        lines = [
            ".TH \(name.uppercased()) \(section) \"\" \"ftd \(ProductVersion.text)\" \"\(part)\"",
            ".SH NAME", "\(Self.escaped(name)) \\- \(Self.escaped(summary))",
        ]
    }

    /// The whole page.
    package var text: String { lines.joined(separator: "\n") + "\n" }

    /// Source that is ready.
    package mutating func add(source: [String]) { lines += source }

    /// A part's heading.
    package mutating func heading(_ text: String) { lines.append(".SH \(Self.escaped(text))") }

    /// A heading inside a part.
    package mutating func subheading(_ text: String) { lines.append(".SS \(Self.escaped(text))") }

    /// A paragraph behind another one.
    package mutating func paragraph(_ text: String) { lines += [".PP", Self.escaped(text)] }

    /// The first paragraph below a heading.
    package mutating func opening(_ text: String) { lines.append(Self.escaped(text)) }

    /// A name in bold, and what it means beside it.
    package mutating func entry(_ name: String, _ meaning: String) {
        lines += [".TP", ".B \(Self.escaped(name))", meaning.isEmpty ? "\\&" : Self.escaped(meaning)]
    }

    /// Entries below a heading; nothing where there are none.
    package mutating func entries(_ heading: String, _ entries: [ManualEntry]) {
        guard !entries.isEmpty else { return }
        self.heading(heading)
        for entry in entries { self.entry(entry.name, entry.meaning) }
    }

    /// Other pages: `ftd (8)`.
    package mutating func seeAlso(_ pages: [String]) {
        guard !pages.isEmpty else { return }
        heading("SEE ALSO")
        for (index, page) in pages.enumerated() {
            lines.append(".BR \(Self.escaped(page))\(index + 1 < pages.count ? " ," : "")")
        }
    }

    /// Text that troff must not take for its own: backslashes, dashes, and a dot or quote at the start of a line.
    package static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "\\": result += "\\e"
            case "-": result += "\\-"
            case "'": result += "\\(aq"
            case "`": result += "\\(ga"
            case "~": result += "\\(ti"
            case "^": result += "\\(ha"
            case let other: result.append(other)
            }
        }
        return result.hasPrefix(".") ? "\\&" + result : result
    }
}
