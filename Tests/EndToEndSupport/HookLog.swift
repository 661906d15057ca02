import FineTuning
import Glibc
import JSONText

/// A hook's program that writes down what it is told, and what it wrote.
struct HookLog {
    /// One call of the program.
    struct Call: Hashable {
        let id: String
        let type: String
        let job: String
        let body: String
    }

    private let script: String
    private let path: String

    /// - Parameter prelude: shell lines before the note is written.
    init(_ place: Place, _ name: String = "log", prelude: String = "") throws {
        script = place.file("\(name).sh")
        path = place.file("\(name).calls")
        // One write in append mode a call, so that calls never mix.
        try TextFile.write(
            """
            #!/bin/sh
            \(prelude)
            body=$(cat)
            printf '%s\\t%s\\t%s\\t%s\\n' "$FTD_EVENT_ID" "$FTD_EVENT_TYPE" "$FTD_JOB_ID" "$body" >> \(path)

            """, to: script, mode: 0o700)
    }

    /// The lines of a configuration that call it.
    func section(_ name: String = "log", on: String = "all", more: [String] = []) -> [String] {
        ["[hook \"\(name)\"]", "on = \(on)", "run = \(script)"] + more
    }

    /// Every whole call so far, oldest first.
    var calls: [Call] {
        (TextFile.read(path) ?? "").split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { line in
            let parts = line.split(separator: "\t", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
            return Call(
                id: parts.first ?? "", type: parts.count > 1 ? parts[1] : "", job: parts.count > 2 ? parts[2] : "",
                body: parts.count > 3 ? parts[3] : "")
        }
    }

    /// The types that were told about a job, each event once, in order of the first call.
    func told(_ job: JobID) -> [String] {
        var seen: Set<String> = []
        return calls.filter { $0.job == job.rawValue && seen.insert($0.id).inserted }.map(\.type)
    }
}
