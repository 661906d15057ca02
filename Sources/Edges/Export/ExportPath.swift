import Digest
import FineTuning

/// A file's place in an export: components that we made, whatever the API's names are.
package struct ExportPath: Hashable, Sendable, CustomStringConvertible {
    /// Each of them a name without anything that a shell, a file system or an archive takes for something else.
    package let components: [String]

    init(_ components: [String]) { self.components = components }

    /// Reads a path of an index; nil for one that we would not have written: absolute, with `..`, or with other letters.
    package init?(_ text: String) {
        let components = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard (1...8).contains(components.count), components.allSatisfy(Self.isPlain) else { return nil }
        self.components = components
    }

    /// With `/` between the components.
    package var description: String { components.joined(separator: "/") }

    /// The folders that it lies in, outermost first.
    var folders: ArraySlice<String> { components.dropLast() }

    /// The file's own name.
    var name: String { components.last ?? "" }

    /// The component for a name of the API or of the configuration.
    ///
    /// A plain one stays as it is; every other becomes `~` and its SHA-256, so that two names never meet.
    static func component(_ name: String) throws(DigestError) -> String {
        if isPlain(name), !name.utf8.starts(with: "~".utf8) { return name }
        return "~" + (try SHA256.digest(of: Array(name.utf8)).hex)
    }

    /// ASCII letters, digits, `.`, `_`, `-` and `~`, at most 100 of them, with no `.` at the start.
    private static func isPlain(_ name: String) -> Bool {
        guard (1...100).contains(name.utf8.count), name.utf8.first != UInt8(ascii: ".") else { return false }
        return name.utf8.allSatisfy { byte in
            switch Unicode.Scalar(byte) {
            case "a"..."z", "A"..."Z", "0"..."9", ".", "_", "-", "~": true
            default: false
            }
        }
    }
}

extension ExportPath {
    /// Names every other file.
    static let index = ExportPath(["index.json"])
    /// What is what, for people.
    static let guide = ExportPath(["README.txt"])
    /// Every job as a row.
    static let jobs = ExportPath(["jobs.csv"])
    /// Every step of every job as a row.
    static let metrics = ExportPath(["metrics.csv"])
}

/// Where the things of one account lie.
struct AccountPaths {
    private let base: [String]

    init(_ account: AccountName) throws(DigestError) {
        base = ["accounts", try ExportPath.component(account.rawValue)]
    }

    /// A file of the account itself.
    func file(_ name: String) -> ExportPath { ExportPath(base + [name]) }

    /// A file of a job: `job.json`, `events.json`, `checkpoints.json`, `metrics.csv`, `history.json`.
    func job(_ id: JobID, _ name: String) throws(DigestError) -> ExportPath {
        ExportPath(base + ["jobs", try ExportPath.component(id.rawValue), name])
    }

    /// A file that stands for an uploaded one, or for one that the API made.
    func file(_ id: FileID, _ name: String) throws(DigestError) -> ExportPath {
        ExportPath(base + ["files", try ExportPath.component(id.rawValue), name])
    }

    /// The bytes of a file of the API.
    ///
    /// - Parameter purpose: the API's word for what it is; nil where it is not known.
    func content(_ id: FileID, purpose: String?) throws(DigestError) -> ExportPath {
        let name =
            switch purpose {
            case "fine-tune": "content.jsonl"
            case "fine-tune-results": "content.csv"
            case _: "content.bin"
            }
        return try file(id, name)
    }
}
