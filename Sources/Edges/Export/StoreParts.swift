import FineTuning
import JSONText
import JobJSON
import JobStorage
import JobViews

/// What only the store knows, as JSON under the API's names and ours, with Unix seconds.
struct StoreParts {
    /// Submissions that have ended, newest first.
    let submissions: [UInt8]
    /// What was uploaded from here.
    let uploads: [UInt8]

    init(of account: AccountName, in store: JobStoreReader) throws {
        submissions = Self.list(try store.submissions(account: account).map(Self.json))
        uploads = Self.list(try store.uploads(account: account).map(Self.json))
    }

    /// What was seen of a job and told of it.
    static func history(of key: JobKey, in store: JobStoreReader) throws -> [UInt8] {
        let notices = try store.deliveries(DeliveryFilter(job: key)).map(json)
        let object: JSONObject = [
            "transitions": .array(try store.transitions(of: key).map(json)), "notices": .array(notices),
        ]
        return JSONWriter.bytes(.object(object), style: .indented) + [UInt8(ascii: "\n")]
    }

    /// Notices about accounts, submissions, hooks and money, newest first.
    static func notices(in store: JobStoreReader) throws -> [UInt8] {
        list(try store.deliveriesWithoutJob().map(json))
    }

    private static func list(_ items: [JSONValue]) -> [UInt8] {
        ListItems.array(items.map { JSONWriter.bytes($0) })
    }

    private static func json(_ transition: Transition) -> JSONValue {
        .object([
            "id": .string(transition.id.rawValue), "from": .text(transition.from?.word),
            "to": .string(transition.to.word), "cause": .string(transition.cause.rawValue),
            "seen_at": .seconds(transition.seenAt),
        ])
    }

    /// With the body that was sent; one that is no JSON, which nobody of us wrote, is null.
    private static func json(_ stored: StoredDelivery) -> JSONValue {
        var object = DeliveryView(stored.delivery).json
        do throws(JSONSyntaxError) { object["body"] = try JSONValue.parse(stored.delivery.body) } catch {
            object["body"] = .null
        }
        return .object(object)
    }

    private static func json(_ submission: StoredSubmission) -> JSONValue {
        var job: String?
        var reason: String?
        switch submission.end {
        case .created(let id): job = id.rawValue
        case .failed(let why): reason = why
        }
        return .object([
            "id": .string(submission.id.rawValue), "job": .text(job), "reason": .text(reason),
            "model": .string(submission.model.rawValue), "suffix": .text(submission.suffix),
            "training": json(submission.training), "validation": submission.validation.map(json) ?? .null,
            "created_at": .seconds(submission.createdAt), "ended_at": .seconds(submission.endedAt),
        ])
    }

    private static func json(_ file: SubmissionPlan.DataFile) -> JSONValue {
        .object([
            "path": .string(file.path), "bytes": .integer(file.bytes), "sha256": .string(file.sha256),
        ])
    }

    private static func json(_ upload: StoredUpload) -> JSONValue {
        .object([
            "file": .string(upload.file.rawValue), "sha256": .string(upload.sha256), "bytes": .integer(upload.bytes),
            "filename": .text(upload.filename), "created_at": .seconds(upload.createdAt),
        ])
    }
}
