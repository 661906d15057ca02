package import FineTuning
package import JSONText

/// Everything an operator can set, checked and complete: what the configuration leaves out has its default.
///
/// `Settings()` is the built-in configuration, which is enough to run.
package struct Settings: Equatable, Sendable {
    /// The accounts to watch, never empty: `default` first, then the others in the file's order.
    package var accounts = [AccountSettings()]
    /// How often to look.
    package var poll = PollSettings()
    /// Where the state is kept.
    package var store = StoreSettings()
    /// What a submission uses when the command line does not say.
    package var submit = SubmitSettings()
    /// How tuned models are asked.
    package var ask = AskSettings()
    /// Where datasets come from.
    package var hub = HubSettings()
    /// What is run or called at which events, in the file's order.
    package var hooks: [HookSettings] = []
    /// Where each hook stands in the file, for messages.
    package var hookPlaces: [HookName: SettingPlace] = [:]
    /// Where rank files come from.
    package var tokenizer = TokenizerSettings()
    /// What is fetched as long as the daemon is well.
    package var heartbeat = HeartbeatSettings()
    /// What trainings may cost.
    package var budget = Budget()
    /// Where the pages are served.
    package var web = WebSettings()
    /// What is logged.
    package var log = LogSettings()

    /// The built-in configuration.
    package init() {}

    /// The account of that name.
    package func account(_ name: AccountName) -> AccountSettings? { accounts.first { $0.name == name } }
}

/// One server, and whom we are there: the section `[api]`, or an `[account "name"]`.
package struct AccountSettings: Equatable, Sendable {
    /// `default` for the section `[api]`.
    package var name = AccountName.default
    /// Where the API is, without a slash at the end.
    package var baseURL = HTTPAddress.openAI
    /// The file whose first line is the API key.
    package var keyFile: String?
    /// The file whose first line is an admin key of the organization, which may read its usage and costs.
    package var adminKeyFile: String?
    /// A PEM file with the certificates of the authorities that are trusted; nil for those of the system.
    package var authoritiesFile: String?
    /// Sent as `OpenAI-Organization`.
    package var organization: String?
    /// Sent as `OpenAI-Project`.
    package var project: String?
    /// How the key is sent.
    package var authHeader = AuthHeader.bearer
    /// Appended to the address of every request after a `?`, for example `api-version=preview`.
    package var query: String?
    /// Members that are merged into the body that creates a job, however deep; a null takes one away.
    package var createExtra: JSONObject = [:]
    /// Where the body that creates a job has the hyperparameters.
    package var hyperparameters = HyperparameterPlace.method
    /// Whether a key file that others can read is refused.
    package var checksKeyFile = true
    /// From the start of a request to an open connection.
    package var connectTimeout = StandardServer.connectTimeout
    /// From the start of a request to its last byte; uploads have more.
    package var timeout = StandardServer.timeout
    /// Whether the key may travel unencrypted to another machine.
    package var allowsHTTP = false
    /// Fetched after each good poll of this account; nil: nothing is fetched.
    package var heartbeat: HTTPAddress?

    /// The account `default` on OpenAI's own server.
    package init() {}

    /// Whether the server is Azure's, by how it wants the key or by its name.
    package var isAzure: Bool { authHeader == .apiKey || baseURL.description.contains(".azure.com") }

    /// The section's heading, as in messages.
    package var heading: String { name == .default ? "[api]" : "[account \"\(name)\"]" }
}

/// How a request carries the key.
package enum AuthHeader: String, CaseIterable, Sendable {
    /// `Authorization: Bearer KEY`, as OpenAI has it.
    case bearer
    /// `api-key: KEY`, as Azure has it.
    case apiKey = "api-key"
}

/// The section `[poll]`.
package struct PollSettings: Equatable, Sendable {
    private static let standard = PollSchedule()

    /// Between two polls while a job can change.
    package var active = standard.active
    /// Between two polls otherwise.
    package var idle = standard.idle
    /// The longest wait after failures.
    package var backoffMax = standard.backoffMax
    /// Between two polls while the API refuses the key.
    package var unauthorized = standard.unauthorized
    /// Between two listings of everything.
    package var fullListing = Duration.seconds(86_400)
    /// How far back jobs that were first seen finished are looked into.
    package var history = Duration.seconds(30 * 86_400)
    /// How long a job may wait before it runs.
    package var stalledQueue = StallRule().queue
    /// How long a running job may be without a step.
    package var stalledStep = StallRule().step

    package init() {}
}

/// The section `[store]`.
package struct StoreSettings: Equatable, Sendable {
    /// The database file; nil: see ``Places``.
    package var path: String?
    /// How long the details of jobs that have ended are all kept.
    package var keep = KeepingRules()

    package init() {}
}

/// The section `[submit]`.
package struct SubmitSettings: Equatable, Sendable {
    /// The base model.
    package var model = ModelName("gpt-4o-mini-2024-07-18")

    package init() {}
}

/// The section `[ask]`.
package struct AskSettings: Equatable, Sendable {
    /// The system message; nil sends none.
    package var system: String? = "Given a question, reply with a complete explanation for students."

    package init() {}
}

/// The section `[tokenizer]`.
package struct TokenizerSettings: Equatable, Sendable {
    /// The directory that rank files are fetched from, each by its published name.
    package var url = HTTPAddress.publishedEncodings

    package init() {}
}

/// The section `[hf]`.
package struct HubSettings: Equatable, Sendable {
    /// The dataset viewer's API, without a slash at the end; `HF_TOKEN` goes there and nowhere else.
    package var baseURL = HTTPAddress.datasetViewer

    package init() {}
}

/// The section `[heartbeat]`.
package struct HeartbeatSettings: Equatable, Sendable {
    /// Fetched once every account was polled well, again and again; nil: nothing is fetched.
    package var url: HTTPAddress?

    package init() {}
}

/// The section `[web]`.
package struct WebSettings: Equatable, Sendable {
    /// The numeric address and the port that `ftweb` listens on, as written.
    package var listen = "127.0.0.1:8484"
    /// How the pages are reached from outside, behind a proxy; nil: at the address itself.
    package var url: HTTPAddress?
    /// Whether it may listen where other machines can reach it; that needs a token.
    package var allowsRemote = false
    /// The file whose first line is the token that every request must carry; nil: none must.
    package var tokenFile: String?

    package init() {}
}

/// The section `[log]`.
package struct LogSettings: Equatable, Sendable {
    /// The least severe events that are logged.
    package var level = LogLevel.info

    package init() {}
}
