public import Files
public import FineTuning
import Glibc
import JSONText

/// The directory beside the store where everybody but `ftd` leaves what they want done.
///
/// Only `ftd` writes the store. A submission is one small file, replaced whole at every step; whoever works on it holds
/// its ``SpoolLock``.
public struct Spool: Hashable, Sendable {
    /// The directory, `spool` beside the store.
    public let directory: String

    /// The spool at that directory; nothing is touched yet.
    public init(directory: String) { self.directory = directory }

    /// The spool of the store at that path.
    public init(besideStore path: String) {
        let parent = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        self.init(directory: (path.contains("/") ? parent : ".") + "/spool")
    }

    /// The socket beside the store on which a running `ftd` listens.
    package var wakeSocket: String { WholeFile.directory(of: directory) + "/wake.sock" }

    /// Makes the directory if it is missing: mode 0770 and setgid, so that the group's files belong to the group.
    public func prepare() throws(FileError) {
        if mkdir(directory, 0o770) != 0 {
            guard errno == EEXIST else { throw FileError("make", directory, errno: errno) }
            return
        }
        chmod(directory, 0o2770)
    }

    private static let suffix = ".submission"

    private func path(_ id: SubmissionID) -> String { "\(directory)/\(id.rawValue)\(Self.suffix)" }

    func lockPath(_ id: SubmissionID) -> String { "\(directory)/\(id.rawValue).lock" }

    /// Writes a submission's record; after the call it survives a crash.
    public func write(_ record: SubmissionRecord) throws(FileError) {
        var bytes = JSONWriter.bytes(record.json, style: .indented)
        bytes.append(UInt8(ascii: "\n"))
        // The daemon, another user of the same group, goes on with what `ftctl` wrote.
        try WholeFile.replace(path(record.id), with: bytes, mode: 0o660, durability: .machine)
    }

    /// A submission's record as it lies there now; nil when it is gone.
    public func record(_ id: SubmissionID) throws(FileError) -> SubmissionRecord? {
        guard Self.isName(id) else {
            throw FileError(
                "read", path(id), cause: "its name is no submission's id", hint: "move it away")
        }
        guard let bytes = try WholeFile.read(path(id)) else { return nil }
        guard let record = (try? JSONValue.parse(bytes)).flatMap(SubmissionRecord.init(json:)), record.id == id else {
            throw FileError(
                "read", path(id), cause: "it is not a submission of this version",
                hint: "if nothing else can be done with it, move it away")
        }
        return record
    }

    /// Whether a text can be a submission's id: it becomes part of paths, headers and notices.
    private static func isName(_ id: SubmissionID) -> Bool {
        let bytes = id.rawValue.utf8
        return (1...64).contains(bytes.count)
            && bytes.allSatisfy { byte in
                switch Unicode.Scalar(byte) {
                case "a"..."z", "A"..."Z", "0"..."9", "-": true
                default: false
                }
            }
    }

    /// Every submission in the spool, oldest first, and what could not be read.
    public func records() throws(FileError) -> (records: [SubmissionRecord], unreadable: [FileError]) {
        var records: [SubmissionRecord] = []
        var unreadable: [FileError] = []
        for name in try WholeFile.names(in: directory) where name.hasSuffix(Self.suffix) {
            do throws(FileError) {
                if let record = try record(SubmissionID(String(name.dropLast(Self.suffix.count)))) {
                    records.append(record)
                }
            } catch {
                unreadable.append(error)
            }
        }
        return (records.sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }, unreadable)
    }

    /// Takes the right to work on a submission; nil when somebody else holds it.
    public func lock(_ id: SubmissionID) throws(FileError) -> SpoolLock? {
        try SpoolLock.take(lockPath(id))
    }

    /// The right to decide whether a submission is new; to be held from the look into the spool until the record is
    /// written, so that the same command given twice at once is one submission.
    package func lockIntake() throws(FileError) -> DirectoryLock { try DirectoryLock(directory) }

    /// Removes a finished submission; its record is in the store by then.
    public func remove(_ id: SubmissionID) throws(FileError) {
        for path in [path(id), lockPath(id)] where unlink(path) != 0 && errno != ENOENT {
            throw FileError("remove", path, errno: errno)
        }
    }

    /// Tells a running `ftd` to look at once; nothing happens when none listens.
    ///
    /// - Returns: whether somebody listened.
    @discardableResult
    public func wake() -> Bool { WakeSignal.send(to: wakeSocket) }
}
