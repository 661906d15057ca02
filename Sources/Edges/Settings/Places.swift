internal import Text

/// Where the configuration, the store and data files are looked for, as pure functions of the environment.
///
/// A variable that is set to nothing counts as not set, and a relative `XDG_…` directory is ignored, as the XDG base
/// directory specification has it.
package struct Places: Sendable {
    private let environment: [String: String]
    private let exists: @Sendable (String) -> Bool

    /// Takes the environment, and a way to ask whether a file or directory is there.
    package init(environment: [String: String], exists: @escaping @Sendable (String) -> Bool) {
        self.environment = environment
        self.exists = exists
    }

    /// The configuration file, or nil for the built-in configuration.
    ///
    /// In this order: `--config`, `FTD_CONFIG`, `$XDG_CONFIG_HOME/ftd/ftd.conf`, `/etc/ftd/ftd.conf`. The first two are
    /// taken without looking: that a file that was named is not there must be said, not passed over.
    package func configuration(option: String?) -> String? {
        if let named = option ?? value("FTD_CONFIG") { return named }
        let found = [
            directory("XDG_CONFIG_HOME", orInHome: ".config").map { "\($0)/ftd/ftd.conf" }, "/etc/ftd/ftd.conf",
        ]
        return found.compactMap { $0 }.first(where: exists)
    }

    /// The user's own configuration file, which need not be there; nil when there is no home directory.
    package var ownConfiguration: String? {
        directory("XDG_CONFIG_HOME", orInHome: ".config").map { "\($0)/ftd/ftd.conf" }
    }

    /// The files that change single figures of the model table, those that are there: the system's, then the user's own.
    package var modelFiles: [String] {
        let user = directory("XDG_CONFIG_HOME", orInHome: ".config").map { "\($0)/ftd/models.conf" }
        return ["/etc/ftd/models.conf", user].compactMap { $0 }.filter(exists)
    }

    /// Where a store was looked for.
    package struct StorePlace: Equatable, Sendable {
        /// Who said so.
        package enum Origin: Equatable, Sendable {
            /// `--store`.
            case option
            /// `FTD_STORE`.
            case environment
            /// `store.path`.
            case configuration
            /// The service manager's `$STATE_DIRECTORY`.
            case stateDirectory
            /// `/var/lib/ftd` is there: the system's daemon keeps it.
            case system
            /// The user's own state directory.
            case user
        }

        /// The database file, which need not be there.
        package var path: String
        /// Who said so.
        package var origin: Origin
    }

    /// The store, or nil when nothing is set and there is no home directory.
    ///
    /// In this order: `--store`, `FTD_STORE`, the configuration, `$STATE_DIRECTORY/ftd.db`, `/var/lib/ftd/ftd.db` where
    /// that directory exists, `$XDG_STATE_HOME/ftd/ftd.db`.
    package func store(option: String?, configured: String?) -> StorePlace? {
        if let option { return StorePlace(path: option, origin: .option) }
        if let path = value("FTD_STORE") { return StorePlace(path: path, origin: .environment) }
        if let configured { return StorePlace(path: configured, origin: .configuration) }
        // systemd separates several directories by colons (systemd.exec(5), STATE_DIRECTORY).
        if let first = value("STATE_DIRECTORY")?.split(separator: ":").first {
            return StorePlace(path: "\(first)/ftd.db", origin: .stateDirectory)
        }
        if exists("/var/lib/ftd") { return StorePlace(path: "/var/lib/ftd/ftd.db", origin: .system) }
        return directory("XDG_STATE_HOME", orInHome: ".local/state")
            .map { StorePlace(path: "\($0)/ftd/ftd.db", origin: .user) }
    }

    /// The directories with data that every account may share, such as rank files, the first before the later ones.
    ///
    /// `$XDG_DATA_HOME/ftd`, then `ftd` in each of `$XDG_DATA_DIRS`, by default `/usr/local/share` and `/usr/share`.
    package var dataDirectories: [String] {
        var directories = [ownDataDirectory].compactMap { $0 }
        for place in (value("XDG_DATA_DIRS") ?? "/usr/local/share:/usr/share").split(separator: ":") {
            let directory = "\(String(place).withoutSlashesAtEnd)/ftd"
            if place.hasPrefix("/"), !directories.contains(directory) { directories.append(directory) }
        }
        return directories
    }

    /// The directory that a user's own data go to: `$XDG_DATA_HOME/ftd`; nil when there is no home directory.
    package var ownDataDirectory: String? {
        directory("XDG_DATA_HOME", orInHome: ".local/share").map { "\($0)/ftd" }
    }

    /// The directory that data for every user of the machine go to.
    package static let systemDataDirectory = "/usr/local/share/ftd"

    /// Where recorded answers are kept for which nobody named a place: `$XDG_STATE_HOME/ftd/evaluations`; nil when there is
    /// no home directory.
    package var evaluations: String? {
        directory("XDG_STATE_HOME", orInHome: ".local/state").map { "\($0)/ftd/evaluations" }
    }

    /// Where rows of datasets are kept: `$XDG_CACHE_HOME/ftd/hf`; nil when there is no home directory.
    package var datasetCache: String? { directory("XDG_CACHE_HOME", orInHome: ".cache").map { "\($0)/ftd/hf" } }

    /// The file in which `huggingface_hub` keeps its token, as that library looks for it.
    ///
    /// In this order: `HF_TOKEN_PATH`, `$HF_HOME/token`, `$XDG_CACHE_HOME/huggingface/token`.
    package var huggingFaceToken: String? {
        if let path = value("HF_TOKEN_PATH"), path.hasPrefix("/") { return path }
        if let home = value("HF_HOME"), home.hasPrefix("/") { return "\(home.withoutSlashesAtEnd)/token" }
        return directory("XDG_CACHE_HOME", orInHome: ".cache").map { "\($0)/huggingface/token" }
    }

    /// The home directory, if it is set and absolute.
    package var home: String? { value("HOME").flatMap { $0.hasPrefix("/") ? $0.withoutSlashesAtEnd : nil } }

    private func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }

    private func directory(_ variable: String, orInHome below: String) -> String? {
        if let value = value(variable), value.hasPrefix("/") { return value.withoutSlashesAtEnd }
        return home.map { $0 == "/" ? "/\(below)" : "\($0)/\(below)" }
    }
}
