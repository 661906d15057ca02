extension JobStatus {
    /// What servers that only speak the API call its statuses; upper case counts as lower case.
    ///
    /// What is on its way to another status still means the one that it has.
    private static let synonyms: [(status: JobStatus, words: [String])] = [
        (.validatingFiles, ["validating", "validating_file"]),
        (.queued, ["created", "pending", "queuing", "queueing", "waiting"]),
        (
            .running,
            [
                "active", "in_progress", "processing", "started", "training", "compressing", "uploading", "pausing",
                "resuming", "cancelling", "canceling", "cancel_requested", "stopping",
            ]
        ),
        (.succeeded, ["success", "successful", "completed", "complete", "done", "early_stopped"]),
        (.failed, ["failure", "error", "errored", "user_error", "expired"]),
        (.cancelled, ["canceled", "aborted", "stopped"]),
    ]

    private static let meanings: [String: JobStatus] = {
        let own = known.map { ($0.word, $0) }
        let others = synonyms.flatMap { entry in entry.words.map { ($0, entry.status) } }
        return Dictionary(own + others, uniquingKeysWith: { first, _ in first })
    }()

    /// The API's own status that the word stands for; itself where nobody knows it.
    ///
    /// Decisions go by this, and what is shown is the word itself.
    public var meaning: JobStatus {
        switch self {
        case .validatingFiles, .queued, .running, .paused, .succeeded, .failed, .cancelled: self
        case .unrecognized(let word): Self.meanings[Self.lowercased(word)] ?? self
        }
    }

    /// Whether the word says that the job is on its way to an end that somebody asked for.
    package var isBeingCancelled: Bool {
        ["cancelling", "canceling", "cancel_requested", "stopping"].contains(Self.lowercased(word))
    }

    /// The words that mean a status, in lower case, its own first; for one that nobody knows, itself.
    package var words: [String] {
        [Self.lowercased(word)] + (Self.synonyms.first { $0.status == self }?.words ?? [])
    }

    /// The words that end a job, in lower case.
    package static let terminalWords: [String] = known.filter(\.isTerminal).flatMap(\.words)

    /// Letters of ASCII only, as SQLite's `lower()`.
    private static func lowercased(_ word: String) -> String {
        String(decoding: word.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}
