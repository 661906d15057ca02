/// A name that somebody gave to a thing of one kind: opaque text, compared byte by byte.
///
/// The kind only keeps ids of different things apart. Text from the API is untrusted: escape it before
/// printing it, and percent-encode it in a path.
public struct Identifier<Kind>: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The text itself.
    public let rawValue: String

    /// Takes any text.
    public init(_ text: String) { rawValue = text }

    /// The text itself.
    public var description: String { rawValue }

    /// Whether both have the same bytes.
    ///
    /// Strings are also equal when they only look the same, `é` in one scalar and in two; the API takes such ids for two
    /// things. The hash needs no such care: texts with the same bytes have the same one.
    public static func == (left: Self, right: Self) -> Bool {
        // ASCII looks the same only where it is the same, and the question of Strings is the quicker one.
        guard left.rawValue == right.rawValue else { return false }
        return left.rawValue.utf8Span.isKnownASCII && right.rawValue.utf8Span.isKnownASCII
            || left.rawValue.utf8.elementsEqual(right.rawValue.utf8)
    }

    /// By bytes, so that an order does not depend on a locale.
    public static func < (left: Self, right: Self) -> Bool {
        left.rawValue.utf8.lexicographicallyPrecedes(right.rawValue.utf8)
    }
}

/// A fine-tuning job's id, `ftjob-…`.
public typealias JobID = Identifier<Job>

/// An uploaded file's id, `file-…`.
public typealias FileID = Identifier<RemoteFile>

/// A job event's id, `ftevent-…`.
public typealias JobEventID = Identifier<JobEvent>

/// A checkpoint's id, `ftckpt_…`.
public typealias CheckpointID = Identifier<Checkpoint>

/// A base or tuned model's name: `gpt-4o-mini-2024-07-18`, `ft:gpt-4o-mini-2024-07-18:org:suffix:id`.
public typealias ModelName = Identifier<Kinds.Model>

/// The name of an account section in the configuration; the section `[api]` is `default`.
public typealias AccountName = Identifier<Kinds.Account>

/// The name of a hook section in the configuration.
public typealias HookName = Identifier<Kinds.Hook>

/// The id of a notice, `evt_…`: the same for every hook and every attempt, and the `webhook-id` header.
public typealias NoticeID = Identifier<Kinds.Notice>

/// The UUID of a submission, in lower case; the job carries it as metadata `ftd_submission`.
public typealias SubmissionID = Identifier<Kinds.Submission>

/// The kinds of things that have a name but no type of their own.
public enum Kinds {
    /// See ``ModelName``.
    public enum Model {}
    /// See ``AccountName``.
    public enum Account {}
    /// See ``HookName``.
    public enum Hook {}
    /// See ``NoticeID``.
    public enum Notice {}
    /// See ``SubmissionID``.
    public enum Submission {}
}

extension ModelName {
    /// The model that was tuned, for `ft:` names; otherwise the name itself.
    public var base: ModelName {
        guard rawValue.hasPrefix("ft:") else { return self }
        return ModelName(String(rawValue.dropFirst(3).prefix { $0 != ":" }))
    }
}

extension AccountName {
    /// The account of the section `[api]`.
    public static let `default` = AccountName("default")
}

/// A job's full name in the store: ids are only unique within their account.
public struct JobKey: Hashable, Sendable, Comparable {
    /// The account whose listing showed the job.
    public let account: AccountName
    /// The job.
    public let job: JobID

    /// Names a job of an account.
    public init(account: AccountName, job: JobID) {
        self.account = account
        self.job = job
    }

    /// By account, then by id.
    public static func < (left: JobKey, right: JobKey) -> Bool {
        (left.account, left.job) < (right.account, right.job)
    }
}
