import Commands
import Files
import Text
import TrainingCheck

extension Grader {
    /// Reads the file of a command line.
    ///
    /// - Throws: `CommandError` where it cannot be read, or is no grader that the API documents.
    static func reading(_ path: String) throws -> Grader {
        let bytes: [UInt8]
        do { bytes = try RegularFile(path, followsLinks: true).bytes(limit: mostBytes) } catch {
            throw CommandError(.notFound, "cannot read the grader \(path.printable): \(error)")
        }
        do throws(GraderError) { return try Grader(bytes) } catch {
            throw CommandError(
                .usage, "\(path.printable) is no grader: \(error)", hints: ["For example: ftctl help submit"])
        }
    }
}
