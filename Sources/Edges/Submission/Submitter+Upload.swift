import FineTuning
import Spool
import Text

extension Submitter {
    /// Brings the files to the API; ends at `uploaded`.
    func upload(_ record: inout SubmissionRecord) throws(SubmissionError) -> SubmissionResult? {
        let isResumed = record.step == .uploading
        let plan = record.plan
        if isResumed, let changed = try changedFile(of: plan) {
            let reason = "\(changed.printable) changed since it was submitted"
            try persist(&record, .failed(reason: reason))
            return .failed(reason: reason, kind: nil)
        }
        try persist(&record, .uploading)
        let training = try bring(plan.training, &record)
        var validation: FileID?
        if let file = plan.validation { validation = try bring(file, &record) }
        try persist(&record, .uploaded(.init(training: training, validation: validation)))
        return nil
    }

    private func changedFile(of plan: SubmissionPlan) throws(SubmissionError) -> String? {
        for file in [plan.training, plan.validation].compactMap(\.self) {
            let now = try SubmissionPlan.DataFile.reading(path: file.path)
            if now.sha256 != file.sha256 { return file.path }
        }
        return nil
    }

    /// The id of a file's bytes at the API: those that are there already, or a new upload.
    private func bring(
        _ file: SubmissionPlan.DataFile, _ record: inout SubmissionRecord
    ) throws(SubmissionError) -> FileID {
        let own = record.uploads.filter { $0.data.sha256 == file.sha256 }.map(\.file)
        for id in own + dependencies.uploads(record.plan.account, file) {
            if let there = try stillThere(id, bytes: file.bytes) {
                dependencies.report(.uploaded(there, reused: true))
                return id
            }
        }
        let report = dependencies.report
        let name = file.uploadName
        let uploaded: RemoteFile
        do throws(ProviderError) {
            uploaded = try provider.uploadFile(path: file.path, size: file.bytes, filename: name) { sent, total in
                report(.uploading(name: name, sent: sent, total: total))
            }
        } catch {
            throw .provider(error)
        }
        record.uploads.append(SubmissionRecord.Upload(file: uploaded.id, data: file))
        try persist(&record, .uploading)
        dependencies.report(.uploaded(uploaded, reused: false))
        return uploaded.id
    }

    private func stillThere(_ id: FileID, bytes: Int64) throws(SubmissionError) -> RemoteFile? {
        do throws(ProviderError) {
            let file = try provider.file(id)
            guard file.bytes == bytes || file.bytes == nil else { return nil }
            switch file.status {
            case "error", "deleted", "deleting": return nil
            case .some, nil: return file
            }
        } catch {
            if error.kind == .notFound, error.isOwnWords { return nil }
            throw .provider(error)
        }
    }
}
