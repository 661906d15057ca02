import Commands
import FineTuning
import JSONText
import JobStorage
import JobViews
import Settings
import Text

/// `files list` and `files delete`: what was uploaded, and which jobs use it.
enum FilesCommand {
    private static let files = CommandOperand<[String]>.many(.text("FILE"), "file ids, file-…")
    private static let orphans = CommandOption.flag("orphans", "only training files that no known job uses")

    static let list: Command = Command(
        name: "files list", section: .operate, summary: "List the files at the API, and which jobs use them",
        options: [
            orphans, StandardOptions.account, StandardOptions.keyFile, StandardOptions.utc,
        ],
        output: .rows(report),
        examples: [
            CommandExample("ftctl files list", "training and results files"),
            CommandExample(
                "ftctl files delete --yes $(ftctl files list --orphans -o name)", "clean up after refused jobs"),
        ]
    ) { context, arguments in
        let account = try context.account(arguments[StandardOptions.account].map { AccountName($0) })
        let client = try context.client(for: account, keyFile: arguments[StandardOptions.keyFile])
        let users = try knownUsers(account.name, context)
        var rows = try listed(client).map { FileView(file: $0, users: users?.jobs(of: $0.id) ?? []) }
        if arguments[orphans] {
            guard users != nil else {
                throw CommandError(
                    .notFound, "cannot tell which files no job uses: there is no store that can be read",
                    hints: ["Start ftd, which lists the jobs: \(ServiceUnit.start(.installed))"])
            }
            rows = rows.filter { $0.users.isEmpty && $0.file.purpose == "fine-tune" }
        }
        try context.print(
            rows, as: report,
            footer: [
                "\(HumanText.count(rows.count, "file")), \(HumanText.bytes(rows.compactMap(\.file.bytes).reduce(0, +)))"
            ],
            empty: ["no files"])
        return .done
    }

    static let delete: Command = Command(
        name: "files delete", section: .operate, summary: "Delete files at the API", operands: [files],
        options: [StandardOptions.yes, StandardOptions.account, StandardOptions.keyFile],
        examples: [CommandExample("ftctl files delete file-abc123", "asks when a job uses it")],
        exitNotes: [ExitNote(.notFound, "at least one file is not there")]
    ) { context, arguments in
        let account = try context.account(arguments[StandardOptions.account].map { AccountName($0) })
        let client = try context.client(for: account, keyFile: arguments[StandardOptions.keyFile])
        let users = users(account.name, context)
        var code = ExitCode.done
        for id in arguments[files].map({ FileID($0) }) {
            let name = id.rawValue.printable
            if let use = users.use(of: id), !arguments[StandardOptions.yes] {
                guard try context.confirm("\(name) \(use). Delete it?") else { continue }
            }
            do throws(ProviderError) {
                try client.deleteFile(id)
                try? context.output.line("\(name) deleted")
            } catch {
                try context.say("ftctl: \(error)")
                code = CommandError(error).exitCode
            }
        }
        return code
    }

    /// What is known of the jobs that use files.
    private enum Users {
        /// The store says it.
        case known(FileUsers)
        /// There is no store yet.
        case none
        /// There is one that cannot be read: every file counts as used.
        case unreadable(any Error)

        /// Why a file should not be deleted without a question, as the end of a sentence that begins with its name.
        func use(of file: FileID) -> String? {
            switch self {
            case .known(let users):
                let jobs = users.jobs(of: file)
                return jobs.isEmpty
                    ? nil : "is used by \(jobs.prefix(3).map(\.rawValue.printable).joined(separator: ", "))"
            case .none: return nil
            case .unreadable(let error): return "may be used by a job (\(error))"
            }
        }
    }

    private static func users(_ account: AccountName, _ context: CommandContext) -> Users {
        do {
            return .known(try FileUsers(context.openStore(), account: account))
        } catch StoreError.absent, StoreError.notYetMade {
            return .none
        } catch {
            return .unreadable(error)
        }
    }

    /// Which jobs use which file; nil where there is no store to know it from.
    private static func knownUsers(_ account: AccountName, _ context: CommandContext) throws -> FileUsers? {
        switch users(account, context) {
        case .known(let users): return users
        case .none: return nil
        case .unreadable(let error):
            try context.say("ftctl: cannot tell which jobs use the files: \(error)")
            return nil
        }
    }

    static let report = Report<FileView>(
        name: { $0.file.id.rawValue },
        columns: [
            ReportColumn("id", "FILE ID") { .text($0.file.id.rawValue) },
            ReportColumn(
                "created_at", "CREATED",
                cell: { row, context in
                    Table.Cell(row.file.createdAt.map { context.time.short($0, now: context.now) } ?? "")
                }, value: { row in row.file.createdAt.map { .time($0) } ?? .unknown }),
            ReportColumn(
                "bytes", "SIZE", alignment: .right,
                cell: { row, _ in Table.Cell(row.file.bytes.map { HumanText.bytes($0) } ?? "") },
                value: { row in row.file.bytes.map { .integer($0) } ?? .unknown }),
            ReportColumn("purpose", "PURPOSE") { .optional($0.file.purpose) },
            ReportColumn("status", "STATUS") { .optional($0.file.status) },
            ReportColumn("filename", "FILENAME", mayBeClipped: true) { .optional($0.file.filename) },
            ReportColumn(
                "jobs", "JOBS", mayBeClipped: true,
                cell: { row, _ in Table.Cell(row.users.map(\.rawValue.printable).joined(separator: " ")) },
                value: { row in .json(.array(row.users.map { .string($0.rawValue) })) }),
        ],
        fields: FileView.fields)

    /// Every file, newest first; bounded to a thousand pages.
    private static func listed(_ client: any Provider) throws -> [RemoteFile] {
        var files: [RemoteFile] = []
        var after: FileID?
        var limit = PageLimit(1000)
        for _ in 0..<1000 {
            let cursor = after
            let page = try limit.page { asked throws(ProviderError) in
                try client.listFiles(after: cursor, limit: asked, purpose: nil)
            }
            files += page.items
            guard !page.isLast(after: after?.rawValue), let last = page.lastID else { break }
            after = FileID(last)
        }
        return files.filter { $0.purpose == nil || $0.purpose?.hasPrefix("fine-tune") == true }
    }
}
