package import FineTuning
import JSONText
import JobJSON
import Text

/// The body that every hook gets for a notice: one JSON object, a contract of which keys are only ever added.
///
/// It has the shape of OpenAI's own webhooks, so that a receiver written for those takes it unchanged: `id`, `object`,
/// `created_at`, `type`, `data.id`. The rest of `data` is what the store knew when the notice was made, under the API's
/// field names, with Unix seconds, and `null` for what is unknown. `config/notice.schema.json` describes it.
package enum HookPayload {
    /// The most bytes of a body; Standard Webhooks asks for so little.
    package static let greatestSize = 20_000

    /// The body of a notice, at most ``greatestSize`` bytes of valid UTF-8.
    ///
    /// What does not fit is cut: long texts end in `…`, the metadata goes when that is not enough, and `data.truncated`
    /// is true then.
    package static func body(of notice: Notice, knowing background: NoticeBackground) -> [UInt8] {
        let data = data(of: notice, background)
        let whole = JSONWriter.bytes(.object(envelope(notice, data)))
        guard whole.count > greatestSize else { return whole }
        var metadata = data["metadata"]
        // The last limit leaves 20 texts of 64 bytes, even where every byte takes six in JSON.
        for limit in [4096, 1024, 256, 64] {
            if limit < 256, metadata != nil { metadata = .object([:]) }
            var cut = JSONObject(members: data.members.map { .init(key: $0.key, value: $0.value.cut(to: limit)) })
            cut["metadata"] = metadata?.cut(to: limit)
            cut["truncated"] = .bool(true)
            let bytes = JSONWriter.bytes(.object(envelope(notice, cut)))
            if bytes.count <= greatestSize { return bytes }
        }
        // Nothing known gets here; the envelope alone is still a whole answer.
        return JSONWriter.bytes(.object(envelope(notice, ["id": .null, "truncated": .bool(true)])))
    }

    private static func envelope(_ notice: Notice, _ data: JSONObject) -> JSONObject {
        [
            "id": .string(notice.id.rawValue), "object": .string("event"),
            "created_at": .integer(notice.createdAt.seconds), "type": .string(notice.type.rawValue),
            "data": .object(data),
        ]
    }

    private static func data(of notice: Notice, _ background: NoticeBackground) -> JSONObject {
        let sequence = JSONValue.integer(notice.sequence)
        let url = JSONValue.text(background.link(to: notice.jobKey))
        switch notice.subject {
        case .job(let news): return job(news, background, url: url, sequence)
        case .account(let account, let reason):
            return [
                "id": .string(account.rawValue), "object": .string("ftd.account"),
                "account": .string(account.rawValue), "reason": .string(reason), "url": url, "sequence": sequence,
            ]
        case .submission(let submission, let account, let reason):
            return [
                "id": .string(submission.rawValue), "object": .string("ftd.submission"),
                "account": .string(account.rawValue), "reason": .string(reason), "url": url, "sequence": sequence,
            ]
        case .hook(let hook, let reason):
            return [
                "id": .string(hook.rawValue), "object": .string("ftd.hook"), "hook": .string(hook.rawValue),
                "reason": .string(reason), "url": url, "sequence": sequence,
            ]
        case .budget(let standing, let reason):
            return [
                "id": .string("\(standing.month)/\(standing.limit.currency)"), "object": .string("ftd.budget"),
                "month": .string(standing.month), "currency": .string(standing.limit.currency),
                "limit": standing.limit.amount.json, "spent": standing.spent.json, "expected": standing.expected.json,
                "unknown_jobs": .integer(standing.unknown), "reason": .string(reason), "url": url,
                "sequence": sequence,
            ]
        case .models(let news, let reason): return models(news, reason, url: url, sequence)
        }
    }

    /// The most names of a kind; how many there are is said beside them.
    private static let mostNames = 100

    private static func models(
        _ news: ModelShutdownNews, _ reason: String, url: JSONValue, _ sequence: JSONValue
    ) -> JSONObject {
        func names(_ all: [String]) -> JSONValue { .array(all.prefix(mostNames).map(JSONValue.string)) }
        let day = GregorianCalendar.date(dayNumber: news.end.seconds.quotientAndFloorRemainder(by: 86_400).0)
        return [
            "id": .string(news.base.rawValue), "object": .string("ftd.model"),
            "account": .string(news.account.rawValue), "model": .string(news.base.rawValue),
            "shutdown_at": .integer(news.end.seconds),
            "shutdown_date": .string("\(day.year)-\(day.month.twoDigits)-\(day.day.twoDigits)"),
            "days_left": .integer(news.daysLeft), "tuned_models": names(news.models.map(\.rawValue)),
            "tuned_model_count": .integer(news.models.count),
            "unexported_jobs": names(news.jobs.map(\.rawValue)), "unexported_job_count": .integer(news.jobs.count),
            "unexported_files": names(news.files.map(\.rawValue)),
            "unexported_file_count": .integer(news.files.count), "reason": .string(reason), "url": url,
            "sequence": sequence,
        ]
    }

    private static func job(
        _ news: Notice.JobNews, _ background: NoticeBackground, url: JSONValue, _ sequence: JSONValue
    ) -> JSONObject {
        let job = news.job
        var ours: JSONObject = [
            "object": .string("fine_tuning.job"), "account": .string(news.account.rawValue),
            "previous_status": .text(news.previous?.word), "suffix": .text(job.suffix),
            "metadata": .object(job.metadata.json),
            "metrics": news.lastMetric.map { .object($0.json(.withPoint)) } ?? .null, "sequence": sequence,
            "name": .text(job.suffix ?? job.metadata.first { $0.key == "name" }?.value),
            "duration": job.finishedAt.map { .integer(($0 - job.createdAt).components.seconds) } ?? .null,
            "best_checkpoint": news.bestCheckpoint.map(checkpoint) ?? .null, "cost": .null, "url": url,
        ]
        if let (amount, currency) = background.cost(of: job, in: news.account) {
            ours["cost"] = .object([
                "amount": .number(JSONNumber(text: amount.decimal)), "currency": .string(currency),
            ])
        }
        if job.error == nil, let failure = news.failure { ours["error"] = failure.json }
        // Only what we say of a job ourselves has a reason beside its error.
        if let reason = news.reason { ours["reason"] = .string(reason) }
        let facts = job.facts
        return JSONObject(
            members: jobKeys.compactMap { key in
                (ours[key] ?? facts[key]).map { JSONObject.Member(key: key, value: $0) }
            })
    }

    /// The order of a job's body: receivers may compare or sign it byte by byte.
    private static let jobKeys = [
        "id", "object", "account", "status", "previous_status", "model", "fine_tuned_model", "training_file",
        "validation_file", "created_at", "finished_at", "trained_tokens", "error", "suffix", "seed", "metadata",
        "metrics", "name", "duration", "cost", "best_checkpoint", "url", "reason", "sequence",
    ]

    private static func checkpoint(_ checkpoint: CheckpointFacts) -> JSONValue {
        let losses: [(String, Double?)] = [
            ("train_loss", checkpoint.metric.trainLoss), ("valid_loss", checkpoint.metric.validLoss),
            ("full_valid_loss", checkpoint.metric.fullValidLoss),
        ]
        var object: JSONObject = ["step": .integer(checkpoint.step), "model": .text(checkpoint.model?.rawValue)]
        for (name, value) in losses { object[name] = .real(value, .withPoint) }
        return .object(object)
    }
}

extension JSONValue {
    /// The value with every text of at most that many bytes, arrays of a quarter as many elements at most, and objects of
    /// at most 64 members.
    fileprivate func cut(to limit: Int) -> JSONValue {
        switch self {
        case .null, .bool, .number: self
        case .string(let text): .string(text.cut(toBytes: limit))
        case .array(let elements): .array(elements.prefix(limit / 4).map { $0.cut(to: limit) })
        case .object(let object):
            .object(
                JSONObject(
                    members: object.members.prefix(64).map {
                        .init(key: $0.key.cut(toBytes: limit), value: $0.value.cut(to: limit))
                    }))
        }
    }
}
