import BytePairEncoding
import Digest
import Files
import Glibc
import Text

/// The rank files of this machine: where they are looked for, and which of them are what was published.
struct RankFileFolders {
    /// In the order of the search.
    let directories: [String]

    /// Looks in `tokenizers` below each of the data directories.
    init(dataDirectories: [String]) { directories = dataDirectories.map(Self.directory) }

    /// Where rank files stand below a data directory.
    static func directory(below data: String) -> String { "\(data)/tokenizers" }

    /// A file that stands where the rank file of an encoding is expected.
    struct Copy {
        let path: String
        /// The published bytes; nil when they are others.
        let contents: [UInt8]?
        /// Why it cannot be used, as the end of a sentence; nil when it can.
        let problem: String?
    }

    /// The first copy with the published digest, otherwise the first with another one; nil when there is none.
    func copy(of encoding: Encoding) -> Copy? {
        var wrong: Copy?
        for directory in directories {
            let found = Self.look("\(directory)/\(encoding.rankFile.name)", encoding)
            if let found, found.problem == nil { return found }
            wrong = wrong ?? found
        }
        return wrong
    }

    private static func look(_ path: String, _ encoding: Encoding) -> Copy? {
        do throws(FileError) {
            // One byte more, so that a longer file is told from the right one.
            let limit = encoding.rankFile.byteCount + 1
            guard let bytes = try WholeFile.read(path, greatestSize: limit, followsLinks: true) else { return nil }
            guard Self.isPublished(bytes, encoding) else {
                return Copy(path: path, contents: nil, problem: "its SHA-256 is not the published one")
            }
            return Copy(path: path, contents: bytes, problem: nil)
        } catch {
            // A directory on the way that is none, as in a home that is a file, holds no rank files.
            if error.code == ENOTDIR { return nil }
            return Copy(path: path, contents: nil, problem: error.cause)
        }
    }

    private static func isPublished(_ bytes: [UInt8], _ encoding: Encoding) -> Bool {
        bytes.count == encoding.rankFile.byteCount && sha256(of: bytes) == encoding.rankFile.sha256
    }

    /// 64 hexadecimal digits; empty when libcrypto has no SHA-256, which equals no digest.
    static func sha256(of bytes: [UInt8]) -> String {
        do throws(DigestError) { return try SHA256.digest(of: bytes).hex } catch { return "" }
    }
}
