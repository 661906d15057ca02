import JSONText

/// How far a job is by its own members `trained_steps` and `total_steps`, which some servers have instead of metrics.
package struct StepCount: Hashable, Sendable {
    /// Steps done.
    package let done: Int64
    /// Steps in all.
    package let total: Int64?

    /// Reads a job's object as JSON text; nil where it has no such member.
    package init?(raw: String) {
        let name = "trained_steps"
        // Most jobs have none, and need not be parsed.
        guard raw.utf8.count < 1 << 20, raw.contains("\"\(name)\""), let job = try? JSONValue.parse(raw),
            let done = job[name]?.number?.integer, done >= 0
        else { return nil }
        self.done = done
        total = job["total_steps"]?.number?.integer.flatMap { $0 > 0 ? $0 : nil }
    }
}
