package import ConfigurationText
package import FineTuning
internal import Text

/// What is known about models: encodings, prices, limits and shutdown dates, each with its origin.
///
/// In layers, key by key: the built-in copy of `config/models.conf`, then `/etc/ftd/models.conf`, then the user's own
/// `models.conf`.
package struct ModelTable: Equatable, Sendable {
    /// The entries of each file, the built-in copy first.
    private(set) var layers: [[ModelEntry]]

    /// All entries, those of the built-in copy first.
    var entries: [ModelEntry] { layers.flatMap(\.self) }

    /// The compiled-in copy.
    ///
    /// A section is read when somebody asks for its model: most programs ask for one or two, and many for none.
    package static let builtIn = ModelTable(layers: [ModelEntry.outline(of: builtInText)])

    private init(layers: [[ModelEntry]]) { self.layers = layers }

    /// The built-in copy with files laid over it, the later above the earlier; empty files are none.
    ///
    /// - Throws: all that is wrong with the first bad file, with the lines.
    package static func load(_ paths: [String]) throws(ConfigurationError) -> ModelTable {
        var table = builtIn
        for path in paths {
            table.layers += try ModelTable(reading: ConfigurationFile.text(of: path), file: path.printable).layers
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
        let configuration = ConfigurationText(text, file: name, headings: ["[model \"name\"]"])
        var reader = SettingReader(file: name, home: nil, problems: configuration.problems)
        var entries: [ModelEntry] = []
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
            entries.append(ModelEntry(name: model, facts: facts))
        }
        guard reader.problems.isEmpty else { throw ConfigurationError(reader.problems) }
        layers = [entries]
    }

    /// The models that sections are about, each once, without patterns.
    package var names: [ModelName] {
        var seen: Set<String> = []
        return entries.filter { !$0.isPattern && seen.insert($0.name).inserted }.map { ModelName($0.name) }
    }

    /// Whether a section is about the very model, under this or another name of it, or a file of the user's or the system's
    /// is about its family: the built-in families tell how tokens are counted, and not which models there are.
    package func lists(_ model: ModelName) -> Bool {
        let name = model.base.rawValue
        return layers.enumerated().contains { place, entries in
            entries.contains { entry in
                entry.isPattern
                    ? place > 0 && name.hasPrefix(entry.name.dropLast())
                    : entry.name == name || entry.aliases.contains(model.base)
            }
        }
    }

    /// The known name that is most like an unknown one.
    package func nearest(to model: ModelName) -> ModelName? {
        let known = entries.filter { !$0.isPattern }.flatMap { [$0.name] + $0.aliases.map(\.rawValue) }
        return NearestName.find(model.base.rawValue, among: known).map { ModelName($0) }
    }

    /// What is known about a model; nil when no section is about it.
    ///
    /// A tuned model has its base's facts. The uppermost file comes first; within it a section with the very name, then
    /// one with another name of the same model, then patterns, the longest first. Each fills in what those before leave
    /// open.
    package func facts(of model: ModelName) -> ModelFacts? {
        let name = model.base.rawValue
        let others = otherNames(of: name)
        let found = layers.reversed().flatMap { layer in
            let own = layer.filter { $0.name == name }
            let aliased = layer.filter { !$0.isPattern && $0.name != name && others.contains($0.name) }
            let patterns = layer.filter { $0.isPattern && name.hasPrefix($0.name.dropLast()) }
                .sorted { $0.name.utf8.count > $1.name.utf8.count }
            return (own + aliased + patterns).map(\.facts)
        }
        guard let first = found.first else { return nil }
        return found.dropFirst().reduce(first) { $0.completed(by: $1) }
    }

    /// All names of a model besides its own: its section's aliases, and the section that has it as an alias.
    private func otherNames(of name: String) -> Set<String> {
        let sections = entries.filter { !$0.isPattern }
        let canonical = sections.filter { $0.aliases.contains(ModelName(name)) }.map(\.name) + [name]
        let aliases = sections.filter { canonical.contains($0.name) }.flatMap(\.aliases).map(\.rawValue)
        return Set(canonical + aliases).subtracting([name])
    }
}
