package import FineTuning
package import JSONText
package import JobViews
package import Text

/// The answers for programs.
///
/// Contracts: keys are only ever added, and what is unknown is null.
package enum PageJSON {
    package static let mediaType = "application/json; charset=utf-8"

    /// A page of jobs, as `ftctl list -o json` has them.
    package static func jobs(_ jobs: [JSONObject], hasMore: Bool) -> [UInt8] {
        bytes([
            "object": .string("list"), "data": .array(jobs.map { .object($0) }), "has_more": .bool(hasMore),
        ])
    }

    /// One object.
    package static func bytes(_ object: JSONObject) -> [UInt8] { JSONWriter.bytes(.object(object)) + [0x0A] }

    /// An error, in the shape of the API's own.
    package static func error(_ message: String, code: String) -> [UInt8] {
        bytes(["error": .object(["message": .string(message), "code": .string(code)])])
    }

    /// Whether the daemon is well.
    package static func health(_ health: DaemonHealth, now: UnixTime, time: LocalTime) -> [UInt8] {
        bytes([
            "status": .string(health.state.rawValue),
            "last_good_poll": health.lastGoodPoll.map { .integer($0.seconds) } ?? .null,
            "problems": .array(health.troubles(now: now, time: time).map { .string($0) }),
        ])
    }

    /// Nobody knows whether the daemon is well, and why.
    package static func health(withoutStore reason: String) -> [UInt8] {
        bytes([
            "status": .string(DaemonHealth.State.down.rawValue), "last_good_poll": .null,
            "problems": .array([.string(reason)]),
        ])
    }
}
