import Commands
import ConfigurationText
import Files
import FineTuning
import Glibc
import Hooks
import Settings
import Text

/// Where a key and the setting that names it are written.
struct LoginPlan: Sendable {
    /// The configuration file, without links; it need not be there.
    let configuration: String
    /// Its text; empty where it is not there.
    let text: String
    /// The account, with the address that was given.
    let settings: AccountSettings
    /// The key file, without links where it is there.
    let keyFile: String
    /// What the section is to say.
    let values: [(key: String, value: String)]
    /// Its permissions; 0644 for a new one.
    let mode: UInt32

    init(account name: AccountName, baseURL: HTTPAddress?, keyFile option: String?, _ context: CommandContext) throws {
        let path = try Self.configuration(context)
        var text = ""
        if ProcessEnvironment.exists(path) { text = try ConfigurationFile.text(of: path) }
        let read = try Settings(
            reading: text, file: path.printable, home: context.places.home, hookKinds: HookKinds.keys)
        var settings = read.account(name) ?? AccountSettings()
        settings.name = name
        if let baseURL { settings.baseURL = baseURL }
        let file = try option ?? settings.keyFile ?? Self.keyFile(of: name, beside: path)
        // A configuration takes absolute paths only.
        let keyFile = try Self.real(file.hasPrefix("/") ? file : Self.workingDirectory() + "/\(file)")
        var values = [(key: "key-file", value: keyFile)]
        if let baseURL { values.insert(("base-url", baseURL.text), at: 0) }
        var status = stat()
        self.init(
            configuration: path, text: text, settings: settings, keyFile: keyFile, values: values,
            mode: stat(path, &status) == 0 ? status.st_mode & 0o777 : 0o644)
    }

    private init(
        configuration: String, text: String, settings: AccountSettings, keyFile: String,
        values: [(key: String, value: String)], mode: UInt32
    ) {
        self.configuration = configuration
        self.text = text
        self.settings = settings
        self.keyFile = keyFile
        self.values = values
        self.mode = mode
    }

    /// The configuration in force, or the user's own where none is.
    ///
    /// A user's own would hide the system's, so the system's is never passed over silently.
    private static func configuration(_ context: CommandContext) throws -> String {
        if let path = context.places.configuration(option: context.configPath) {
            let real = try real(path)
            let place = ProcessEnvironment.exists(real) ? real : WholeFile.directory(of: real)
            guard access(place, W_OK) == 0 || errno == ENOENT else {
                throw CommandError(
                    .unauthorized, "no right to write to the configuration in force, \(path.printable)",
                    hints: [
                        "As root: sudo ftctl login",
                        "For yourself alone: set OPENAI_API_KEY, or pass --config with a file of your own",
                    ])
            }
            return real
        }
        guard let own = context.places.ownConfiguration else {
            throw CommandError.usage("no place for the configuration: set HOME, or name a file with --config")
        }
        return try real(own)
    }

    /// Beside the configuration: `openai_api_key`, or with the account's name behind it.
    private static func keyFile(of name: AccountName, beside configuration: String) throws -> String {
        let directory = WholeFile.directory(of: configuration)
        guard name != .default else { return "\(directory)/openai_api_key" }
        let isSafe = name.rawValue.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0) || (0x30...0x39).contains($0)
                || [0x2D, 0x5F, 0x2E].contains($0)
        }
        guard isSafe else {
            throw CommandError.usage("login: no name for the key file can be made of that account's; say --to FILE")
        }
        return "\(directory)/openai_api_key.\(name.rawValue)"
    }

    private static func workingDirectory() -> String {
        guard let path = getcwd(nil, 0) else { return "." }
        defer { free(path) }
        return String(cString: path)
    }

    /// Without links, so that the file itself is replaced and not the link to it.
    private static func real(_ path: String) throws -> String {
        do throws(SystemError) { return try WholeFile.realPath(path) } catch {
            // A directory on the way that is not there yet is made.
            guard error.code == ENOENT else { throw FileError("read", path, errno: error.code) }
            return path
        }
    }

    /// The configuration with the key file's name in it; nil where it says so already.
    func edited(home: String?) throws -> String? {
        let isSaid = settings.keyFile == keyFile && values.count == 1
        guard !isSaid else { return nil }
        let edited: String
        do throws(ValueError) {
            edited = try ConfigurationEdit(account: settings.name).text(text, setting: values)
        } catch {
            throw CommandError.usage("login: cannot write \(configuration.printable): \(error)")
        }
        // What would not be read again is not written.
        _ = try Settings(reading: edited, file: configuration.printable, home: home, hookKinds: HookKinds.keys)
        return edited == text ? nil : edited
    }
}
