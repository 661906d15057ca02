/// The example configuration: the table of settings as a file, every key at its default and commented out.
package enum ConfigurationExample {
    /// One section as it is shown.
    package struct Section: Sendable {
        /// One key as it is shown.
        package struct Key: Sendable {
            package let name: String
            /// Empty where there is none.
            package let byDefault: String
            /// Sentences.
            package let explanation: String
        }

        /// `[api]`.
        package let heading: String
        /// Sentences.
        package let explanation: String
        package let keys: [Key]
        /// Whether the heading is no section of the example, since such a section has a name of its own.
        fileprivate let isCommentedOut: Bool
    }

    /// What is to be known of the file as a whole, a paragraph each.
    package static let introduction = [
        "The configuration of ftd and ftctl. Every key is shown at its default: remove the # before it to change it.",
        "Looked for as --config FILE, $FTD_CONFIG, ~/.config/ftd/ftd.conf, /etc/ftd/ftd.conf; without any, these defaults "
            + "hold. Check a file with: ftd --check-config --config FILE",
        "A value runs to the end of the line. # and ; open a comment at the start of a line or after a blank; double "
            + "quotes keep blanks, # and ;. Lists and run are split at blanks outside quotes. Durations: 200ms 20s 5m 1h "
            + "30d. Paths begin with / or ~/. Never write a key or secret into this file: it has its own file, readable "
            + "by its owner only.",
    ]

    /// What `config/ftd.conf` holds.
    ///
    /// - Parameter hookKinds: the kinds of hooks whose keys are shown.
    package static func text(hookKinds: [any HookKindKeys.Type]) -> String {
        let head = introduction.map { wrapped($0).map { "# \($0)\n" }.joined() }.joined(separator: "#\n")
        return head + sections(hookKinds: hookKinds).map(lines).joined()
    }

    /// Every section with every key.
    ///
    /// - Parameter hookKinds: the kinds of hooks whose keys are shown.
    package static func sections(hookKinds: [any HookKindKeys.Type]) -> [Section] {
        var text: [Section] = []
        text += section("[api]", ["The server, and whom we are there: the account \"default\"."], SettingTable.account)
        text += section(
            "[account \"name\"]",
            [
                "A further account, with the keys of [api]. Where there are such sections, the account \"default\" is watched",
                "only if [api] sets a key.",
            ], [SettingKey<AccountSettings>](), isCommentedOut: true)
        text += section("[poll]", ["How often the API is asked."], SettingTable.poll)
        text += section("[store]", ["Where the state is kept."], SettingTable.store)
        text += section("[submit]", ["Submitting jobs."], SettingTable.submit)
        text += section("[ask]", ["Asking tuned models."], SettingTable.ask)
        text += section("[hf]", ["Rows of datasets on the Hugging Face Hub."], SettingTable.hub)
        text += section(
            "[hook \"name\"]", ["Who is told; as many sections as you like, each with a name of its own."],
            SettingTable.hook(hookKinds), isCommentedOut: true)
        text += section("[tokenizer]", ["Counting tokens exactly."], SettingTable.tokenizer)
        text += section("[heartbeat]", ["Who is told that all is well."], SettingTable.heartbeat)
        text += section(
            "[budget]", ["What trainings may cost: told once when it is more, and asked before a submission."],
            SettingTable.budget)
        text += section("[web]", ["The pages of ftweb, for a browser and for machines."], SettingTable.web)
        text += section("[log]", ["Standard error, or the journal."], SettingTable.log)
        return text
    }

    /// Lines of at most 118 characters.
    private static func wrapped(_ text: String) -> [String] {
        text.split(separator: " ").reduce(into: []) { lines, word in
            if let last = lines.last, last.count + word.count < 118 {
                lines[lines.count - 1] += " \(word)"
            } else {
                lines.append(String(word))
            }
        }
    }

    private static func section<Values>(
        _ heading: String, _ explanation: [String], _ keys: [SettingKey<Values>], isCommentedOut: Bool = false
    ) -> [Section] {
        [
            Section(
                heading: heading, explanation: explanation.joined(separator: " "),
                keys: keys.map {
                    Section.Key(name: $0.name, byDefault: $0.byDefault, explanation: $0.explanation)
                }, isCommentedOut: isCommentedOut)
        ]
    }

    private static func lines(_ section: Section) -> String {
        var lines = [""] + wrapped(section.explanation).map { "# \($0)" }
        lines.append((section.isCommentedOut ? "#" : "") + section.heading)
        for key in section.keys {
            lines += wrapped(key.explanation).map { "# \($0)" }
            lines.append("#\(key.name) =\(key.byDefault.isEmpty ? "" : " \(key.byDefault)")")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
