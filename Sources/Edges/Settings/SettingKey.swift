internal import ConfigurationText

/// One line of the table of settings: what a key is called, what it holds, its default, and what it is for.
///
/// Parsing, checking and the example file all come from this table; the default is the section's own initial value.
package struct SettingKey<Section>: Sendable {
    /// As it stands in a file; a name that ends in `.KEY` stands for a family of keys.
    let name: String
    /// The default as it would be written; empty where there is none.
    let byDefault: String
    /// For the example file: one line.
    let explanation: String
    /// Reads a value into the section; the key as it was written comes first.
    let store: @Sendable (String, ConfigurationValue, inout Section) throws(ValueError) -> Void

    /// A key that fills one property.
    package init<Value>(
        _ name: String, _ kind: ValueKind<Value>, _ path: any WritableKeyPath<Section, Value> & Sendable,
        in initial: Section, _ explanation: String
    ) {
        self.name = name
        self.explanation = explanation
        byDefault = kind.write(initial[keyPath: path])
        store = { (_, value, section) throws(ValueError) in section[keyPath: path] = try kind.read(value) }
    }

    /// A key that fills one property that may stay empty.
    package init<Value>(
        _ name: String, _ kind: ValueKind<Value>, _ path: any WritableKeyPath<Section, Value?> & Sendable,
        in initial: Section, _ explanation: String
    ) {
        self.init(name, kind.optional(), path, in: initial, explanation)
    }

    /// A key that is stored in a way of its own, or a family of keys, `name` being `prefix.KEY`.
    init(
        _ name: String, byDefault: String = "", _ explanation: String,
        store: @escaping @Sendable (String, ConfigurationValue, inout Section) throws(ValueError) -> Void
    ) {
        self.name = name
        self.explanation = explanation
        self.store = store
        self.byDefault = byDefault
    }

    /// Whether this is the key that was written.
    func isNamed(_ key: String) -> Bool {
        guard name.hasSuffix(".KEY") else { return key == name }
        return key.hasPrefix(name.dropLast(3)) && key.count > name.count - 3
    }
}
