package import FineTuning
package import JSONText
import JobJSON
package import JobStorage

/// Which jobs of the store use which file.
package struct FileUsers: Sendable {
    private let users: [FileID: [JobID]]

    /// Reads the jobs of an account.
    package init(_ store: JobStoreReader, account: AccountName) throws {
        var users: [FileID: [JobID]] = [:]
        for stored in try store.jobs(JobFilter(account: account)) {
            let job = stored.job
            for file in [job.trainingFile, job.validationFile].compactMap(\.self) + job.resultFiles {
                users[file, default: []].append(job.id)
            }
        }
        self.users = users
    }

    /// The jobs that learn from a file, are measured on it, or made it; newest first.
    package func jobs(of file: FileID) -> [JobID] { users[file] ?? [] }
}

/// A file at the API, and the jobs that use it.
package struct FileView: Sendable {
    /// The file.
    package let file: RemoteFile
    /// The jobs that learn from it, are measured on it, or made it.
    package let users: [JobID]

    package init(file: RemoteFile, users: [JobID]) {
        self.file = file
        self.users = users
    }

    /// Keys are only ever added; what is unknown is null.
    package var json: JSONObject { Self.fields.object(self) }

    /// Its keys.
    package static let fields: JSONFields<FileView> =
        RemoteFile.fields.map { $0.file } + [
            JSONField("jobs", "ids of the jobs that use it") { .array($0.users.map { .string($0.rawValue) }) }
        ]
}
