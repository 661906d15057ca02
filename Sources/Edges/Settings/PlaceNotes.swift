/// The files and the variables of the environment that the programs read, for their manuals.
package enum PlaceNotes {
    /// A file or a variable, and what it means: lower case, no full stop.
    package typealias Note = (name: String, meaning: String)

    /// What every program with a configuration reads.
    package static let configuration: [Note] = [
        ("/etc/ftd/ftd.conf, ~/.config/ftd/ftd.conf", "the configuration; yours before the system's"),
        (
            "/etc/ftd/models.conf, ~/.config/ftd/models.conf",
            "your own figures of models: prices, limits, shutdown dates; laid over those that are built in"
        ),
    ]

    /// What the daemon keeps, and the others read.
    package static let store: [Note] = [
        (
            "/var/lib/ftd/ftd.db, ~/.local/state/ftd/ftd.db",
            "the store, one SQLite file; the first where its directory is there"
        ),
        ("live.json", "beside the store: when ftd polled last, and what troubles it"),
        ("spool/", "beside the store: submissions under way, and wishes to ftd"),
    ]

    /// What only commands read.
    package static let tools: [Note] = [
        (
            "~/.local/share/ftd/tokenizers, /usr/local/share/ftd/tokenizers, /usr/share/ftd/tokenizers",
            "rank files for exact token counts"
        ),
        ("~/.cache/ftd/hf", "rows of datasets on the Hugging Face Hub, 2 GB at most"),
    ]

    /// What only the daemon has.
    package static let daemon: [Note] = [
        ("/etc/ftd/openai_api_key", "the service's key, handed over by systemd as a credential"),
        ("ftd.lock", "beside the store: keeps a second ftd out"),
        ("wake.sock", "beside the store: a datagram makes ftd look at the spool"),
    ]

    /// Who we are at the API.
    package static let keyVariables: [Note] = [
        ("OPENAI_API_KEY", "the key of the account default, where no key file is named"),
        ("OPENAI_BASE_URL", "where that key is sent, in place of https://api.openai.com/v1"),
        ("OPENAI_ORG_ID, OPENAI_PROJECT_ID", "sent with it, as the SDKs do"),
    ]

    /// Where things are.
    package static let placeVariables: [Note] = [
        ("FTD_CONFIG, FTD_STORE", "the configuration and the store, as --config and --store"),
        ("XDG_CONFIG_HOME, XDG_STATE_HOME", "in place of ~/.config and ~/.local/state"),
        ("STATE_DIRECTORY, CREDENTIALS_DIRECTORY", "where systemd puts a service's state and credentials"),
    ]

    /// Where data of commands are.
    package static let toolVariables: [Note] = [
        (
            "XDG_DATA_HOME, XDG_DATA_DIRS, XDG_CACHE_HOME",
            "in place of ~/.local/share, /usr/local/share:/usr/share, ~/.cache"
        ),
        ("HF_TOKEN, HF_TOKEN_PATH, HF_HOME", "the token for datasets on the Hugging Face Hub"),
        ("TMPDIR", "where temporary files go, in place of /tmp"),
    ]

    /// How servers are reached.
    package static let networkVariables: [Note] = [
        ("HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY", "proxies, and the hosts that are asked without one"),
        ("SSL_CERT_FILE, SSL_CERT_DIR, CURL_CA_BUNDLE", "certificates to trust, in place of the system's"),
    ]

    /// What systemd tells its services.
    package static let serviceVariables: [Note] = [
        ("NOTIFY_SOCKET, WATCHDOG_USEC, WATCHDOG_PID", "how systemd is told that all is well"),
        ("JOURNAL_STREAM", "whether standard error is the journal, which adds the times of its lines itself"),
        ("TZ", "the time zone of the log's times elsewhere"),
    ]

    /// How text is shown.
    package static let terminalVariables: [Note] = [
        ("LC_ALL, LC_CTYPE, LANG", "whether the terminal shows more than ASCII"),
        ("COLUMNS", "how wide it is, where it does not say so itself"),
        ("NO_COLOR, CLICOLOR, CLICOLOR_FORCE, TERM", "whether colours are used"),
        ("TZ", "the time zone of what is shown"),
    ]
}
