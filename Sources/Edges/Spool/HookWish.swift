package import FineTuning
import JSONText

/// What a user asks of `ftd` about hooks: a name, a time and an id are all it takes of a wish.
package enum HookWish: Hashable, Sendable {
    /// To send a sample of a type to a hook.
    case test(HookName, NoticeType)
    /// To tell a hook nothing before a moment; nil ends the silence.
    case silenceHook(HookName, until: UnixTime?)
    /// To tell nobody of a job before a moment; nil ends the silence.
    case silenceJob(JobKey, until: UnixTime?)
    /// To send again what was given up: one notice, or every dead one; to one hook, or to all of them.
    case retry(NoticeID?, hook: HookName?)

    /// The longest silence: thirty days.
    package static let longestSilence: Duration = .seconds(30 * 86_400)

    var word: String {
        switch self {
        case .test: "test"
        case .silenceHook, .silenceJob: "silence"
        case .retry: "retry"
        }
    }

    var fields: JSONObject {
        switch self {
        case .test(let hook, let type): ["hook": .string(hook.rawValue), "type": .string(type.rawValue)]
        case .silenceHook(let hook, let end): ["hook": .string(hook.rawValue), "until_ms": Self.json(end)]
        case .silenceJob(let job, let end):
            [
                "account": .string(job.account.rawValue), "job": .string(job.job.rawValue), "until_ms": Self.json(end),
            ]
        case .retry(let notice, let hook): ["id": Self.json(notice), "hook": Self.json(hook)]
        }
    }

    private static func json(_ time: UnixTime?) -> JSONValue { time.map { .integer($0.milliseconds) } ?? .null }

    private static func json<Kind>(_ id: Identifier<Kind>?) -> JSONValue { id.map { .string($0.rawValue) } ?? .null }

    /// Reads a wish's fields; nil where one is missing or something else.
    init?(_ word: String, json: JSONValue) {
        let hook = json["hook"]?.string.map { HookName($0) }
        let end = json["until_ms"]?.number?.integer.map { UnixTime(milliseconds: $0) }
        switch word {
        case "test":
            guard let hook, let type = json["type"]?.string.flatMap(NoticeType.init(rawValue:)) else { return nil }
            self = .test(hook, type)
        case "silence":
            guard let until = json["until_ms"], until == .null || end != nil else { return nil }
            if let hook {
                self = .silenceHook(hook, until: end)
            } else if let account = json["account"]?.string, let job = json["job"]?.string {
                self = .silenceJob(JobKey(account: AccountName(account), job: JobID(job)), until: end)
            } else {
                return nil
            }
        case "retry":
            guard json["id"] != nil else { return nil }
            self = .retry(json["id"]?.string.map { NoticeID($0) }, hook: hook)
        case _: return nil
        }
    }
}
