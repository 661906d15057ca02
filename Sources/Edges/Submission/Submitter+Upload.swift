import FineTuning
import Spool
import Text

extension Submitter {
    /// How long a file may take to be processed before we stop waiting for it here.
    static let processingPatience: Duration = .seconds(1800)

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
        let name = file.filename
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
            if error.kind == .notFound { return nil }
            throw .provider(error)
        }
    }

    /// Waits until the API has looked through the files.
    ///
    /// - Returns: a result when waiting ends without that.
    func awaitProcessing(
        _ record: inout SubmissionRecord, _ files: SubmissionStep.Files
    ) throws(SubmissionError) -> SubmissionResult? {
        for id in [files.training, files.validation].compactMap(\.self) {
            var wait: Duration = .milliseconds(200)
            var waited: Duration = .zero
            while true {
                let file: RemoteFile
                do throws(ProviderError) { file = try provider.file(id) } catch {
                    // Somebody deleted it: no wait brings it back.
                    guard error.kind == .notFound else { throw .provider(error) }
                    return try refuse(&record, kind: error.kind, reason: error.description)
                }
                // A server without file statuses leaves the word out: then its own create call is the judge.
                guard let status = file.status, status != "processed" else {
                    dependencies.report(.processed(file))
                    break
                }
                if ["error", "deleted", "deleting"].contains(status) {
                    return try refuse(
                        &record, kind: nil,
                        reason: "the API could not use the file \(id.rawValue.printable): status \(status.printable)"
                            + (file.statusDetails.map { ", \($0.printable)" } ?? ""))
                }
                dependencies.report(.processing(id))
                guard waited < Self.processingPatience, dependencies.pause(wait) else {
                    return .unfinished(
                        reason: "the API is still processing \(id.rawValue.printable)", kind: .cancelled,
                        again: .seconds(5))
                }
                waited += wait
                wait = min(wait * 2, .seconds(5))
            }
        }
        return nil
    }
}
