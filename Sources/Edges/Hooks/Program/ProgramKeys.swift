import ConfigurationText
package import Settings

/// The keys of hooks that run a program.
package struct ProgramKeys: HookKind {
    /// The program by its absolute path, then its arguments; no shell.
    package var arguments: [String] = []
    /// Variables that it gets besides those of every hook.
    package var variables: [String: String] = [:]

    package init() {}

    package static let name = "run"
    package static let sample = "/path/to/program"
    package static let table = [
        SettingKey(
            name, .command, \ProgramKeys.arguments, in: ProgramKeys(),
            "Either a program with its arguments (no shell; the notice is on its standard input) …"),
        SettingKey(
            "env", .variables, \ProgramKeys.variables, in: ProgramKeys(),
            "Variables for the program: NAME=value NAME=\"a value\"; besides FTD_…, PATH, HOME and those of proxies, "
                + "certificates and the session bus."),
    ]
    package static let uses = ["env": "is for programs only"]

    package var isChosen: Bool { !arguments.isEmpty }
    package var target: String { arguments.joined(separator: " ") }

    package func sender(credentials: String?) -> (any HookSender)? {
        isChosen ? ProgramSender(arguments: arguments, variables: variables) : nil
    }
}

extension ValueKind<[String: String]> {
    /// `NAME=value` words, each name once.
    fileprivate static let variables = ValueKind(
        read: { (value) throws(ValueError) in
            var variables: [String: String] = [:]
            for word in value.words {
                guard let equals = word.firstIndex(of: "="), isName(word[..<equals]) else {
                    throw ValueError("not a variable", got: word, "write NAME=value, with double quotes around blanks")
                }
                let name = String(word[..<equals])
                guard !name.hasPrefix("FTD_") else {
                    throw ValueError("is set by ftd itself", got: name, "choose another name")
                }
                guard variables.updateValue(String(word[equals...].dropFirst()), forKey: name) == nil else {
                    throw ValueError("there twice", got: name, "keep one of them")
                }
            }
            return variables
        },
        write: { $0.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ") })

    private static func isName(_ text: Substring) -> Bool {
        guard let first = text.first, first.isASCII, first.isLetter || first == "_" else { return false }
        return text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    }
}
