import FineTuning
import JSONText
import JobJSON

extension SubmissionRecord {
    /// The version of the file's form; a newer one is left alone.
    static let formVersion: Int64 = 1

    /// The record as the text of its spool file.
    var json: JSONValue {
        var object: JSONObject = [
            "version": .integer(Self.formVersion), "id": .string(id.rawValue),
            "created_at_ms": .integer(createdAt.milliseconds), "updated_at_ms": .integer(updatedAt.milliseconds),
            "step": step.json, "plan": plan.json,
            "uploads": .array(
                uploads.map { .object(["file": .string($0.file.rawValue), "data": $0.data.json]) }),
        ]
        if awaitsShowing { object["awaits_showing"] = .bool(true) }
        if let parkedBefore { object["parked_before"] = .object(parkedBefore.json) }
        if let problem { object["problem"] = .string(problem) }
        if let origin { object["owner"] = .integer(Int64(origin.owner)) }
        return .object(object)
    }

    /// Reads a spool file's text; nil when it is not a record of this version.
    init?(json: JSONValue) {
        guard json["version"]?.number?.integer == Self.formVersion, let id = json["id"]?.string,
            let created = json["created_at_ms"]?.number?.integer, let updated = json["updated_at_ms"]?.number?.integer,
            let plan = json["plan"].flatMap(SubmissionPlan.init(json:)),
            let step = json["step"].flatMap(SubmissionStep.init(json:))
        else { return nil }
        let uploads = json["uploads"]?.array?.compactMap { upload -> Upload? in
            guard let file = upload["file"]?.string,
                let data = upload["data"].flatMap(SubmissionPlan.DataFile.init(json:))
            else { return nil }
            return Upload(file: FileID(file), data: data)
        }
        self.init(
            id: SubmissionID(id), plan: plan, step: step, uploads: uploads ?? [],
            awaitsShowing: json["awaits_showing"]?.bool ?? false,
            createdAt: UnixTime(milliseconds: created),
            updatedAt: UnixTime(milliseconds: updated))
        parkedBefore = json["parked_before"].flatMap(Parking.init(json:))
        problem = json["problem"]?.string
    }
}

extension Parking {
    var json: JSONObject {
        [
            "reason": .string(reason), "retry_at_ms": .integer(retryAt.milliseconds),
            "since_ms": .integer(since.milliseconds), "tries": .integer(tries),
        ]
    }

    init?(json: JSONValue) {
        guard let reason = json["reason"]?.string, let at = json["retry_at_ms"]?.number?.integer else { return nil }
        let retryAt = UnixTime(milliseconds: at)
        let since = json["since_ms"]?.number?.integer.map(UnixTime.init(milliseconds:))
        self.init(
            reason: reason, since: since ?? retryAt,
            tries: json["tries"]?.number?.integer.map { Int(clamping: $0) } ?? 1, retryAt: retryAt)
    }
}

extension SubmissionStep {
    var json: JSONValue {
        var object: JSONObject = ["name": .string(word)]
        if let files { object["files"] = files.json }
        switch self {
        case .planned, .uploading, .uploaded: break
        case .creating(_, let since), .unknown(_, let since): object["since_ms"] = .integer(since.milliseconds)
        case .created(let job): object["job"] = .string(job.rawValue)
        case .parked(_, let parking):
            for member in parking.json.members { object[member.key] = member.value }
        case .failed(let reason): object["reason"] = .string(reason)
        }
        return .object(object)
    }

    init?(json: JSONValue) {
        let files = json["files"].flatMap(Files.init(json:))
        let since = json["since_ms"]?.number?.integer.map(UnixTime.init(milliseconds:))
        switch json["name"]?.string {
        case "planned": self = .planned
        case "uploading": self = .uploading
        case "uploaded":
            guard let files else { return nil }
            self = .uploaded(files)
        case "creating":
            guard let files, let since else { return nil }
            self = .creating(files, since: since)
        case "created":
            guard let job = json["job"]?.string else { return nil }
            self = .created(JobID(job))
        case "parked":
            guard let files, let parking = Parking(json: json) else { return nil }
            self = .parked(files, parking)
        case "unknown":
            guard let files, let since else { return nil }
            self = .unknown(files, since: since)
        case "failed":
            guard let reason = json["reason"]?.string else { return nil }
            self = .failed(reason: reason)
        case .some, nil: return nil
        }
    }
}

extension SubmissionStep.Files {
    var json: JSONValue {
        .object(["training": .string(training.rawValue), "validation": .text(validation?.rawValue)])
    }

    init?(json: JSONValue) {
        guard let training = json["training"]?.string else { return nil }
        self.init(training: FileID(training), validation: json["validation"]?.string.map { FileID($0) })
    }
}

extension SubmissionPlan {
    var json: JSONValue {
        .object([
            "account": .string(account.rawValue), "model": .string(model.rawValue), "training": training.json,
            "validation": validation?.json ?? .null, "suffix": .text(suffix), "method": .string(method.rawValue),
            "hyperparameters": .object(hyperparameters.json()), "learning_rate": .text(learningRate),
            "seed": seed.map { .integer($0) } ?? .null, "grader": .text(grader),
            "metadata": .object(metadata.json),
            "keeps_file": .bool(keepsFile),
        ])
    }

    init?(json: JSONValue) {
        guard let account = json["account"]?.string, let model = json["model"]?.string,
            let training = json["training"].flatMap(DataFile.init(json:)),
            let method = json["method"]?.string.flatMap(Method.init(rawValue:))
        else { return nil }
        self.init(
            account: AccountName(account), model: ModelName(model), training: training,
            validation: json["validation"].flatMap(DataFile.init(json:)), suffix: json["suffix"]?.string,
            method: method, grader: json["grader"]?.string,
            hyperparameters: Hyperparameters(json: json["hyperparameters"]),
            learningRate: json["learning_rate"]?.string, seed: json["seed"]?.number?.integer,
            metadata: [MetadataPair](json: json["metadata"]),
            keepsFile: json["keeps_file"]?.bool ?? false)
    }
}

extension SubmissionPlan.DataFile {
    var json: JSONValue {
        .object(["path": .string(path), "bytes": .integer(bytes), "sha256": .string(sha256)])
    }

    init?(json: JSONValue) {
        guard let path = json["path"]?.string, let bytes = json["bytes"]?.number?.integer,
            let sha256 = json["sha256"]?.string
        else { return nil }
        self.init(path: path, bytes: bytes, sha256: sha256)
    }
}
