import Commands
import FineTuning
import JSONText
import JobStorage
import JobViews
import Settings
import Text

/// `files list` and `files delete`: what was uploaded, and which jobs use it.
enum FilesCommand {
    private static let files = CommandOperand<[String]>.many(
        .text("FILE"), "file ids, unique parts of them, or latest")
    private static let orphans = CommandOption.flag("orphans", "only training files that no known job uses")

    static let list: Command = Command(
        name: "files list", section: .operate, summary: "List the files at the API, and which jobs use them",
        options: [
            orphans, StandardOptions.account, StandardOptions.keyFile, StandardOptions.utc,
        ],
        output: .rows(FileReport.report),
        examples: [
            CommandExample("ftctl files list", "training and results files"),
            CommandExample(
                "ftctl files delete --yes $(ftctl files list --orphans -o name)", "clean up after refused jobs"),
        ]
    ) { context, arguments in
        let account = try context.account(arguments[StandardOptions.account].map { AccountName($0) })
        let client = try context.client(for: account, keyFile: arguments[StandardOptions.keyFile])
        let users = try knownUsers(account.name, context)
        let all = try listed(client).map { FileView(file: $0, users: users?.jobs(of: $0.id) ?? []) }
        var rows = all
        if arguments[orphans] {
            guard users != nil else {
                throw CommandError(
                    .notFound, "cannot tell which files no job uses: there is no store that can be read",
                    hints: ["Start ftd, which lists the jobs: \(ServiceUnit.start(.installed))"])
            }
            rows = rows.filter { $0.users.isEmpty && $0.file.purpose == "fine-tune" }
        }
        try context.print(
            rows, as: FileReport.report(all), narrowings: FileReport.narrowings,
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
        // Every name is looked up before anything is done: a typo must not act on half of them.
        for file in try named(arguments[files], client) {
            let (id, name) = (file.id, file.id.rawValue.printable)
            let reason = users.use(of: id) ?? (file.isWhole ? nil : "is what was named by a part of its id")
            if let reason, !arguments[StandardOptions.yes] {
                guard try context.confirm("\(name) \(reason). Delete it?") else { continue }
            }
            do throws(ProviderError) {
                try client.deleteFile(id)
                try? context.tell("\(name) deleted")
            } catch {
                try context.say("ftctl: \(error)")
                code = CommandError(error).exitCode
            }
        }
        return code
    }

    /// The files that a user named: by whole ids, by any unique part of them with or without `file-`, or as `latest`.
    ///
    /// What looks whole is not looked up: the API says whether it is there.
    private static func named(
        _ names: [String], _ client: any Provider
    ) throws -> [(id: FileID, isWhole: Bool)] {
        guard names.contains(where: { !isWhole($0) }) else { return names.map { (FileID($0), true) } }
        let listed = try listed(client)
        return try names.map { name in
            if isWhole(name) { return (FileID(name), true) }
            var found = NamePart.match(name, among: listed.map(\.id.rawValue), prefix: FileReport.idPrefix)
            if found.isEmpty, name == NamePart.latest, let newest = listed.first { found = [newest.id.rawValue] }
            guard found.count < 2 else {
                throw CommandContext.ambiguous(name, "file", among: found, count: found.count)
            }
            guard let id = found.first else {
                throw CommandError(
                    .notFound, "no file \"\(name)\" at the API; nothing was deleted",
                    hints: ["All files: ftctl files list"])
            }
            return (FileID(id), id == name)
        }
    }

    /// OpenAI's ids of files have 22 random characters or more.
    private static func isWhole(_ name: String) -> Bool { name.hasPrefix(FileReport.idPrefix) && name.utf8.count >= 20 }

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
