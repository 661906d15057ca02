public import Files
public import FineTuning
import Glibc
import JSONText

/// The directory beside the store where everybody but `ftd` leaves what they want done.
///
/// Only `ftd` writes the store. A submission is one small file, replaced whole at every step; whoever works on it holds
/// its ``SpoolLock``. What lies there is the word of the user to whom the file belongs, whatever it says. Once `ftd` has
/// written a record, its user changes it only by a ``Wish``: the directory's sticky bit keeps everybody from replacing
/// what is not theirs.
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

    /// Set-group-ID, so that the group's files belong to the group, and sticky.
    private static let mode: mode_t = 0o3770

    /// Makes the directory if it is missing, and gives one of an earlier version its sticky bit.
    public func prepare() throws(FileError) {
        guard mkdir(directory, 0o770) != 0 else {
            chmod(directory, Self.mode)
            return
        }
        guard errno == EEXIST else { throw FileError("make", directory, errno: errno) }
        if weakness != nil { chmod(directory, Self.mode) }
    }

    /// What lets members of the group replace each other's files, as a sentence; nil where nothing does.
    package var weakness: String? {
        var status = stat()
        guard stat(directory, &status) == 0, status.st_mode & 0o022 != 0, status.st_mode & S_ISVTX == 0 else {
            return nil
        }
        return
            "\(directory) has no sticky bit, so its users can replace each other's files: run chmod 3770 \(directory)"
    }

    /// The user to whom the directory belongs: `ftd`, who may replace and remove what anybody left there.
    package var keeper: UInt32? {
        var status = stat()
        return stat(directory, &status) == 0 ? status.st_uid : nil
    }

    static let suffix = ".submission"

    func path(_ id: SubmissionID) -> String { "\(directory)/\(id.rawValue)\(Self.suffix)" }

    func lockPath(_ id: SubmissionID) -> String { "\(directory)/\(id.rawValue).lock" }

    /// Writes a submission's record; after the call it survives a crash.
    public func write(_ record: SubmissionRecord) throws(FileError) {
        var bytes = JSONWriter.bytes(record.json, style: .indented)
        bytes.append(UInt8(ascii: "\n"))
        // The daemon, another user of the same group, reads it and goes on with a file of its own.
        try WholeFile.replace(path(record.id), with: bytes, mode: 0o640, durability: .machine)
    }

    /// Whether a record is in the hands of `ftd`: then this user leaves a wish instead of writing it.
    package func isHeld(_ record: SubmissionRecord) -> Bool {
        guard let writer = record.origin?.writer, geteuid() != 0 else { return false }
        return writer != geteuid() && keeper != geteuid()
    }

    /// Whether a record is this user's own file, or none yet.
    package func isOurs(_ record: SubmissionRecord) -> Bool { record.origin.map { $0.writer == geteuid() } ?? true }

    /// Whether a text can be a submission's id: it becomes part of paths, headers and notices.
    static func isName(_ id: SubmissionID) -> Bool {
        let bytes = id.rawValue.utf8
        return (1...64).contains(bytes.count)
            && bytes.allSatisfy { byte in
                switch Unicode.Scalar(byte) {
                case "a"..."z", "A"..."Z", "0"..."9", "-": true
                default: false
                }
            }
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
