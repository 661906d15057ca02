package import Digest
package import Files
package import FineTuning
import Glibc
import Text

/// Why an export did not come about, as a sentence.
package enum ExportError: Error, Sendable, CustomStringConvertible {
    /// The folder holds other things than an export.
    case notOurs(path: String)
    /// Another process works in it.
    case busy(path: String)
    /// Its index is not used.
    case index(path: String, ExportIndex.Fault)
    /// There is no export there.
    case absent(path: String)
    /// It holds an account of the same name of another server.
    case otherServer(path: String, account: AccountName, held: String, now: String)
    /// No job has that name.
    case noJob(String)
    /// Several jobs may be meant.
    case ambiguousJob(String, [String])
    /// A file could not be read or written.
    case file(FileError)
    /// The system's cryptography failed.
    case digest(DigestError)

    package var description: String {
        switch self {
        case .notOurs(let path):
            "could not export to \(path.printable): it holds other things than an export; name a new folder"
        case .busy(let path):
            "could not export to \(path.printable): another ftctl works on it; wait for its end, or name another folder"
        case .index(let path, let fault): "could not use \(path.printable)/index.json: \(Self.sentence(fault))"
        case .absent(let path): "there is no export in \(path.printable): it has no index.json"
        case .otherServer(let path, let account, let held, let now):
            "could not export to \(path.printable): it holds account \(account.rawValue.printable) of "
                + "\(held.printable), and that is \(now.printable) now; name another folder"
        case .noJob(let name): "no job \"\(name.printable)\" in the store or at the API"
        case .ambiguousJob(let name, let ids):
            "\"\(name.printable)\" may be any of \(ids.count) jobs: "
                + ids.prefix(5).map(\.printable).joined(separator: ", ") + (ids.count > 5 ? ", …" : "")
        case .file(let error):
            "\(error)"
                + (error.code == ENOSPC || error.code == EDQUOT
                    ? "; what is there stays: make room, and the same command goes on" : "")
        case .digest(let error): "\(error)"
        }
    }

    private static func sentence(_ fault: ExportIndex.Fault) -> String {
        switch fault {
        case .malformed(let reason): "\(reason.printable); name another folder"
        case .foreignPath(let path):
            "it names \"\(path.printable(limit: 200))\", which no export has: somebody changed it; name another folder"
        case .newer(let version): "a newer ftctl wrote it (version \(version)); use that one, or name another folder"
        }
    }
}
