import Commands
import ConfigurationText
import FineTuning
import Glibc
import HTTPServer
import JobViews
import Settings
import Text

/// Where the settings of the pages come from, so that a reload can read them again.
struct WebConfiguration: Sendable {
    /// One reading, all of it checked.
    struct Reading: Sendable {
        let listen: ListenAddress
        /// The path below which the pages are: empty, or for example `/ftd`.
        let base: String
        /// How browsers reach the pages where that is not the address itself, without a slash at the end.
        let origin: String?
        /// What every request must carry; nil: nothing.
        let token: AccessToken?
        let prices: JobCosts
        /// The configured hooks.
        let hooks: [HookName]
        let store: String
    }

    let options: WebOptions
    let environment: [String: String]

    private var places: Places { Places(environment: environment, exists: ProcessEnvironment.exists) }

    /// The configuration file in force; nil for the built-in configuration.
    var path: String? { places.configuration(option: options.configuration) }

    /// Reads and checks everything that serving needs but the store.
    func read() throws -> Reading {
        let settings = try Settings.load(path, home: places.home, hookKinds: [])
        guard let store = places.store(option: options.store, configured: settings.store.path) else {
            throw CommandError.usage("no place for the store: set HOME, or name a file with --store")
        }
        let listen = try address(settings.web)
        let token = try token(settings.web)
        try checkReach(listen, token, settings.web)
        let models = try ModelTable.load(places.modelFiles)
        let openAI = Set(settings.accounts.filter(isOpenAI).map(\.name))
        return Reading(
            listen: listen, base: settings.web.url.map { Self.path(of: $0) } ?? "",
            origin: settings.web.url.map { String($0.text.dropLast(Self.path(of: $0).count)) }, token: token,
            prices: JobCosts(openAI: openAI) { models.facts(of: $0) },
            hooks: settings.hooks.map(\.name),
            store: store.path)
    }

    /// Whether an account's server is OpenAI's own; one without a key file goes where the environment says.
    private func isOpenAI(_ account: AccountSettings) -> Bool {
        guard account.baseURL == .openAI else { return false }
        guard account.keyFile == nil, let text = environment["OPENAI_BASE_URL"], !text.isEmpty else { return true }
        do throws(ValueError) { return try HTTPAddress(text) == .openAI } catch { return false }
    }

    private func address(_ web: WebSettings) throws(CommandError) -> ListenAddress {
        do throws(ServerError) { return try ListenAddress(parsing: options.listen ?? web.listen) } catch {
            throw .usage("\(options.listen == nil ? "web.listen" : "--listen"): \(error)")
        }
    }

    private func token(_ web: WebSettings) throws -> AccessToken? {
        guard let path = options.tokenFile ?? web.tokenFile else { return nil }
        let file = SecretFile(
            name: "token file", path: path, credentialsDirectory: environment["CREDENTIALS_DIRECTORY"])
        let text = try file.firstLine().text
        guard let token = try AccessToken(text) else {
            throw CommandError.usage(
                "token file \(path.printable): its first line is no token of at least \(AccessToken.leastCount) "
                    + "characters",
                hints: ["Make one: (umask 077; openssl rand -hex 32 > \(path.printable))"])
        }
        return token
    }

    /// The command line may change what the configuration says, so that it is checked once more, all together.
    private func checkReach(
        _ listen: ListenAddress, _ token: AccessToken?, _ web: WebSettings
    ) throws(CommandError) {
        guard !listen.isLoopback else { return }
        guard options.allowsRemote || web.allowsRemote else {
            throw .usage(
                "\(listen): other machines reach it, and the pages show what your jobs are",
                hints: ["Listen on 127.0.0.1, behind a proxy; or set --allow-remote and --token-file"])
        }
        guard token != nil else {
            throw .usage(
                "--allow-remote needs --token-file: everybody who reaches \(listen) could read the jobs",
                hints: ["Make a token: (umask 077; openssl rand -hex 32 > ~/.config/ftd/web-token)"])
        }
        guard listen.host != "0.0.0.0", listen.host != "::", listen.host.contains(where: { $0 != ":" && $0 != "0" })
        else {
            guard web.url != nil else {
                throw .usage(
                    "\(listen) is every address of the machine, which is no name for it: requests could not be told "
                        + "from those that another page makes",
                    hints: ["Listen on one address, or set web.url to how browsers reach it"])
            }
            return
        }
    }

    /// The path of an address: empty, or with a slash before it and none behind.
    private static func path(of address: HTTPAddress) -> String {
        let rest = address.text.drop { $0 != ":" }.dropFirst(3)
        return String(rest.drop { $0 != "/" }).withoutSlashesAtEnd == "/"
            ? "" : String(rest.drop { $0 != "/" }).withoutSlashesAtEnd
    }
}
