internal import ConfigurationText
internal import FineTuning

/// The table of settings: every key there is, section by section.
enum SettingTable {
    static let account = keys(of: AccountSettings()) { initial in
        [
            SettingKey("base-url", .address, \.baseURL, in: initial, "Where the API is."),
            SettingKey(
                "key-file", .path, \.keyFile, in: initial,
                "A file whose first line is the API key, readable by its owner only; sent to this base-url only."),
            SettingKey(
                "admin-key-file", .path, \.adminKeyFile, in: initial,
                "The same with an admin key, for the organization's own figures in ftctl usage; sent to this base-url only."
            ),
            SettingKey(
                "ca-file", .path, \.authoritiesFile, in: initial,
                "Certificates to trust, a PEM file, for a server with an authority of its own; else the system's."),
            SettingKey(
                "organization", .word, \.organization, in: initial, "Sent as OpenAI-Organization."),
            SettingKey("project", .word, \.project, in: initial, "Sent as OpenAI-Project."),
            SettingKey(
                "auth-header", .choice, \.authHeader, in: initial,
                "How the key is sent: bearer (Authorization: Bearer KEY) or api-key (api-key: KEY, as Azure has it)."),
            SettingKey(
                "query", .query, \.query, in: initial,
                "Appended to every address, for example api-version=preview."),
            SettingKey(
                "create-extra", .jsonObject, \.createExtra, in: initial,
                "A JSON object merged into the body that creates a job, objects member by member; null removes a member."
            ),
            SettingKey(
                "hyperparameters", .choice, \.hyperparameters, in: initial,
                "Where that body has the hyperparameters: method (as OpenAI), top, or both."),
            SettingKey(
                "key-file-check", .boolean, \.checksKeyFile, in: initial,
                "Refuse a key file that is a link or that others can read; no is for containers."),
            SettingKey(
                "connect-timeout", .duration, \.connectTimeout, in: initial, "The longest wait for a connection."),
            SettingKey(
                "timeout", .duration, \.timeout, in: initial, "The longest a request may take; uploads have more."),
            SettingKey(
                "allow-http", .boolean, \.allowsHTTP, in: initial,
                "Allow http:// to other machines; the key then travels unencrypted. Loopback is always allowed."),
            SettingKey(
                "heartbeat", .safeAddress, \.heartbeat, in: initial,
                "A heartbeat of this account alone; see [heartbeat]."),
        ]
    }

    static let poll = keys(of: PollSettings()) { initial in
        [
            SettingKey("active", .duration, \.active, in: initial, "Between two polls while a job can change."),
            SettingKey("idle", .duration, \.idle, in: initial, "Between two polls otherwise."),
            SettingKey("backoff-max", .duration, \.backoffMax, in: initial, "The longest wait after failures."),
            SettingKey(
                "unauthorized", .duration, \.unauthorized, in: initial,
                "The greatest wait between two polls while the key is refused; it begins with 5 s."),
            SettingKey(
                "full-listing", .duration, \.fullListing, in: initial, "Between two listings of all jobs."),
            SettingKey(
                "history", .duration, \.history, in: initial,
                "How far back the events and results of jobs that were first seen finished are fetched."),
            SettingKey(
                "stalled-queue", .duration, \.stalledQueue, in: initial,
                "How long a job may wait before it counts as stalled, until five jobs on its model have succeeded."),
            SettingKey(
                "stalled-step", .duration, \.stalledStep, in: initial,
                "How long a running job may be without a step, until five jobs on its model have succeeded."),
        ]
    }

    static let store = keys(of: StoreSettings()) { initial in
        [
            SettingKey(
                "path", .path, \.path, in: initial,
                "The database file. By default: ftd.db in $STATE_DIRECTORY, /var/lib/ftd or ~/.local/state/ftd."),
            SettingKey(
                "keep-metrics", .span, \.keep.spans[.metrics], in: initial,
                "How long after its end an exported job keeps more than each validated or checkpoint step and 1,000 others."
            ),
            SettingKey(
                "keep-events", .span, \.keep.spans[.events], in: initial,
                "How long it keeps more than its messages and warnings and 1,000 events of steps."),
            SettingKey(
                "keep-deliveries", .span, \.keep.spans[.deliveries], in: initial,
                "How long it keeps the bodies of notices that were delivered, and a hook more than 1,000 about no job."),
            SettingKey(
                "keep-transitions", .span, \.keep.spans[.transitions], in: initial,
                "How long it keeps more than its ends and 1,000 other changes of status."),
        ]
    }

    static let submit = keys(of: SubmitSettings()) { initial in
        [SettingKey("model", .name(), \.model, in: initial, "The base model of ftctl submit.")]
    }

    static let ask = keys(of: AskSettings()) { initial in
        [
            SettingKey(
                "system", .text, \.system, in: initial,
                "The system message of ftctl ask; nothing after the = sends none.")
        ]
    }

    static let hub = keys(of: HubSettings()) { initial in
        [
            SettingKey(
                "base-url", .safeDirectory, \.baseURL, in: initial,
                "The dataset viewer's API, for prepare hf:OWNER/NAME; HF_TOKEN is sent there only.")
        ]
    }

    /// The keys of a hook: those every hook has, and between them those of the kinds.
    static func hook(_ kinds: [any HookKindKeys.Type]) -> [SettingKey<HookSection>] {
        let initial = HookSection(kinds: kinds)
        return [
            SettingKey(
                "on", .words(of: HookSettings.noticeWords), \.settings.on, in: initial,
                "What is told: \(NoticeType.words.joined(separator: " ")).")
        ] + kinds.keys + [
            SettingKey("timeout", .duration, \.settings.timeout, in: initial, "The longest an attempt may take."),
            SettingKey(
                "retry", .durations, \.settings.schedule.delays, in: initial,
                "The wait before each attempt, the first included; also how long a receiver in trouble is left alone."),
            SettingKey(
                "rate", .rate, \.settings.rate, in: initial,
                "At most so many notices in such a time, for example 1/s or 30/m; without it as fast as they are taken."
            ),
            SettingKey(
                "quiet", .quietHours, \.settings.quiet, in: initial,
                "Hours in which only failures are told, for example 22:00-07:00, by the local clock; the rest follows."
            ),
            SettingKey(
                "group", .duration, \.settings.group, in: initial,
                "How long a notice waits for others, for example 30s, to be told with them in one message to people."),
            SettingKey("account", .names(), \.settings.accounts, in: initial, "Only jobs of these accounts."),
            SettingKey(
                "model", .names(), \.settings.models, in: initial,
                "Only jobs on these models, or on models tuned from them."),
            SettingKey("suffix", .words, \.settings.suffixes, in: initial, "Only jobs with one of these suffixes."),
            SettingKey("metadata.KEY", "Only jobs whose metadata has this value for KEY.") {
                (key, value, section) throws(ValueError) in
                guard !value.text.isEmpty else { throw ValueError("empty", got: "", "write the value to look for") }
                section.settings.metadata.append(
                    MetadataPair(key: String(key.dropFirst("metadata.".count)), value: value.text))
            },
        ]
    }

    static let tokenizer = keys(of: TokenizerSettings()) { initial in
        [
            SettingKey(
                "url", .safeDirectory, \.url, in: initial,
                "Where ftctl tokenizer install fetches o200k_base.tiktoken and cl100k_base.tiktoken; both are verified."
            )
        ]
    }

    static let heartbeat = keys(of: HeartbeatSettings()) { initial in
        [
            SettingKey(
                "url", .safeAddress, \.url, in: initial,
                "Fetched once all accounts were polled well, for a service that raises the alarm when that stops; with /fail "
                    + "when one cannot be watched, with /start at the start, as healthchecks.io wants it.")
        ]
    }

    static let web = keys(of: WebSettings()) { initial in
        [
            SettingKey(
                "listen", .listenAddress, \.listen, in: initial, "The numeric address and the port of ftweb."),
            SettingKey(
                "url", .pageAddress, \.url, in: initial,
                "How browsers reach it through a proxy, which ends TLS: https://HOST/PATH; notices link to a job's page "
                    + "there, and requests to another host are refused."),
            SettingKey(
                "allow-remote", .boolean, \.allowsRemote, in: initial,
                "Allow a listen address that other machines reach; needs token-file."),
            SettingKey(
                "token-file", .path, \.tokenFile, in: initial,
                "A file whose first line every request must carry, as password or bearer token; checked like a key file."
            ),
        ]
    }

    static let budget = keys(of: Budget()) { initial in
        [
            SettingKey(
                "month", .limits, \.month, in: initial,
                "What trainings may cost in a calendar month, for example 50 USD, or 50 USD 40 EUR; empty is no limit.")
        ]
    }

    static let log = keys(of: LogSettings()) { initial in
        [SettingKey("level", .choice, \.level, in: initial, "debug, info, warning or error.")]
    }

    private static func keys<Section>(
        of initial: Section, _ make: (Section) -> [SettingKey<Section>]
    ) -> [SettingKey<Section>] { make(initial) }
}
