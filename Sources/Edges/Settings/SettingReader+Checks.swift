internal import ConfigurationText
internal import FineTuning
internal import Text

extension SettingReader {
    /// What no single key of an account can say about itself.
    mutating func check(_ account: AccountSettings, _ section: ConfigurationText.Section) {
        let address = account.baseURL
        if address.text.contains("?") {
            report(
                section.line(of: "base-url"),
                "\(section.path).base-url: has a query; write what follows the ? as \(section.path).query")
        }
        guard !address.isEncrypted, !address.isLoopback, !account.allowsHTTP else { return }
        report(
            section.line(of: "base-url"),
            "\(section.path).base-url: not encrypted (got \"\(address.text.abbreviated)\"), so the key could be read on the "
                + "way; write https://, or set allow-http = yes")
    }

    /// What no single key of the pages can say about itself.
    mutating func check(_ web: WebSettings, _ section: ConfigurationText.Section) {
        guard !web.isLoopback else { return }
        if !web.allowsRemote {
            report(
                section.line(of: "listen"),
                "web.listen: other machines reach it (got \"\(web.listen.abbreviated)\"); write 127.0.0.1:8484, or set "
                    + "allow-remote = yes and token-file")
        } else if web.tokenFile == nil {
            report(
                section.line(of: "allow-remote"),
                "web.allow-remote: needs web.token-file: everybody who reaches the address could read the jobs")
        }
        if web.allowsRemote, web.isWildcard, web.url == nil {
            report(
                section.line(of: "listen"),
                "web.listen: is every address of the machine, which is no name for it; write one address, or set "
                    + "web.url")
        }
    }

    /// The hook, if its keys fit together; where no kind is known, its kind is not judged.
    mutating func checked(
        _ hook: HookSection, _ section: ConfigurationText.Section, kinds: [any HookKindKeys.Type]
    ) -> HookSettings? {
        var settings = hook.settings
        settings.name = HookName(section.name ?? "")
        guard !kinds.isEmpty else { return settings }
        let chosen = hook.chosen
        guard let kind = chosen.first.map(HookKindChoice.init) else {
            // A key that was there and could not be read has its message already.
            let names = kinds.map { $0.name }
            if !section.entries.contains(where: { names.contains($0.key) && !$0.value.text.isEmpty }) {
                let ways = kinds.map { "\($0.name) = \($0.sample)" }
                report(section.line, "\(section.path): tells nobody; write \(ways.alternatives)")
            }
            return nil
        }
        if let other = chosen.dropFirst().first.map(HookKindChoice.init) {
            report(
                section.line(of: other.name),
                "\(section.path): has both \(kind.name) and \(other.name); make two hooks of it")
            return nil
        }
        let own = type(of: kind.keys).names
        for other in kinds where other.name != kind.name {
            for key in other.names where hook.said.contains(key) && !own.contains(key) {
                let use = other.uses[key] ?? "is for \(other.name) only"
                report(section.line(of: key), "\(section.path).\(key): \(use); take it out")
            }
        }
        if settings.group != nil, !kind.keys.tellsPeople {
            report(
                section.line(of: "group"),
                "\(section.path).group: only messages to people are grouped, and \(kind.name) takes notices one by one; "
                    + "take it out")
        }
        for problem in kind.keys.problems(said: hook.said) {
            report(section.line(of: problem.key), "\(section.path).\(problem.key): \(problem.text)")
        }
        settings.kind = kind
        return settings
    }

    /// A hook for an account that is not there would never be sent anything.
    mutating func checkHookAccounts(_ sections: [ConfigurationText.Section], known: [AccountName]) {
        let names = known.map(\.rawValue)
        for section in sections where section.kind == Kind.hook.rawValue {
            for entry in section.entries where entry.key == "account" {
                for word in entry.value.words where !names.contains(word) {
                    report(
                        entry.line,
                        "\(section.path).account: no such account (got \"\(word.abbreviated)\"); "
                            + NearestName.hint(word, among: names))
                }
            }
        }
    }
}
