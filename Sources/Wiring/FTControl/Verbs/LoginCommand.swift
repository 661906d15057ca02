import Accounts
import Commands
import ConfigurationText
import Files
import FineTuning
import Glibc
import HTTPClient
import JobStorage
import Settings
import Text

/// `login`: an API key goes into a file of its own, and the configuration names it.
enum LoginCommand {
    private static let account = CommandOption.value(
        "account", .text("NAME", completion: .account),
        "for this account: a section [account \"NAME\"], made where there is none; else [api]")
    private static let baseURL = CommandOption.value(
        "base-url", .text("URL"), "the server that the key is for; else the configured one")
    private static let target = CommandOption.value(
        "to", .file(), "the key file; else the configured one, or openai_api_key beside the configuration")
    private static let untried = CommandOption.flag("untried", "write the key without trying it")

    static let command: Command = Command(
        name: "login", section: .operate, summary: "Take an API key, try it, and keep it in a file",
        details: [
            "Asks for the key without showing it, or reads it from standard input. It is tried with one request that "
                + "changes nothing; a key that is refused is not written. The key file is readable by you alone, and is "
                + "replaced as a whole or not at all; the configuration keeps every other line as it is.",
            "A service of systemd has a key of its own, see ftd.service; this one is for ftctl, and for an ftd that you "
                + "start yourself.",
        ],
        options: [account, baseURL, target, untried, StandardOptions.yes],
        examples: [
            CommandExample("ftctl login", "asks for the key"),
            CommandExample("pass show openai | ftctl login", "from a password manager"),
            CommandExample(
                "ftctl login --account azure --base-url https://NAME.openai.azure.com/openai/v1", "a second server"),
        ],
        exitNotes: [
            ExitNote(.unauthorized, "the key was refused, or a file may not be written; nothing was changed"),
            ExitNote(.unreachable, "the key could not be tried; nothing was changed"),
        ], run: run)

    private static func run(_ context: CommandContext, _ arguments: Arguments) throws -> ExitCode {
        let name = try name(arguments[account])
        let plan = try LoginPlan(
            account: name, baseURL: try address(arguments[baseURL]), keyFile: arguments[target], context)
        let edited = try plan.edited(home: context.places.home)
        context.interrupt.arm(saying: "interrupted; nothing was written")
        let key = try key(for: plan, context)
        if arguments[untried] {
            try context.say("the key was not tried: --untried")
        } else {
            try attempt(key, plan, context)
        }
        try confirmReplacement(of: plan, by: key, isConfirmed: arguments[StandardOptions.yes], context)
        try write(key, plan, edited, context)
        try sayWhatFollows(plan, context)
        return .done
    }

    private static func name(_ text: String?) throws -> AccountName {
        guard let text else { return .default }
        guard !text.isEmpty, !text.contains(where: { "\"]\\".contains($0) || $0.isNewline }), text.utf8.count <= 64
        else {
            throw CommandError.usage("login: --account: not a name: up to 64 characters, without quotes and brackets")
        }
        return AccountName(text)
    }

    private static func address(_ text: String?) throws -> HTTPAddress? {
        do throws(ValueError) { return try text.map { text throws(ValueError) in try HTTPAddress(text) } } catch {
            throw CommandError.usage("login: --base-url: \(error)")
        }
    }

    private static func key(for plan: LoginPlan, _ context: CommandContext) throws -> APIKey {
        let question = "API key for \(plan.settings.baseURL.text.printable) (it is not shown): "
        guard let line = try HiddenInput.line(question, in: context) else {
            throw CommandError.usage("login: no key: standard input has ended; nothing was written")
        }
        try context.interrupt.check()
        do throws(ValueError) { return try APIKey(line) } catch {
            throw CommandError.usage("login: that is no key: \(error); nothing was written")
        }
    }

    /// One request that changes nothing.
    private static func attempt(_ key: APIKey, _ plan: LoginPlan, _ context: CommandContext) throws {
        var settings = plan.settings
        settings.keyFile = nil
        // The environment's key goes to the environment's address, which is this account's here.
        settings.name = .default
        let interrupt = context.interrupt
        let accounts = Accounts(
            environment: ["OPENAI_API_KEY": key.secret, "OPENAI_BASE_URL": settings.baseURL.text],
            transport: CurlTransport(userAgent: "ftctl/\(ProductVersion.text)") { interrupt.isRaised })
        let connection = try accounts.connect(settings)
        for warning in connection.warnings { try context.say("ftctl: \(warning)") }
        do throws(ProviderError) {
            _ = try connection.provider.listJobs(after: nil, limit: 1, metadata: [])
        } catch {
            try interrupt.check()
            throw CommandError(
                CommandError(error).exitCode, "the key was not accepted, and nothing was written: \(error)",
                hints: ["To write it all the same: ftctl login --untried"])
        }
        try context.say("\(settings.baseURL.text.printable) accepts the key")
    }

    /// Another key is never replaced without a word.
    private static func confirmReplacement(
        of plan: LoginPlan, by key: APIKey, isConfirmed: Bool, _ context: CommandContext
    ) throws {
        guard !isConfirmed, let bytes = try WholeFile.read(plan.keyFile, greatestSize: 1 << 16) else { return }
        let old = bytes.prefix { $0 != 0x0A && $0 != 0x0D }
        guard !old.isEmpty, Array(old) != Array(key.secret.utf8) else { return }
        // Standard input may have been the key.
        guard try context.confirm("\(context.shown(path: plan.keyFile).printable) holds another key. Replace it?")
        else {
            throw CommandError(.failed, "nothing was written")
        }
    }

    private static func write(
        _ key: APIKey, _ plan: LoginPlan, _ edited: String?, _ context: CommandContext
    ) throws {
        for path in [plan.keyFile, plan.configuration] { try makeDirectory(WholeFile.directory(of: path)) }
        try WholeFile.replace(
            plan.keyFile, with: Array((key.secret + "\n").utf8), mode: 0o600, durability: .machine)
        try context.say("wrote \(context.shown(path: plan.keyFile).printable), readable by you alone")
        guard let edited else { return }
        try WholeFile.replace(
            plan.configuration, with: Array(edited.utf8), mode: plan.mode, durability: .machine)
        try context.say(
            "wrote \(context.shown(path: plan.configuration).printable): \(plan.values.map(\.key).joined(separator: " and ")) of \(plan.settings.heading)"
        )
    }

    /// With all above it; a new one is for its owner alone.
    private static func makeDirectory(_ path: String) throws(FileError) {
        guard !ProcessEnvironment.exists(path) else { return }
        try makeDirectory(WholeFile.directory(of: path))
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw FileError("make", path, errno: errno) }
    }

    private static func sayWhatFollows(_ plan: LoginPlan, _ context: CommandContext) throws {
        let unit = ServiceUnit.installed
        if let place = try? context.storePlace(), JobStoreReader.isDaemonAlive(store: place.path) == true {
            try context.say(
                unit == nil
                    ? "ftd is running: it reads the configuration again after \(ServiceUnit.reload(unit))"
                    : "the service ftd keeps the key it has; its own is changed as ftd.service says")
        }
        try NextCommand.say([NextCommand("doctor"), NextCommand("list")], in: context)
    }
}
