package import FineTuning

/// What is known about models: encodings, prices, limits and shutdown dates, each with its origin.
///
/// In layers, key by key: the built-in copy of `config/models.conf`, then `/etc/ftd/models.conf`, then the user's own
/// `models.conf`.
package struct ModelTable: Equatable, Sendable {
    /// A `[model "name"]`; a name that ends in `*` stands for all that begin so.
    struct Entry: Equatable, Sendable {
        var name: String
        var facts: ModelFacts

        var isPattern: Bool { name.hasSuffix("*") }
    }

    private(set) var entries: [Entry]

    init(_ entries: [Entry]) { self.entries = entries }

    /// The compiled-in copy.
    package static let builtIn: ModelTable = {
        do throws(ConfigurationError) {
            return try ModelTable(reading: builtInText, file: nil)
        } catch {
            // A test reads the built-in text, so that this is never shipped.
            preconditionFailure("the built-in models.conf: \(error)")
        }
    }()

    /// The built-in copy with files laid over it, the later above the earlier; empty files are none.
    ///
    /// - Throws: all that is wrong with the first bad file, with the lines.
    package static func load(_ paths: [String]) throws(ConfigurationError) -> ModelTable {
        var table = builtIn
        for path in paths {
            table.lay(try ModelTable(reading: ConfigurationFile.text(of: path), file: path.printablePath))
        }
        return table
    }

    /// Reads a table.
    ///
    /// - Parameters:
    ///   - text: the file's text.
    ///   - file: the file as messages name it; nil for the built-in copy.
    /// - Throws: all that is wrong with it, with the lines.
    init(reading text: String, file: String?) throws(ConfigurationError) {
        let name = file ?? "models.conf"
        let configuration = ConfigurationText(text, file: name)
        var reader = SettingReader(file: name, home: nil, problems: configuration.problems)
        var entries: [Entry] = []
        for section in configuration.sections {
            guard section.kind == "model", let model = section.name, !model.isEmpty else {
                reader.report(section.line, "not a model's heading; write [model \"name\"]")
                continue
            }
            if entries.contains(where: { $0.name == model }) {
                reader.report(section.line, "[model \"\(model.abbreviated)\"] is there already; write its keys there")
                continue
            }
            var facts = ModelFacts()
            reader.read(section, ModelKeys.all(in: file), into: &facts)
            entries.append(Entry(name: model, facts: facts))
        }
        guard reader.problems.isEmpty else { throw ConfigurationError(reader.problems) }
        self.entries = entries
    }

    /// Lays another table above this one.
    private mutating func lay(_ upper: ModelTable) {
        for entry in upper.entries {
            if let place = entries.firstIndex(where: { $0.name == entry.name }) {
                entries[place].facts = entry.facts.completed(by: entries[place].facts)
            } else {
                entries.append(entry)
            }
        }
    }

    /// What is known about a model; nil when no section is about it.
    ///
    /// A tuned model has its base's facts. A section with the very name comes first, then one that has it as another
    /// name, then patterns, the longest first; each fills in what those before leave open.
    package func facts(of model: ModelName) -> ModelFacts? {
        let name = model.base
        let own = entries.filter { !$0.isPattern && $0.name == name.rawValue }
        let aliased = entries.filter { !$0.isPattern && $0.facts.aliases.contains(name) }
        let patterns = entries.filter { $0.isPattern && name.rawValue.hasPrefix($0.name.dropLast()) }
            .sorted { $0.name.utf8.count > $1.name.utf8.count }
        let found = (own + aliased + patterns).map(\.facts)
        guard let first = found.first else { return nil }
        return found.dropFirst().reduce(first) { $0.completed(by: $1) }
    }
}
