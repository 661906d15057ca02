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

    /// The hook, if its keys fit together.
    mutating func checked(_ hook: HookSection, _ section: ConfigurationText.Section) -> HookSettings? {
        let kind: HookSettings.Kind
        switch (hook.run.isEmpty, hook.webhook) {
        case (false, nil): kind = .run(hook.run)
        case (true, let address?): kind = .webhook(address)
        case (false, .some):
            report(section.line(of: "webhook"), "\(section.path): has both run and webhook; make two hooks of it")
            return nil
        case (true, nil):
            // A key that was there and could not be read has its message already.
            if !section.entries.contains(where: { $0.key == "run" && !$0.value.text.isEmpty || $0.key == "webhook" }) {
                report(
                    section.line,
                    "\(section.path): tells nobody; write run = /path/to/program or webhook = https://HOST/PATH")
            }
            return nil
        }
        if case .run = kind, hook.secretFile != nil {
            report(section.line(of: "secret-file"), "\(section.path).secret-file: signs webhooks only; take it out")
        }
        return HookSettings(
            name: HookName(section.name ?? ""), kind: kind, on: hook.on, secretFile: hook.secretFile,
            timeout: hook.timeout, retry: hook.retry, accounts: hook.accounts, models: hook.models,
            suffixes: hook.suffixes, metadata: hook.metadata)
    }

    /// A hook for an account that is not there would never be told anything.
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
