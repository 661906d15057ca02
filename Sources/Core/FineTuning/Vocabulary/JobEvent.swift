/// One line of a job's own log at the API.
public struct JobEvent: Hashable, Sendable {
    /// `ftevent-…`.
    public var id: JobEventID
    /// When the API made it.
    public var createdAt: UnixTime
    /// `info`, `warn`, `error`, or a newer word.
    public var level: String
    /// A sentence, in the API's own words.
    public var message: String
    /// `message`, `metrics`, or a newer word.
    public var type: String?
    /// The step's numbers, when the event carried some.
    public var metric: MetricPoint?
    /// The API's object as compact JSON text, written anew: members, order and numbers are as received.
    public var raw: String

    package init(
        id: JobEventID, createdAt: UnixTime, level: String, message: String, type: String? = nil,
        metric: MetricPoint? = nil, raw: String = "{}"
    ) {
        self.id = id
        self.createdAt = createdAt
        self.level = level
        self.message = message
        self.type = type
        self.metric = metric
        self.raw = raw
    }
}

/// A usable model saved during a job: the end of an epoch; the API keeps the last three.
public struct Checkpoint: Hashable, Sendable {
    /// `ftckpt_…`.
    public var id: CheckpointID
    /// When the API made it.
    public var createdAt: UnixTime
    /// A name that can be asked.
    public var model: ModelName
    /// The step it was saved at.
    public var step: Int64
    /// The numbers at that step.
    public var metric: MetricPoint
    /// The API's object as compact JSON text, written anew: members, order and numbers are as received.
    public var raw: String

    package init(
        id: CheckpointID, createdAt: UnixTime, model: ModelName, step: Int64, metric: MetricPoint, raw: String = "{}"
    ) {
        self.id = id
        self.createdAt = createdAt
        self.model = model
        self.step = step
        self.metric = metric
        self.raw = raw
    }
}

/// A file at the API.
public struct RemoteFile: Hashable, Sendable {
    /// `file-…`.
    public var id: FileID
    /// Size in bytes.
    public var bytes: Int64?
    /// When the API made it.
    public var createdAt: UnixTime?
    /// The name it was uploaded under.
    public var filename: String?
    /// `fine-tune`, `fine-tune-results` and others; an open set.
    public var purpose: String?
    /// `uploaded`, `processed`, `error` and others; missing in some replies.
    public var status: String?
    /// Why the status is `error`; deprecated, and often missing.
    public var statusDetails: String?
    /// The API's object as compact JSON text, written anew: members, order and numbers are as received.
    public var raw: String

    package init(
        id: FileID, bytes: Int64? = nil, createdAt: UnixTime? = nil, filename: String? = nil, purpose: String? = nil,
        status: String? = nil, statusDetails: String? = nil, raw: String = "{}"
    ) {
        self.id = id
        self.bytes = bytes
        self.createdAt = createdAt
        self.filename = filename
        self.purpose = purpose
        self.status = status
        self.statusDetails = statusDetails
        self.raw = raw
    }
}
