import Commands
import Files
import FineTuning
import JobViews
import Settings
import Spool
import Text

extension CommandContext {
    /// The spool of the store in use.
    func spool() throws -> Spool { Spool(besideStore: try storePlace().path) }

    /// Every submission that has no job yet, or whose job's id nobody was shown, oldest first; what cannot be read is
    /// said.
    func submissions() throws -> [SubmissionView] {
        let spool = try spool()
        let records: [SubmissionRecord]
        let unreadableFiles: [FileError]
        do throws(FileError) {
            let (readable, unreadable) = try spool.records()
            records = readable
            unreadableFiles = unreadable
        } catch {
            try say("ftctl: \(error)")
            return []
        }
        for error in unreadableFiles { try say("ftctl: \(error)") }
        return try records.filter { !$0.step.isFinal || $0.awaitsShowing }.map { try view($0, in: spool) }
    }

    private func view(_ record: SubmissionRecord, in spool: Spool) throws -> SubmissionView {
        var isWorkedOn = true
        do throws(FileError) { isWorkedOn = try spool.isWorkedOn(record.id) } catch { try say("ftctl: \(error)") }
        return SubmissionView(
            id: record.id, plan: record.plan, step: record.step, createdAt: record.createdAt,
            updatedAt: record.updatedAt, isWorkedOn: isWorkedOn, uploads: record.uploads.map(\.file),
            problem: record.problem)
    }

    /// The submission that a user named: by its id, by any unique part of it, or as `latest`.
    func submission(named name: String) throws -> SubmissionView {
        let all = try submissions()
        var names = NamePart.match(name, among: all.map(\.id.rawValue), prefix: "")
        if names.isEmpty, name == NamePart.latest, let newest = all.last { names = [newest.id.rawValue] }
        guard names.count < 2 else {
            throw Self.ambiguous(name, "submission", among: names, count: names.count)
        }
        guard let found = all.first(where: { $0.id.rawValue == names.first }) else {
            throw CommandError(
                .notFound, "no submission \"\(name)\" in the spool", hints: ["All of them: ftctl submissions list"])
        }
        return found
    }
}
