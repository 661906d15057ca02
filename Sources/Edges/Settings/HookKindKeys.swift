/// What the section of a hook says to one kind of hook: the keys that this kind adds to those every hook has.
///
/// Each kind declares its own, in its folder of Hooks. Who reads a configuration hands over the kinds that it knows;
/// who hands none leaves these keys unjudged.
package protocol HookKindKeys: Equatable, Sendable {
    /// The key that chooses the kind and names it, for example `webhook`.
    static var name: String { get }
    /// What may stand behind ``name``, for the message that a hook has no kind, for example `https://HOST/PATH`.
    static var sample: String { get }
    /// The keys in the order of the example file.
    static var table: [SettingKey<Self>] { get }
    /// Why keys of this kind have no use in a hook of another kind, for example `signs webhooks only`.
    static var uses: [String: String] { get }

    /// Every key at its default.
    init()

    /// Whether the section asks for this kind.
    var isChosen: Bool { get }
    /// What no single key of the kind can say about itself, each with the key whose line is named.
    ///
    /// - Parameter said: the keys that were read and say something.
    func problems(said: Set<String>) -> [(key: String, text: String)]
    /// What may be shown of where it sends: nothing that could be a secret.
    var target: String { get }
    /// Whether people read what it sends: several notices may be one message then.
    var tellsPeople: Bool { get }
}

extension HookKindKeys {
    /// No key needs an explanation of its own.
    package static var uses: [String: String] { [:] }

    /// Programs take notices one by one.
    package var tellsPeople: Bool { false }

    /// Keys that fit together whatever they say.
    package func problems(said: Set<String>) -> [(key: String, text: String)] { [] }

    /// What the keys are called.
    static var names: [String] { table.map(\.name) }

    /// Equal settings of the same kind.
    func isEqual(to other: any HookKindKeys) -> Bool { (other as? Self) == self }
}

/// A hook's kind with the values of its keys.
package struct HookKindChoice: Equatable, Sendable {
    /// The values, for the kind to make a hook of.
    package let keys: any HookKindKeys

    /// Takes the values of the kind that was chosen.
    package init(_ keys: any HookKindKeys) { self.keys = keys }

    /// The key that chose the kind.
    package var name: String { type(of: keys).name }

    /// The same kind with the same values.
    package static func == (left: HookKindChoice, right: HookKindChoice) -> Bool { left.keys.isEqual(to: right.keys) }
}
