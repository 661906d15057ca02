import FineTuning
import Glibc
import JobStorage
import Spool
import Text

/// Ended submissions leave the spool here.
struct SubmissionFiling {
    let context: DaemonContext
    let spool: Spool

    /// Whether a submission is the daemon's own, or root's: what others say holds for themselves alone.
    static func isTrusted(_ record: SubmissionRecord) -> Bool {
        record.origin.map { $0.owner == geteuid() || $0.owner == 0 } ?? true
    }

    /// How long a submission stays in the spool for the person who has not seen its job's id.
    private static let showing: Duration = .seconds(86_400)

    /// Whether an end is the daemon's own finding: it wrote the record, or trusts whoever did.
    static func isOwnFinding(_ record: SubmissionRecord) -> Bool {
        isTrusted(record) || record.origin?.writer == geteuid()
    }

    /// Moves an ended submission from the spool to the store; doing it twice changes nothing.
    ///
    /// What another user says of the end is stored as that user's word.
    ///
    /// - Parameter announces: whether hooks hear of a failure.
    /// - Returns: whether it stays in the spool as well, because nobody has seen the job's id yet.
    func file(_ record: SubmissionRecord, announces: Bool) throws -> Bool {
        let owner = Self.isTrusted(record) ? nil : record.origin?.owner
        try context.store.use { store in
            let end: StoredSubmission.End
            switch record.step {
            case .created(let job): end = .created(job)
            case .failed(let reason):
                end = .failed(reason: reason)
                if announces { try announce(record, reason, store) }
            case .planned, .uploading, .uploaded, .creating, .parked, .unknown: return
            }
            try store.add(
                StoredSubmission(
                    id: record.id, plan: record.plan, end: end, createdAt: record.createdAt,
                    endedAt: record.updatedAt, owner: owner))
            for upload in record.uploads {
                try store.save(
                    StoredUpload(
                        account: record.plan.account, file: upload.file, sha256: upload.data.sha256,
                        bytes: upload.data.bytes, filename: upload.data.filename, createdAt: record.createdAt,
                        owner: owner))
            }
        }
        let age = UnixTime.now() - record.updatedAt
        guard !record.awaitsShowing || age > Self.showing else { return true }
        try spool.remove(record.id)
        return false
    }

    /// Announces that a submission is parked, once: the notice's id comes from the submission.
    func announceParking(_ record: SubmissionRecord, _ parking: Parking) throws {
        try context.store.use { store in
            let notice = Notice(
                id: NoticeID("evt_parked" + record.id.rawValue.filter { $0 != "-" }), type: .submissionParked,
                createdAt: .now(), sequence: try store.nextSequence(),
                subject: .submission(record.id, account: record.plan.account, reason: parking.reason))
            try context.announce(notice, account: record.plan.account, in: store)
        }
    }

    /// Its id comes from the submission, so that a crash before the spool file is removed announces nothing twice.
    private func announce(_ record: SubmissionRecord, _ reason: String, _ store: JobStore) throws {
        let notice = Notice(
            id: NoticeID("evt_" + record.id.rawValue.filter { $0 != "-" }), type: .submissionFailed,
            createdAt: .now(), sequence: try store.nextSequence(),
            subject: .submission(record.id, account: record.plan.account, reason: reason))
        try context.announce(notice, account: record.plan.account, in: store)
    }
}
