package import Files
package import FineTuning
package import JSONText
internal import JobJSON

/// What changes at every poll, for readers to know how fresh the data are: `live.json` beside the store.
///
/// It is renamed into place and never fsynced: an old file or none is acceptable after a crash of the
/// machine. So the store is not written when nothing changed.
package struct LiveState: Hashable, Sendable {
    /// How the polls of one account went.
    package struct Account: Hashable, Sendable {
        /// When a poll last read everything it wanted.
        package var lastGoodPoll: UnixTime?
        /// When the next poll is due.
        package var nextPoll: UnixTime?
        /// Polls since the daemon's start.
        package var polls: Int
        /// How many of them failed.
        package var failedPolls: Int
        /// Why the last poll failed; nil after a good one.
        package var problem: String?
        /// How many failed in which way, by the word of the log, for example `unreachable`.
        package var failures: [String: Int]

        package init(
            lastGoodPoll: UnixTime? = nil, nextPoll: UnixTime? = nil, polls: Int = 0, failedPolls: Int = 0,
            problem: String? = nil, failures: [String: Int] = [:]
        ) {
            self.failures = failures
            self.lastGoodPoll = lastGoodPoll
            self.nextPoll = nextPoll
            self.polls = polls
            self.failedPolls = failedPolls
            self.problem = problem
        }
    }

    /// Something that does not work, and since when.
    package struct Problem: Hashable, Sendable {
        /// When it was seen first.
        package var since: UnixTime
        /// A sentence for an operator.
        package var cause: String

        package init(since: UnixTime, cause: String) {
            self.since = since
            self.cause = cause
        }
    }

    /// The daemon's version.
    package var version: String
    /// The daemon's process id.
    package var pid: Int32
    /// When it started.
    package var startedAt: UnixTime
    /// Its loops, by account.
    package var accounts: [AccountName: Account]
    /// When the file was written.
    package var writtenAt: UnixTime?
    /// The last reload, where it was refused: the settings of before are in force.
    package var refusedReload: Problem?
    /// Why nothing can be written to the store.
    package var storeProblem: Problem?

    package init(version: String, pid: Int32, startedAt: UnixTime, accounts: [AccountName: Account] = [:]) {
        self.version = version
        self.pid = pid
        self.startedAt = startedAt
        self.accounts = accounts
    }

    /// Where it lies for the store at that path.
    package static func path(besideStore store: String) -> String { WholeFile.directory(of: store) + "/live.json" }

    /// Puts it beside the store, readable for whoever may read the store.
    package func write(besideStore store: String) throws(FileError) {
        try WholeFile.replace(
            Self.path(besideStore: store), with: JSONWriter.bytes(json, style: .indented) + [0x0A], mode: 0o640,
            durability: .process)
    }

    /// The one beside the store; nil when there is none, or its text is not ours.
    ///
    /// - Throws: `FileError` where there is one that cannot be read: how fresh the data are is then not known.
    package static func read(besideStore store: String) throws(FileError) -> LiveState? {
        guard let bytes = try WholeFile.read(path(besideStore: store)) else { return nil }
        do throws(JSONSyntaxError) { return LiveState(json: try JSONValue.parse(bytes)) } catch { return nil }
    }
}

extension LiveState {
    /// The text of the file; times are Unix seconds.
    package var json: JSONValue { .object(Self.fields.object(self)) }

    /// Its keys.
    package static let fields: JSONFields<LiveState> = [
        JSONField("version", "the version of ftd") { .string($0.version) },
        JSONField("pid", "its process") { .integer($0.pid) },
        JSONField("started_at", "since when it runs") { .integer($0.startedAt.seconds) },
        JSONField(
            "accounts",
            "for each account by its name: last_good_poll, next_poll, polls, failed_polls, and trouble, the newest error"
        ) { state in
            .object(
                JSONObject(
                    members: state.accounts.sorted { $0.key < $1.key }.map { name, account in
                        .init(key: name.rawValue, value: account.json)
                    }))
        },
        JSONField("written_at", "when this was written") { .seconds($0.writtenAt) },
        .object("reload_refused", "why the configuration was not read again", Problem.fields) { $0.refusedReload },
        .object("store_problem", "why nothing can be written to the store", Problem.fields) { $0.storeProblem },
    ]

    init?(json: JSONValue) {
        guard let version = json["version"]?.string, let pid = json["pid"]?.number?.integer.map(Int32.init(clamping:)),
            let startedAt = json["started_at"]?.number?.integer
        else { return nil }
        self.init(version: version, pid: pid, startedAt: UnixTime(seconds: startedAt))
        writtenAt = json["written_at"]?.moment
        refusedReload = json["reload_refused"].flatMap(Problem.init(json:))
        storeProblem = json["store_problem"].flatMap(Problem.init(json:))
        for member in json["accounts"]?.object?.members ?? [] {
            accounts[AccountName(member.key)] = Account(json: member.value)
        }
    }
}

extension LiveState.Problem {
    fileprivate static let fields: JSONFields<LiveState.Problem> = [
        JSONField("since", "since when") { .seconds($0.since) },
        JSONField("cause", "why") { .string($0.cause) },
    ]

    init?(json: JSONValue) {
        guard let since = json["since"]?.moment, let cause = json["cause"]?.string else { return nil }
        self.init(since: since, cause: cause)
    }
}

extension LiveState.Account {
    var json: JSONValue {
        .object([
            "last_good_poll": .seconds(lastGoodPoll),
            "next_poll": .seconds(nextPoll), "polls": .integer(polls),
            "failed_polls": .integer(failedPolls), "trouble": .text(problem),
            "failures": .object(
                JSONObject(
                    members: failures.sorted { $0.key < $1.key }.map { .init(key: $0.key, value: .integer($0.value)) })),
        ])
    }

    init(json: JSONValue) {
        self.init(
            lastGoodPoll: json["last_good_poll"]?.number?.integer.map(UnixTime.init(seconds:)),
            nextPoll: json["next_poll"]?.number?.integer.map(UnixTime.init(seconds:)),
            polls: json["polls"]?.number?.integer.map { Int(clamping: $0) } ?? 0,
            failedPolls: json["failed_polls"]?.number?.integer.map { Int(clamping: $0) } ?? 0,
            problem: json["trouble"]?.string,
            failures: Dictionary(
                (json["failures"]?.object?.members ?? []).compactMap { member in
                    member.value.number?.integer.map { (member.key, Int(clamping: $0)) }
                }, uniquingKeysWith: { $1 }))
    }
}
