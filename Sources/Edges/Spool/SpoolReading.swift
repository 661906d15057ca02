import Files
import Glibc
import JSONText

/// One reading of the directory: whatever lies there, it takes a bounded time and a bounded memory.
struct SpoolReading {
    /// The most files of one user that are read at once.
    static let filesAUser = 200
    /// The most bytes of one user's files that are read at once.
    static let bytesAUser = 1 << 20
    /// The greatest file that is a record or a wish.
    static let greatestFile = 1 << 16
    /// The most names of the directory that are looked at.
    private static let names = 100_000
    /// The most files that are complained about one by one.
    private static let complaints = 20

    /// What was read so far of a user's.
    private struct Tally {
        var files = 0
        var bytes = 0
        var refused = 0
    }

    private let directory: String
    /// Users who are not counted: the spool's keeper, who bounds what it takes, and ourselves.
    private let trusted: Set<UInt32>
    private var tallies: [UInt32: Tally] = [:]
    private var unreadable: [FileError] = []
    private var uncomplained = 0

    init(_ directory: String, trusted: Set<UInt32>) {
        self.directory = directory
        self.trusted = trusted
    }

    /// The names with an ending, sorted.
    mutating func names(endingIn suffix: String) throws(FileError) -> [String] {
        let names = try WholeFile.names(in: directory, atMost: Self.names)
        if names.count >= Self.names - 2 {
            complain(
                FileError(
                    "read", directory, cause: "there are more than \(Self.names) files", hint: "see whose they are"))
        }
        return names.filter { $0.hasSuffix(suffix) }
    }

    /// The text of a file and the user to whom it belongs; nil when it is not there, or not looked at.
    mutating func file(_ name: String) -> (text: JSONValue?, owner: UInt32)? {
        let path = "\(directory)/\(name)"
        do throws(FileError) {
            guard let file = try Self.open(path) else { return nil }
            guard admits(file) else { return nil }
            return (try Self.text(of: file), file.owner)
        } catch {
            complain(error)
            return nil
        }
    }

    /// A regular file with one name that is small enough; nil when it is not there.
    ///
    /// A second name would let somebody say again what its owner has said once.
    static func open(_ path: String) throws(FileError) -> RegularFile? {
        let file: RegularFile
        do throws(RegularFileError) { file = try RegularFile(path, followsLinks: false) } catch {
            switch error {
            case .notOpened(let error) where error.code == ENOENT: return nil
            case .notOpened(let error), .notExamined(let error): throw FileError("read", path, errno: error.code)
            case .notRegular: throw FileError("read", path, cause: unfit)
            }
        }
        guard file.size <= greatestFile else { throw FileError("read", path, cause: unfit) }
        guard file.links <= 1 else { throw FileError("read", path, cause: "it has more than one name") }
        return file
    }

    private static let unfit = "it is not a small regular file"

    /// The parsed text; nil where it is no JSON.
    static func text(of file: RegularFile) throws(FileError) -> JSONValue? {
        let bytes: [UInt8]
        do throws(SystemError) { bytes = try file.bytes(limit: greatestFile + 1) } catch {
            throw FileError("read", file.path, errno: error.code)
        }
        guard bytes.count <= greatestFile else { throw FileError("read", file.path, cause: unfit) }
        do { return try JSONValue.parse(bytes) } catch { return nil }
    }

    private mutating func admits(_ file: RegularFile) -> Bool {
        guard !trusted.contains(file.owner) else { return true }
        var tally = tallies[file.owner, default: Tally()]
        tally.files += 1
        tally.bytes += Int(file.size)
        let fits = tally.files <= Self.filesAUser && tally.bytes <= Self.bytesAUser
        if !fits { tally.refused += 1 }
        tallies[file.owner] = tally
        return fits
    }

    /// Notes what could not be read.
    mutating func complain(_ error: FileError) {
        if unreadable.count < Self.complaints { unreadable.append(error) } else { uncomplained += 1 }
    }

    /// All that could not be read, and what was not looked at.
    var problems: [FileError] {
        var problems = unreadable
        if uncomplained > 0 {
            problems.append(FileError("read", directory, cause: "\(uncomplained) more files are of no use"))
        }
        for (user, tally) in tallies.sorted(by: { $0.key < $1.key }) where tally.refused > 0 {
            problems.append(
                FileError(
                    "read", directory,
                    cause: "user \(user) has left more than \(Self.filesAUser) files there, or more than 1 MiB: "
                        + "\(tally.refused) of them are not looked at"))
        }
        return problems
    }
}
