import BytePairEncoding
import Commands
import ConfigurationText
import Dispatch
import FineTuning
import Glibc
import Hooks
import JSONText
import JobStorage
import Settings
import Synchronization
import Text

/// `doctor`: looks at everything that has to be right, and says what to do about what is not.
enum DoctorCommand {
    private static let keyFile = StandardOptions.keyFile

    static let command: Command = Command(
        name: "doctor", section: .operate, summary: "Check that everything is as it should be",
        details: [
            "Looks at configuration, keys (each is tried with one request that changes nothing), the API and its clock, "
                + "proxy, store, spool, daemon, disk, hooks, tokenizer and the shutdown dates of models. ✔ is well, ▲ "
                + "works but wants a look, ✖ does not work; behind → stands what to type. It takes 15 s at most for "
                + "servers that do not answer."
        ],
        options: [keyFile, StandardOptions.utc],
        output: CommandOutput([.table, .json, .jsonl, .csv], .array, Diagnosis.report.notes),
        examples: [
            CommandExample("ftctl doctor", "after installing, and when something is odd"),
            CommandExample("ftctl doctor -o json | jq '.[] | select(.state != \"ok\")'", "for a monitor"),
        ],
        exitNotes: [
            ExitNote(.done, "everything works; there may be warnings"),
            ExitNote(.failed, "at least one thing does not work"),
        ], run: run)

    private static func run(_ context: CommandContext, _ arguments: Arguments) throws -> ExitCode {
        context.interrupt.arm(saying: "interrupted; nothing was changed")
        let unit = ServiceUnit.installed
        var found: [Diagnosis] = []
        var settings: Settings?
        do throws(ConfigurationError) {
            let path = context.places.configuration(option: context.configPath)
            let read = try Settings.load(path, home: context.places.home, hookKinds: HookKinds.keys)
            settings = read
            found.append(
                .ok(
                    "configuration",
                    "\(path.map { context.shown(path: $0).printable } ?? "built in"), "
                        + HumanText.count(read.accounts.count, "account")))
        } catch {
            let more = error.problems.count > 1 ? " (and \(error.problems.count - 1) more)" : ""
            found.append(
                .failed("configuration", "\(error.problems.first?.description ?? "")\(more)", try: "ftd --check-config")
            )
        }
        if let settings {
            found += accounts(settings, unit, context, keyFile: arguments[keyFile])
            try context.interrupt.check()
        }
        found.append(proxy(context.environment))
        found += StoreCheckup(context: context, unit: unit, settings: settings).perform()
        if let settings {
            found += hooks(settings, unit, context)
            found.append(tokenizer(settings, context))
        }
        try print(found, context)
        return found.contains { $0.state == .failed } ? .failed : .done
    }

    private static func print(_ found: [Diagnosis], _ context: CommandContext) throws {
        switch context.format {
        case .table, .wide:
            let accounts = Set(found.compactMap(\.account))
            let width = context.terminal.outputIsTerminal ? context.terminal.width : .max
            for diagnosis in found {
                for line in diagnosis.lines(width: width, showsAccount: accounts.count > 1, paint: context.paint) {
                    try context.output.line(line)
                }
            }
        case .json, .jsonl, .csv, .name: try context.print(found, as: Diagnosis.report)
        }
    }

    /// All accounts at once: a server that does not answer delays no other.
    private static func accounts(
        _ settings: Settings, _ unit: ServiceUnit?, _ context: CommandContext, keyFile: String?
    ) -> [Diagnosis] {
        let accounts = context.accounts(keyFile: keyFile)
        let found = Mutex<[Int: [Diagnosis]]>([:])
        let (now, uptime) = (context.surroundings.now, context.surroundings.uptime)
        DispatchQueue.concurrentPerform(iterations: settings.accounts.count) { index in
            let checkup = AccountCheckup(settings: settings.accounts[index], accounts: accounts, unit: unit)
            let result = checkup.perform(now: now, uptime: uptime)
            found.withLock { $0[index] = result }
        }
        return found.withLock { found in settings.accounts.indices.flatMap { found[$0] ?? [] } }
    }

    /// Which proxy requests go through; whether it lets them pass is seen at the API.
    private static func proxy(_ environment: [String: String]) -> Diagnosis {
        let names = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "HTTP_PROXY", "http_proxy"]
        let set = names.first { !(environment[$0] ?? "").isEmpty }
        guard let name = set, let value = environment[name] else { return .ok("proxy", "none is set") }
        // A user name and a password may stand before the host.
        let host = value.split(separator: "@").last.map(String.init) ?? ""
        let exceptions = environment["NO_PROXY"] ?? environment["no_proxy"] ?? ""
        let direct = exceptions.isEmpty ? "" : "; without it: \(exceptions.printable)"
        return .ok("proxy", "\(name) is \(host.withoutScheme.printable)\(direct)")
    }

    private static func hooks(_ settings: Settings, _ unit: ServiceUnit?, _ context: CommandContext) -> [Diagnosis] {
        var found: [Diagnosis] = []
        for hook in settings.hooks {
            let name = hook.name.rawValue.printable
            do {
                let sender = try Hook(hook, credentials: context.environment["CREDENTIALS_DIRECTORY"]).sender
                if let problem = sender.problem { found.append(.failed("hooks", "\(name): \(problem)", try: nil)) }
            } catch {
                // The secrets of the system's service are root's: nobody else can tell what is wrong with them.
                let isService = unit == .system && geteuid() != 0
                found.append(
                    isService
                        ? .warning("hooks", "\(name): \(error)", try: "sudo ftd --check-config")
                        : .failed("hooks", "\(name): \(error)", try: "ftd --check-config"))
            }
        }
        do {
            for hook in try context.openStore().hooks() where settings.hooks.contains(where: { $0.name == hook.name }) {
                let name = hook.name.rawValue.printable
                if let disabled = hook.disabled {
                    found.append(
                        .failed(
                            "hooks", "\(name) is switched off: \(disabled.reason.printable)",
                            try: ServiceUnit.reload(unit)))
                } else if let hold = hook.hold {
                    let next = context.time.brief(max(hold.until, context.now), now: context.now)
                    found.append(
                        .warning(
                            "hooks", "\(name) is held, next try \(next): \(hold.reason.printable)",
                            try: "ftctl hooks test \(hook.name.rawValue.shellWord)"))
                } else if hook.counts.dead > 0 {
                    let count = HumanText.count(hook.counts.dead, "notice")
                    found.append(
                        .warning(
                            "hooks", "\(name): \(count) never arrived",
                            try: "ftctl hooks deliveries --dead --hook \(hook.name.rawValue.shellWord)"))
                }
            }
        } catch {
            // That there is no store to ask has been said already.
        }
        guard found.isEmpty else { return found }
        return [
            .ok(
                "hooks",
                settings.hooks.isEmpty ? "none: only the log is told" : HumanText.count(settings.hooks.count, "hook"))
        ]
    }

    private static func tokenizer(_ settings: Settings, _ context: CommandContext) -> Diagnosis {
        let encoding: Encoding?
        do { encoding = try context.encoding(of: settings.submit.model) } catch {
            return .failed("tokenizer", "\(CommandError(error))", try: nil)
        }
        guard let encoding else {
            return .warning(
                "tokenizer", "nobody knows in which encoding \(settings.submit.model.rawValue.printable) counts",
                try: nil)
        }
        let install = "ftctl tokenizer install \(encoding.name)"
        guard let copy = context.rankFiles.copy(of: encoding) else {
            return .warning("tokenizer", "\(encoding.name) is not installed: counts are estimates", try: install)
        }
        let path = context.shown(path: copy.path).printable
        if let problem = copy.problem {
            return .failed("tokenizer", "\(path) cannot be used: \(problem.printable)", try: install)
        }
        return .ok("tokenizer", "\(encoding.name), exact: \(path)")
    }
}

extension String {
    /// `proxy.example:3128` of `http://proxy.example:3128`.
    fileprivate var withoutScheme: String {
        let parts = split(separator: "/", omittingEmptySubsequences: true).map(String.init)
        return hasPrefix("http") && parts.count > 1 ? parts.dropFirst().joined(separator: "/") : self
    }
}
