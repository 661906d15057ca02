import Commands
import FineTuning
import Text

/// The words of `--status`.
enum StatusWords {
    /// What people write for any end.
    private static let ends = ["ended", "finished", "over", "terminal"]

    /// Reads `running,failed` and the like.
    ///
    /// - Parameter stored: the words that the store has: a server may speak words that the API reference does not know.
    /// - Throws: a usage error for a word that no job can have, with the one that was probably meant.
    static func read(_ texts: [String], stored: () throws -> [JobStatus]) throws -> [JobStatus] {
        let statuses = texts.flatMap { $0.split(separator: ",") }.map { JobStatus(word: String($0)) }
        let strange = statuses.filter { !JobStatus.known.contains($0) }
        guard !strange.isEmpty else { return statuses }
        let there = try stored()
        guard let status = strange.first(where: { !there.contains($0) }) else { return statuses }
        let words = JobStatus.known.map(\.word) + there.filter { !JobStatus.known.contains($0) }.map(\.word)
        throw CommandError.usage(
            "list: --status: no job status \"\(status.word)\"\(question(status.word, among: words))",
            hints: ["There are: \(words.joined(separator: ", "))"])
    }

    private static func question(_ word: String, among words: [String]) -> String {
        let lower = word.lowercased()
        if ends.contains(lower) { return "; did you mean \"succeeded,failed,cancelled\"?" }
        let meant = lower == "ok" ? .succeeded : JobStatus(word: lower).meaning
        if JobStatus.known.contains(meant) { return "; did you mean \"\(meant.word)\"?" }
        return NearestName.question(word, among: words)
    }
}
