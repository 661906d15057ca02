import Files

/// What a look through an export finds: whether every file is as the index says.
package struct ExportVerification: Sendable {
    /// How many files the index names.
    package private(set) var files = 0
    /// How many bytes they have together, by the index.
    package private(set) var bytes: Int64 = 0
    /// What the run could not get that made it, by its index.
    package private(set) var missing: [ExportIndex.Missing] = []
    /// Whether that run came to its end.
    package private(set) var isFinished = false
    /// What is wrong, each a sentence without a full stop.
    package private(set) var problems: [String] = []

    /// Reads every file of an export; changes nothing.
    ///
    /// - Parameters:
    ///   - progress: told after each file how many bytes were looked at, of how many.
    /// - Throws: ``ExportError`` where there is no export, or its index is of no use; what `progress` throws.
    package init(of path: String, progress: (_ done: Int64, _ total: Int64) throws -> Void) throws {
        let (folder, bytes) = try filing { () throws(FileError) in
            let folder = try Folder(path)
            return (folder, try folder.bytes(of: ExportPath.index.name, greatestSize: 1 << 30))
        }
        guard let bytes else { throw ExportError.absent(path: path) }
        let index: ExportIndex
        do throws(ExportIndex.Fault) { index = try ExportIndex(bytes) } catch {
            throw ExportError.index(path: path, error)
        }
        let entries = index.files.values.sorted { $0.path.description < $1.path.description }
        files = entries.count
        missing = index.missing
        isFinished = index.finishedAt != nil
        let total = entries.reduce(0) { $0 + $1.bytes }
        for entry in entries {
            if let problem = ExportFolder.problem(of: entry, in: folder) { problems.append("\(entry.path) \(problem)") }
            self.bytes += entry.bytes
            try progress(self.bytes, total)
        }
        let known = Set(index.files.keys).union([ExportPath.index.description])
        try filing { () throws(FileError) in try findStrangers(in: folder, [], known) }
    }

    /// Whether every file is there as it was fetched, and none beside them.
    package var isSound: Bool { problems.isEmpty }

    private mutating func findStrangers(
        in folder: Folder, _ names: [String], _ known: Set<String>
    ) throws(FileError) {
        for entry in try folder.entries() {
            let path = (names + [entry.name]).joined(separator: "/")
            if entry.isFolder, names.count < 8, let inner = try folder.folder(entry.name) {
                try findStrangers(in: inner, names + [entry.name], known)
            } else if !known.contains(path) {
                problems.append("\(path) is not named in index.json")
            }
        }
    }
}
