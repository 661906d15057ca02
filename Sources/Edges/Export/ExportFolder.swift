import Digest
import Files
import FineTuning

/// An export on disk: its folder, and the index of what it holds.
///
/// One owner uses it, one thread at a time; other processes are kept out for as long as it lives.
final class ExportFolder {
    /// As it was named.
    let path: String
    private(set) var index: ExportIndex
    private let folder: Folder
    /// Files that this run wrote or found as they should be.
    private var sound: Set<ExportPath> = []
    private let now: @Sendable () -> UnixTime
    private var lastSaved: UnixTime

    /// An index is no small file where there are very many jobs.
    private static let greatestIndex = 1 << 30
    /// How often the index is written while files come in.
    private static let saving = Duration.seconds(5)

    /// Opens a folder for writing, made where there is none; of an earlier run it is gone on with.
    ///
    /// - Throws: ``ExportError`` where it holds something else, or is another process's.
    init(_ path: String, now: @escaping @Sendable () -> UnixTime) throws(ExportError) {
        self.path = path
        self.now = now
        lastSaved = now()
        let (folder, bytes) = try filing { () throws(FileError) in
            let folder = try Folder(making: path)
            guard try folder.lock() else { return (folder, nil as [UInt8]??) }
            return (folder, .some(try folder.bytes(of: ExportPath.index.name, greatestSize: Self.greatestIndex)))
        }
        self.folder = folder
        guard let bytes else { throw .busy(path: path) }
        if let bytes {
            do throws(ExportIndex.Fault) { index = try ExportIndex(bytes) } catch { throw .index(path: path, error) }
            index.startedAt = lastSaved
            index.finishedAt = nil
            index.missing = []
        } else {
            index = ExportIndex(startedAt: lastSaved)
            let entries = try filing { () throws(FileError) in try folder.entries() }
            guard entries.allSatisfy({ $0.name == ExportPath.index.name + Folder.NewFile.suffix }) else {
                throw .notOurs(path: path)
            }
        }
        try save()
    }

    /// Says whose things are in here.
    ///
    /// - Throws: ``ExportError`` where an account of that name at another server is.
    func take(_ account: AccountName, at address: String) throws(ExportError) {
        if let held = index.accounts.first(where: { $0.name == account }) {
            guard held.address == address else {
                throw .otherServer(path: path, account: account, held: held.address, now: address)
            }
        } else {
            index.accounts.append(ExportIndex.Account(name: account, address: address))
        }
    }

    /// Notes that something could not be had.
    func note(missing source: String, _ reason: String) {
        index.missing.append(ExportIndex.Missing(source: source, reason: reason))
    }

    /// Writes a file, and its entry.
    ///
    /// - Parameter isFinal: whether it need not be fetched again.
    func keep(_ path: ExportPath, _ bytes: [UInt8], from source: String, isFinal: Bool) throws(ExportError) {
        let file = try begin(path)
        try file.write(bytes)
        try keep(file, from: source, isFinal: isFinal)
    }

    /// Begins a file whose bytes come piece by piece.
    func begin(_ path: ExportPath) throws(ExportError) -> ExportFile {
        try filing { () throws(FileError) in
            var folder = self.folder
            for name in path.folders { folder = try folder.folder(making: name) }
            return folder
        }.file(path)
    }

    /// Gives a whole file its name, and its entry.
    func keep(_ file: ExportFile, from source: String, isFinal: Bool) throws(ExportError) {
        let (bytes, sha256) = try file.commit()
        index.files[file.path.description] = ExportIndex.Entry(
            path: file.path, bytes: bytes, sha256: sha256, source: source, fetchedAt: now(), isFinal: isFinal)
        sound.insert(file.path)
        if now() - lastSaved >= Self.saving || now() < lastSaved { try save() }
    }

    /// Whether a file is there as the index says, and needs no fetching again.
    func hasFinal(_ path: ExportPath) -> Bool {
        guard let entry = index.files[path.description], entry.isFinal else { return false }
        return isSound(entry)
    }

    /// Whether a file is there as the index says.
    func has(_ path: ExportPath) -> Bool { index.files[path.description].map(isSound) ?? false }

    private func isSound(_ entry: ExportIndex.Entry) -> Bool {
        if sound.contains(entry.path) { return true }
        guard problem(of: entry) == nil else { return false }
        sound.insert(entry.path)
        return true
    }

    private func problem(of entry: ExportIndex.Entry) -> String? { Self.problem(of: entry, in: folder) }

    /// Looks through what this run did not touch; what is not as it should be leaves the index.
    func verifyTheRest(_ goesOn: () throws -> Void) throws {
        for entry in index.files.values.sorted(by: { $0.path.description < $1.path.description }) {
            try goesOn()
            guard !sound.contains(entry.path), let problem = problem(of: entry) else { continue }
            index.files[entry.path.description] = nil
            note(
                missing: entry.source,
                "\(entry.path) \(problem), and this run did not fetch it again: leave out --since, --job and --no-files"
            )
        }
    }

    /// Takes away what interrupted runs left: unfinished files.
    func removeUnfinished() throws(ExportError) {
        try filing { () throws(FileError) in try Self.removeUnfinished(in: folder, depth: 0) }
    }

    private static func removeUnfinished(in folder: Folder, depth: Int) throws(FileError) {
        for entry in try folder.entries() {
            if entry.isFolder {
                guard depth < 8, let inner = try folder.folder(entry.name) else { continue }
                try removeUnfinished(in: inner, depth: depth + 1)
            } else if entry.name.hasSuffix(Folder.NewFile.suffix) {
                try folder.remove(entry.name)
            }
        }
    }

    /// The bytes of a file of the index; nil where they are not there, or not as it says.
    func bytes(of path: ExportPath, greatestSize: Int) throws(ExportError) -> [UInt8]? {
        guard has(path) else { return nil }
        return try filing { () throws(FileError) in
            guard let folder = try Self.folder(of: path, in: folder) else { return nil }
            return try folder.bytes(of: path.name, greatestSize: greatestSize)
        }
    }

    /// The files of the index, in the order of their paths.
    var entries: [ExportIndex.Entry] { index.files.values.sorted { $0.path.description < $1.path.description } }

    /// Writes the index as it is now.
    func save() throws(ExportError) {
        try filing { () throws(FileError) in try folder.replace(ExportPath.index.name, with: index.bytes) }
        lastSaved = now()
    }

    /// Writes the index of a run that is done; after the call all of it survives a crash of the machine.
    func finish() throws(ExportError) {
        Folder.syncAll()
        index.finishedAt = now()
        try save()
        Folder.syncAll()
    }

    /// The folder that a file lies in; nil where it is not there.
    static func folder(of path: ExportPath, in folder: Folder) throws(FileError) -> Folder? {
        var inner = folder
        for name in path.folders {
            guard let next = try inner.folder(name) else { return nil }
            inner = next
        }
        return inner
    }

    /// What is wrong with a file, as the end of a sentence that begins with its path; nil where it is as it should be.
    static func problem(of entry: ExportIndex.Entry, in folder: Folder) -> String? {
        do {
            guard let inner = try Self.folder(of: entry.path, in: folder), let file = try inner.file(entry.path.name)
            else { return "is not there" }
            guard file.size == entry.bytes else { return "has \(file.size) bytes instead of \(entry.bytes)" }
            let digest = try FileDigest.of(file)
            return digest.sha256.hex == entry.sha256 ? nil : "has other bytes than were fetched"
        } catch {
            return "cannot be read: \((error as? FileError)?.cause ?? "\(error)")"
        }
    }
}

/// Names what the system refused as an export's error.
func filing<Value>(_ body: () throws(FileError) -> Value) throws(ExportError) -> Value {
    do throws(FileError) { return try body() } catch { throw .file(error) }
}

/// The same for the system's cryptography.
func digesting<Value>(_ body: () throws(DigestError) -> Value) throws(ExportError) -> Value {
    do throws(DigestError) { return try body() } catch { throw .digest(error) }
}

extension Folder {
    fileprivate func file(_ path: ExportPath) throws(ExportError) -> ExportFile {
        try ExportFile(path, try filing { () throws(FileError) in try newFile(path.name) })
    }
}

/// A file of an export that is being written; it gets its name when it is whole.
final class ExportFile {
    let path: ExportPath
    private let file: Folder.NewFile
    private let hasher: SHA256
    private var count: Int64 = 0

    fileprivate init(_ path: ExportPath, _ file: Folder.NewFile) throws(ExportError) {
        self.path = path
        self.file = file
        hasher = try digesting { () throws(DigestError) in try SHA256() }
    }

    /// Adds bytes.
    func write(_ bytes: UnsafeRawBufferPointer) throws(ExportError) {
        try filing { () throws(FileError) in try file.write(bytes) }
        try digesting { () throws(DigestError) in try hasher.update(bytes) }
        count += Int64(bytes.count)
    }

    /// Adds bytes.
    func write(_ bytes: [UInt8]) throws(ExportError) {
        try bytes.withUnsafeBufferPointer { buffer throws(ExportError) in try write(UnsafeRawBufferPointer(buffer)) }
    }

    fileprivate func commit() throws(ExportError) -> (bytes: Int64, sha256: String) {
        try filing { () throws(FileError) in try file.commit() }
        return (count, try digesting { () throws(DigestError) in try hasher.finish() }.hex)
    }
}
