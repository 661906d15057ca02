internal import ConfigurationText
internal import FineTuning

/// A `[model "name"]`; a name that ends in `*` stands for all that begin so.
struct ModelEntry: Equatable, Sendable {
    /// As the heading has it.
    let name: String
    /// Other names of the same model.
    let aliases: [ModelName]
    private let content: Content

    private enum Content: Equatable {
        case read(ModelFacts)
        /// The section's own text in the built-in copy.
        case builtIn(String)
    }

    /// A section that was read.
    init(name: String, facts: ModelFacts) {
        self.name = name
        aliases = facts.aliases
        content = .read(facts)
    }

    private init(name: String, aliases: [ModelName], text: String) {
        self.name = name
        self.aliases = aliases
        content = .builtIn(text)
    }

    var isPattern: Bool { name.hasSuffix("*") }

    /// What the section says.
    var facts: ModelFacts {
        switch content {
        case .read(let facts): return facts
        case .builtIn(let text):
            do throws(ConfigurationError) {
                let section = try ModelTable(reading: text, file: nil)
                // A test reads every section of the built-in text, so that neither is ever shipped.
                guard let facts = section.entries.first?.facts else { preconditionFailure("no section: \(text)") }
                return facts
            } catch {
                preconditionFailure("the built-in models.conf: \(error)")
            }
        }
    }

    /// The sections of the built-in copy, found by their headings and aliases alone.
    ///
    /// A test compares them with a whole reading of the same text.
    static func outline(of text: String) -> [ModelEntry] {
        var entries: [ModelEntry] = []
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)
        let headings = lines.indices.filter { lines[$0].starts(with: heading) }
        for (place, start) in headings.enumerated() {
            let end = place + 1 < headings.count ? headings[place + 1] : lines.count
            let section = lines[start..<end]
            let name = lines[start].dropFirst(heading.count).dropLast(2)
            let aliases = section.filter { $0.starts(with: alias) }.flatMap { line in
                line.dropFirst(alias.count).split(separator: UInt8(ascii: " ")).map { ModelName(String(Substring($0))) }
            }
            entries.append(
                ModelEntry(
                    name: String(Substring(name)), aliases: aliases,
                    text: section.map { String(Substring($0)) }.joined(separator: "\n")))
        }
        return entries
    }

    private static let heading = Array("[model \"".utf8)
    private static let alias = Array("alias = ".utf8)
}
