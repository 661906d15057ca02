package import ConfigurationText
internal import FineTuning
internal import Text

extension Settings {
    /// Reads a configuration file; nil is the built-in configuration.
    ///
    /// - Parameters:
    ///   - path: the file, as ``Places/configuration(option:)`` found it.
    ///   - home: what `~` stands for.
    ///   - hookKinds: the kinds of hooks whose keys are read; none leaves these keys unjudged.
    /// - Throws: all that is wrong with the file, with the lines.
    package static func load(
        _ path: String?, home: String?, hookKinds: [any HookKindKeys.Type]
    ) throws(ConfigurationError) -> Settings {
        guard let path else { return Settings() }
        return try Settings(
            reading: ConfigurationFile.text(of: path), file: path.printable, home: home, hookKinds: hookKinds)
    }

    /// Reads a configuration.
    ///
    /// - Parameters:
    ///   - text: the file's text.
    ///   - file: the file as messages name it.
    ///   - home: what `~` stands for.
    ///   - hookKinds: the kinds of hooks whose keys are read; none leaves these keys unjudged.
    /// - Throws: all that is wrong with it, with the lines.
    package init(
        reading text: String, file: String, home: String?, hookKinds: [any HookKindKeys.Type]
    ) throws(ConfigurationError) {
        self.init()
        let configuration = ConfigurationText(text, file: file, headings: ["[poll]", "[hook \"name\"]"])
        var reader = SettingReader(file: file, home: home, problems: configuration.problems)
        var isDefaultAccountWanted = false
        var defaultAccount = AccountSettings()
        var others: [AccountSettings] = []
        for section in configuration.sections where reader.accepts(section) {
            switch SettingReader.Kind(rawValue: section.kind) {
            case .api:
                reader.read(section, SettingTable.account, into: &defaultAccount)
                reader.check(defaultAccount, section)
                isDefaultAccountWanted = !section.entries.isEmpty
            case .account:
                var account = AccountSettings()
                account.name = AccountName(section.name ?? "")
                reader.read(section, SettingTable.account, into: &account)
                reader.check(account, section)
                others.append(account)
            case .poll: reader.read(section, SettingTable.poll, into: &poll)
            case .store: reader.read(section, SettingTable.store, into: &store)
            case .submit: reader.read(section, SettingTable.submit, into: &submit)
            case .ask: reader.read(section, SettingTable.ask, into: &ask)
            case .hf: reader.read(section, SettingTable.hub, into: &hub)
            case .hook:
                var hook = HookSection(kinds: hookKinds)
                reader.read(
                    section, SettingTable.hook(hookKinds), into: &hook, others: hookKinds.isEmpty ? .ignored : .wrong)
                if let hook = reader.checked(hook, section, kinds: hookKinds) {
                    hooks.append(hook)
                    hookPlaces[hook.name] = SettingPlace(file: file, section)
                }
            case .tokenizer: reader.read(section, SettingTable.tokenizer, into: &tokenizer)
            case .heartbeat: reader.read(section, SettingTable.heartbeat, into: &heartbeat)
            case .budget: reader.read(section, SettingTable.budget, into: &budget)
            case .web:
                reader.read(section, SettingTable.web, into: &web)
                reader.check(web, section)
            case .log: reader.read(section, SettingTable.log, into: &log)
            case nil: break
            }
        }
        accounts = (isDefaultAccountWanted || others.isEmpty ? [defaultAccount] : []) + others
        reader.checkHookAccounts(configuration.sections, known: accounts.map(\.name))
        guard reader.problems.isEmpty else { throw ConfigurationError(reader.problems) }
    }
}

/// Fills sections from the table, and collects what is wrong.
struct SettingReader {
    /// The kinds of sections.
    enum Kind: String, CaseIterable {
        case api, account, poll, store, submit, ask, hf, hook, tokenizer, heartbeat, budget, web, log

        /// Whether the heading carries a name, as in `[hook "name"]`.
        var isNamed: Bool {
            switch self {
            case .account, .hook: true
            case .api, .poll, .store, .submit, .ask, .hf, .tokenizer, .heartbeat, .budget, .web, .log: false
            }
        }

        /// As it is written.
        var heading: String { isNamed ? "[\(rawValue) \"name\"]" : "[\(rawValue)]" }
    }

    let file: String
    let home: String?
    private(set) var problems: [ConfigurationError.Problem]
    private var seen: [String: Int] = [:]

    init(file: String, home: String?, problems: [ConfigurationError.Problem]) {
        self.file = file
        self.home = home
        self.problems = problems
    }

    /// Whether the section may be read; if not, why is noted.
    mutating func accepts(_ section: ConfigurationText.Section) -> Bool {
        guard let kind = Kind(rawValue: section.kind) else {
            let known = Kind.allCases.map(\.rawValue)
            let hint =
                NearestName.find(section.kind, among: known).flatMap { Kind(rawValue: $0) }.map {
                    "did you mean \($0.heading)?"
                }
                ?? "there are \(Kind.allCases.map(\.heading).joined(separator: " "))"
            report(section.line, "unknown section [\(section.kind.abbreviated)]; \(hint)")
            return false
        }
        guard kind.isNamed == (section.name != nil) else {
            report(section.line, "[\(kind.rawValue)] \(kind.isNamed ? "needs" : "has no") name; write \(kind.heading)")
            return false
        }
        if let name = section.name {
            guard (1...64).contains(name.utf8.count), name.utf8.allSatisfy(\.isNameByte) else {
                report(
                    section.line,
                    "not a name (got \"\(name.abbreviated)\"); write up to 64 letters, digits, dots, dashes and underscores"
                )
                return false
            }
            guard kind != .account || name != AccountName.default.rawValue else {
                report(section.line, "the account \"default\" is the section [api]; write its keys there")
                return false
            }
        }
        if let line = seen.updateValue(section.line, forKey: section.path) {
            report(section.line, "\(section.heading) is there already, in line \(line); write its keys there")
            return false
        }
        return true
    }

    /// What is thought of a key that the table does not have.
    enum UnknownKey {
        /// It is a mistake.
        case wrong
        /// It may belong to somebody who is not here to read it.
        case ignored
    }

    /// Reads the entries of a section into it.
    mutating func read<Section>(
        _ section: ConfigurationText.Section, _ keys: [SettingKey<Section>], into result: inout Section,
        others: UnknownKey = .wrong
    ) {
        var lines: [String: Int] = [:]
        for entry in section.entries {
            let path = "\(section.path).\(entry.key.abbreviated)"
            guard let key = keys.first(where: { $0.isNamed(entry.key) }) else {
                guard others == .wrong else { continue }
                let hint =
                    NearestName.find(entry.key, among: keys.map(\.name).filter { !$0.hasSuffix(".KEY") }).map {
                        "did you mean \(section.path).\($0)?"
                    }
                    ?? "\(section.heading) has \(keys.map(\.name).joined(separator: " "))"
                report(entry.line, "\(path): unknown key; \(hint)")
                continue
            }
            if let line = lines.updateValue(entry.line, forKey: entry.key) {
                report(entry.line, "\(path): set already in line \(line); keep one of them")
                continue
            }
            do throws(ValueError) {
                var value = entry.value
                value.home = home
                try key.store(entry.key, value, &result)
            } catch {
                report(entry.line, "\(path): \(error)")
            }
        }
    }

    mutating func report(_ line: Int, _ text: String) {
        problems.append(ConfigurationError.Problem(file: file, line: line, text: text))
    }
}

extension ConfigurationText.Section {
    /// As in messages: `poll`, `hook.slack`.
    var path: String { name.map { "\(kind).\($0)" } ?? kind }

    /// As it is written.
    var heading: String { name.map { "[\(kind) \"\($0)\"]" } ?? "[\(kind)]" }

    /// The line of a key, or of the heading where the key is not there.
    func line(of key: String) -> Int { entries.first { $0.key == key }?.line ?? line }
}

extension UInt8 {
    /// Whether names of accounts and hooks may have it: nothing that means something to a shell, a path or a log.
    fileprivate var isNameByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
