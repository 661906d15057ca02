import Glibc
import Spool

/// Which submissions of other users the daemon works on, and who may ask for something about one.
enum SubmissionIntake {
    /// The most submissions of one user that are under way at once.
    static let submissionsAUser = 200

    /// The submissions that are worked on, and sentences about what is too much.
    ///
    /// Those that the daemon has in hand come first, then the oldest; its own and root's are not counted.
    static func bounded(_ records: [SubmissionRecord]) -> (taken: [SubmissionRecord], surplus: [String]) {
        var counts: [UInt32: Int] = [:]
        let held = records.filter { $0.origin?.writer == geteuid() }
        let fresh = records.filter { $0.origin?.writer != geteuid() }
        let taken = (held + fresh).filter { record in
            guard let owner = record.origin?.owner, !SubmissionFiling.isTrusted(record) else { return true }
            counts[owner, default: 0] += 1
            return counts[owner, default: 0] <= submissionsAUser
        }
        let surplus = counts.filter { $0.value > submissionsAUser }.sorted { $0.key < $1.key }.map { owner, count in
            "user \(owner) has \(count) submissions under way; \(count - submissionsAUser) of them wait for the others"
        }
        return (taken, surplus)
    }

    /// Whether a user may ask for something about a submission: its owner, the daemon's own user, and root.
    static func may(_ user: UInt32, change record: SubmissionRecord) -> Bool {
        user == record.origin?.owner || user == geteuid() || user == 0
    }
}
