internal import ConfigurationText

/// Where a section stands in its file.
package struct SettingPlace: Equatable, Sendable {
    /// The file as messages name it.
    package let file: String
    /// As in messages: `hook.slack`.
    package let section: String
    private let heading: Int
    private let keys: [String: Int]

    init(file: String, _ section: ConfigurationText.Section) {
        self.file = file
        self.section = section.path
        heading = section.line
        keys = Dictionary(section.entries.map { ($0.key, $0.line) }, uniquingKeysWith: { first, _ in first })
    }

    /// The line of a key, counted from 1, or of the heading where the key is not there.
    package func line(of key: String) -> Int { keys[key] ?? heading }
}
