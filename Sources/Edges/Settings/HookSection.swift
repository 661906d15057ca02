internal import ConfigurationText
internal import FineTuning

/// A hook's section while it is read: the kinds that are known have not been chosen from yet.
struct HookSection: Sendable {
    /// What every hook has.
    var settings = HookSettings(name: HookName(""))
    /// The keys that were read and say something other than their default.
    private(set) var said: Set<String> = []
    private var kinds: [any HookKindKeys]

    /// A section in which every key has its default.
    init(kinds: [any HookKindKeys.Type]) { self.kinds = kinds.map { $0.init() } }

    /// The kinds that the section asks for; one, if it is right.
    var chosen: [any HookKindKeys] { kinds.filter(\.isChosen) }

    /// Changes the values of one kind.
    ///
    /// - Parameters:
    ///   - key: the key that was read.
    ///   - isSaid: whether something stands behind it, and not the default.
    mutating func change<Keys: HookKindKeys, Problem: Error>(
        _ key: String, isSaid: Bool, _ change: (inout Keys) throws(Problem) -> Void
    ) throws(Problem) {
        guard let place = kinds.firstIndex(where: { $0 is Keys }), var keys = kinds[place] as? Keys else { return }
        try change(&keys)
        kinds[place] = keys
        if isSaid { said.insert(key) }
    }
}

extension HookKindKeys {
    /// The kind's keys as keys of a hook's section.
    fileprivate static var keysOfSection: [SettingKey<HookSection>] {
        table.map { key in
            SettingKey(key.name, byDefault: key.byDefault, key.explanation) {
                (written, value, section) throws(ValueError) in
                try section.change(key.name, isSaid: !value.text.isEmpty && value.text != key.byDefault) {
                    (keys: inout Self) throws(ValueError) in
                    try key.store(written, value, &keys)
                }
            }
        }
    }
}

extension [any HookKindKeys.Type] {
    /// The kinds' keys as keys of a hook's section; one that several kinds have is read by each of them.
    var keys: [SettingKey<HookSection>] {
        flatMap { $0.keysOfSection }.reduce(into: []) { keys, key in
            guard let place = keys.firstIndex(where: { $0.name == key.name }) else { return keys.append(key) }
            let first = keys[place]
            keys[place] = SettingKey(first.name, byDefault: first.byDefault, first.explanation) {
                (written, value, section) throws(ValueError) in
                try first.store(written, value, &section)
                try key.store(written, value, &section)
            }
        }
    }
}
