import Digest
import Files
public import FineTuning
import Glibc
import Text

extension SubmissionPlan.DataFile {
    /// Reads a local file's size and digest; its path becomes absolute, with links followed.
    public static func reading(path: String) throws(SubmissionError) -> SubmissionPlan.DataFile {
        guard let resolved = realpath(path, nil) else {
            throw .data("could not open \(path.printable): \(systemMessage(errno))")
        }
        defer { free(resolved) }
        let absolute = String(cString: resolved)
        do throws(FileDigestError) {
            let digest = try FileDigest.of(path: absolute)
            return SubmissionPlan.DataFile(
                path: absolute, bytes: digest.byteCount, sha256: digest.sha256.hex)
        } catch {
            throw .data(error.description)
        }
    }
}
