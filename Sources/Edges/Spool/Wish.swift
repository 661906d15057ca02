package import FineTuning
import JSONText

/// What a user asks of `ftd`: about a submission that `ftd` has in hand, or to write down what only that user knows.
package enum Wish: Hashable, Sendable {
    /// To go on at once: one that is parked tries now, one whose job was given up is created once more.
    case again(SubmissionID)
    /// To give it up: nothing more is done for it.
    case drop(SubmissionID)
    /// To write down what was taken along.
    case exported(ExportNote)
    /// To write down that a model was asked.
    case used(UseNote)
    /// What is asked about hooks and what they are told.
    case hooks(HookWish)

    var json: JSONValue {
        switch self {
        case .again(let id): Self.json("again", ["submission": .string(id.rawValue)])
        case .drop(let id): Self.json("drop", ["submission": .string(id.rawValue)])
        case .exported(let note):
            Self.json(
                "exported",
                [
                    "account": .string(note.account.rawValue), "exported_at": .integer(note.exportedAt.seconds),
                    "jobs": .array(note.jobs.map { .string($0.rawValue) }),
                    "files": .array(note.files.map { .string($0.rawValue) }),
                ])
        case .used(let note):
            Self.json(
                "used",
                [
                    "account": .string(note.account.rawValue), "model": .string(note.model.rawValue),
                    "used_at": .integer(note.usedAt.seconds),
                ])
        case .hooks(let wish): Self.json(wish.word, wish.fields)
        }
    }

    private static func json(_ word: String, _ fields: JSONObject) -> JSONValue {
        var object: JSONObject = ["version": .integer(1), "wish": .string(word)]
        for member in fields.members { object[member.key] = member.value }
        return .object(object)
    }

    /// Reads a wish's file; nil when this version does not know it.
    init?(json: JSONValue) {
        guard json["version"]?.number?.integer == 1 else { return nil }
        switch json["wish"]?.string {
        case "again":
            guard let id = Self.submission(json) else { return nil }
            self = .again(id)
        case "drop":
            guard let id = Self.submission(json) else { return nil }
            self = .drop(id)
        case "exported":
            guard let note = ExportNote(json: json) else { return nil }
            self = .exported(note)
        case "used":
            guard let account = json["account"]?.string, let model = json["model"]?.string,
                let time = json["used_at"]?.number?.integer
            else { return nil }
            self = .used(
                UseNote(account: AccountName(account), model: ModelName(model), usedAt: UnixTime(seconds: time)))
        case let word?:
            guard let wish = HookWish(word, json: json) else { return nil }
            self = .hooks(wish)
        case nil: return nil
        }
    }

    private static func submission(_ json: JSONValue) -> SubmissionID? {
        json["submission"]?.string.map { SubmissionID($0) }.flatMap { Spool.isName($0) ? $0 : nil }
    }
}

/// A wish as it lies in the spool.
package struct SpooledWish: Hashable, Sendable {
    /// What is asked.
    package let wish: Wish
    /// The user who asks, to whom the file belongs.
    package let user: UInt32
    /// The name of its file, which nobody can foresee: what `ftd` answers to a wish carries it.
    package let name: String
}

extension ExportNote {
    /// Reads the fields of a wish; nil where one is missing or something else.
    fileprivate init?(json: JSONValue) {
        guard let account = json["account"]?.string, let time = json["exported_at"]?.number?.integer,
            let jobs = json["jobs"]?.array, let files = json["files"]?.array
        else { return nil }
        let (jobNames, fileNames) = (jobs.compactMap(\.string), files.compactMap(\.string))
        guard jobNames.count == jobs.count, fileNames.count == files.count else { return nil }
        self.init(
            account: AccountName(account), jobs: jobNames.map { JobID($0) }, files: fileNames.map { FileID($0) },
            exportedAt: UnixTime(seconds: time))
    }
}
