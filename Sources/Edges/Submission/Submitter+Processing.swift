import FineTuning
import Spool
import Text

extension Submitter {
    /// How long a file may take to be processed before we stop waiting for it here.
    static let processingPatience: Duration = .seconds(1800)
    /// How long a file may be missing, or be no further than `uploaded`, before the create call is the judge: some servers
    /// list a file later than they take it, and some never say `processed`.
    static let undecidedPatience: Duration = .seconds(5)

    /// Waits until the API has looked through the files, or the create call is to judge.
    ///
    /// - Parameter waited: what was waited for them so far; goes on from there.
    /// - Returns: a result when waiting ends without that.
    func awaitProcessing(
        _ record: inout SubmissionRecord, _ files: SubmissionStep.Files, waited: inout Duration
    ) throws(SubmissionError) -> SubmissionResult? {
        for id in [files.training, files.validation].compactMap(\.self) {
            let begun = waited
            var wait: Duration = .milliseconds(200)
            looking: while true {
                let found = try look(at: id)
                switch found?.status {
                case .some("processed"): break looking
                // A server without file statuses leaves the word out: then its own create call is the judge.
                case nil where found != nil: break looking
                case .some(let status) where ["error", "deleted", "deleting"].contains(status):
                    return try refuse(
                        &record, kind: nil,
                        reason: "the API could not use the file \(id.rawValue.printable): status \(status.printable)"
                            + (found?.statusDetails.map { ", \($0.printable)" } ?? ""))
                case nil, .some("uploaded"):
                    if isOverdue(record, waited: waited - begun) { break looking }
                case .some: break
                }
                dependencies.report(.processing(id))
                if let result = pause(id, wait, waited: &waited) { return result }
                wait = min(wait * 2, .seconds(5))
            }
        }
        return nil
    }

    /// A file as the API shows it, reported once it can be used; nil when it says that there is none.
    private func look(at id: FileID) throws(SubmissionError) -> RemoteFile? {
        do throws(ProviderError) {
            let file = try provider.file(id)
            if file.status == nil || file.status == "processed" { dependencies.report(.processed(file)) }
            return file
        } catch {
            guard error.kind == .notFound, error.isOwnWords else { throw .provider(error) }
            return nil
        }
    }

    /// Whether a file was waited for long enough, here or by whoever took the submission up before.
    private func isOverdue(_ record: SubmissionRecord, waited: Duration) -> Bool {
        let age = dependencies.now() - record.updatedAt
        // A step from the future is of another clock: the create call may judge at once.
        return waited >= Self.undecidedPatience || age >= Self.undecidedPatience || age < .zero
    }

    /// Waits for a file.
    ///
    /// - Returns: a result when there is no waiting any more.
    func pause(_ id: FileID, _ wait: Duration, waited: inout Duration) -> SubmissionResult? {
        guard waited < Self.processingPatience else {
            return .unfinished(
                reason: "the API has not processed \(id.rawValue.printable) in "
                    + "\(Self.processingPatience.components.seconds / 60) minutes",
                kind: .server(retryAfter: nil), again: .seconds(60))
        }
        guard dependencies.pause(wait) else {
            return .unfinished(
                reason: "the API is still processing \(id.rawValue.printable)", kind: .server(retryAfter: nil),
                again: .seconds(5))
        }
        waited += wait
        return nil
    }
}
