public import Files
public import FineTuning
import Glibc
import JSONText

extension SubmissionRecord {
    /// Whether it is a submission of the user who runs this program.
    package var isMine: Bool { origin?.owner == geteuid() }
}

extension Spool {
    /// The users whose word about the owner of a submission counts: whoever keeps the spool, and ourselves.
    var believed: Set<UInt32> { Set([keeper, geteuid()].compactMap(\.self)) }

    /// A submission's record as it lies there now; nil when it is gone.
    public func record(_ id: SubmissionID) throws(FileError) -> SubmissionRecord? {
        try Self.checkName(id, path(id))
        guard let file = try SpoolReading.open(path(id)) else { return nil }
        return try Self.record(id, in: SpoolReading.text(of: file), writer: file.owner, path(id), believed)
    }

    /// Every submission in the spool, oldest first, and what could not be read.
    ///
    /// Of a user who has left very many files there, only some are read.
    public func records() throws(FileError) -> (records: [SubmissionRecord], unreadable: [FileError]) {
        let believed = believed
        var reading = SpoolReading(directory, trusted: believed)
        var records: [SubmissionRecord] = []
        for name in try reading.names(endingIn: Self.suffix) {
            let id = SubmissionID(String(name.dropLast(Self.suffix.count)))
            do throws(FileError) {
                try Self.checkName(id, path(id))
                guard let (text, writer) = reading.file(name) else { continue }
                records.append(try Self.record(id, in: text, writer: writer, path(id), believed))
            } catch {
                reading.complain(error)
            }
        }
        return (records.sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }, reading.problems)
    }

    private static func checkName(_ id: SubmissionID, _ path: String) throws(FileError) {
        guard isName(id) else {
            throw FileError("read", path, cause: "its name is no submission's id", hint: "move it away")
        }
    }

    private static func record(
        _ id: SubmissionID, in text: JSONValue?, writer: UInt32, _ path: String, _ believed: Set<UInt32>
    ) throws(FileError) -> SubmissionRecord {
        guard let text, var record = SubmissionRecord(json: text), record.id == id else {
            throw FileError(
                "read", path, cause: "it is not a submission of this version",
                hint: "if nothing else can be done with it, move it away")
        }
        let claimed = text["owner"]?.number?.integer.flatMap { UInt32(exactly: $0) }
        record.origin = SubmissionRecord.Origin(writer: writer, claimed: claimed, believed: believed)
        return record
    }
}
