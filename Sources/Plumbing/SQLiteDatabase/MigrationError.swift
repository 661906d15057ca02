/// Why a file cannot be brought to the newest schema.
package enum MigrationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Somebody else's database, or no database at all.
    case notOurs(path: String)
    /// Made by a newer version of the program.
    case newer(path: String, schema: Int, known: Int)
    /// The step to this schema failed and was rolled back.
    case failed(schema: Int, SQLiteError)

    /// What is wrong with the file and what to do.
    package var description: String {
        switch self {
        case .notOurs(let path):
            "\(path) was not made by this program: it is left as it is; name another file"
        case .newer(let path, let schema, let known):
            "\(path) has schema \(schema), and this version knows schemas up to \(known): install the newer version again"
        case .failed(let schema, let error):
            "the step to schema \(schema) failed and was undone: \(error)"
        }
    }
}
