import Commands
import Files
import FineTuning
import Glibc
import JSONText
import JobStorage
import Settings
import Spool
import Text

/// `store backup`: a copy of the whole store, also while a daemon works on it.
enum StoreCommand {
    private static let file = CommandOperand<String>.one(.file(), "the copy; it must not be there yet")

    private static let isExport = CommandOption.flag(
        "mark-exported",
        "note that the ended jobs in it were taken along, so that [store] keep-… may thin their details")

    static let backup: Command = Command(
        name: "store backup", section: .operate, summary: "Copy the whole store into one file",
        details: [
            "The copy is the store as it is at one moment, also while ftd works on it. It is readable by you alone, and "
                + "every ftd and ftctl of this version opens it (--store).",
            "A copy that you keep can stand for an export: with --mark-exported, which is for root and the user as which "
                + "ftd runs, the settings keep-metrics, keep-events, keep-deliveries and keep-transitions may thin the "
                + "details of the jobs that had ended and were fetched whole when the copy was made.",
        ],
        operands: [file], options: [isExport],
        output: CommandOutput([.table, .json, .jsonl, .name], .object, fields.notes),
        examples: [
            CommandExample("ftctl store backup ftd-$(date +%F).db", "a copy a day"),
            CommandExample(
                "ftctl store backup /archive/ftd-$(date +%Y).db --mark-exported", "a copy for good, once a year"),
        ]
    ) { context, arguments in
        let target = arguments[file]
        let exporter = arguments[isExport] ? try Exporter(context) : nil
        let store = try context.openStore()
        let interrupt = context.interrupt
        interrupt.arm(saying: "interrupted; no copy was made")
        let copy = try NewFile(target)
        let isDone: Bool
        do { isDone = try store.copy(to: copy.temporary) { !interrupt.isRaised } } catch {
            throw CommandError(.failed, "could not copy the store to \(target.printable): \(error)")
        }
        try interrupt.check()
        guard isDone else { throw CommandError(.failed, "could not copy the store to \(target.printable)") }
        let (jobs, info, ended) = try contents(of: copy.temporary)
        try copy.commit()
        try exporter?.note(ended)
        switch context.format {
        case .json, .jsonl:
            let exported = exporter == nil ? nil : ended.count
            try context.printObject(fields.object(Copy(file: target, info: info, jobs: jobs, exported: exported)))
        case .name: try context.output.line(target.printable)
        case .table, .wide, .csv:
            try context.tell(
                "\(target.printable): \(HumanText.count(jobs, "job")), \(HumanText.bytes(info.bytes))"
                    + (exporter == nil ? "" : "; \(HumanText.count(ended.count, "ended job")) noted as exported"))
        }
        return .done
    }

    private struct Copy: Sendable {
        let file: String
        let info: StoreInfo
        let jobs: Int
        /// Nil where the copy is no export.
        let exported: Int?
    }

    private static let fields: JSONFields<Copy> = [
        JSONField("file", "the copy") { .string($0.file) },
        JSONField("bytes", "its size") { .integer($0.info.bytes) },
        JSONField("schema", "the version of its tables") { .integer($0.info.schema) },
        JSONField("jobs", "how many jobs it holds") { .integer($0.jobs) },
        JSONField("exported_jobs", "how many of them count as exported, with --mark-exported") {
            $0.exported.map { .integer($0) } ?? .null
        },
    ]

    /// What a copy holds: it is opened once, so that none is called good that cannot be.
    private static func contents(of path: String) throws -> (jobs: Int, info: StoreInfo, ended: [JobKey]) {
        let copy = try JobStoreReader(path: path)
        return (try copy.count(), try copy.info(), try copy.wholeJobs())
    }
}

/// Leaves word for `ftd` of what was taken along.
private struct Exporter {
    private let notes: ExportNotes

    /// - Throws: `CommandError` for somebody whose word `ftd` would not take.
    init(_ context: CommandContext) throws {
        notes = try ExportNotes(context)
        guard geteuid() == 0 || notes.spool.keeper == geteuid() else {
            throw CommandError(
                .failed, "only root and the user as which ftd runs can mark jobs as exported; no copy was made",
                hints: ["Leave out --mark-exported, or run: sudo ftctl store backup … --mark-exported"])
        }
    }

    func note(_ jobs: [JobKey]) throws {
        let now = UnixTime.now()
        try notes.leave(
            Dictionary(grouping: jobs, by: \.account).map { account, keys in
                ExportNote(account: account, jobs: keys.map(\.job), exportedAt: now)
            })
    }
}

/// A file that is made under another name, and gets its own when it is whole; one that is there is never replaced.
private final class NewFile {
    let temporary: String
    private let path: String

    init(_ path: String) throws {
        self.path = path
        temporary = "\(path).\(getpid()).new"
        var status = stat()
        guard lstat(path, &status) != 0 else {
            throw CommandError(
                .failed, "\(path.printable) is there already, and was left as it is",
                hints: ["Name another file, or move that one away."])
        }
        do throws(SystemError) { _ = try Descriptor(temporary, O_WRONLY | O_CREAT | O_EXCL, mode: 0o600) } catch {
            throw CommandError(.failed, "\(FileError("write", path, errno: error.code))")
        }
    }

    /// Puts the whole file in its place; after the call it survives a crash of the machine.
    func commit() throws(FileError) {
        do throws(SystemError) {
            let file = try Descriptor(temporary, O_RDONLY)
            guard fsync(file.number) == 0 else { throw SystemError(code: errno) }
            // Where somebody made a file of that name meanwhile, this is refused.
            guard link(temporary, path) == 0 else { throw SystemError(code: errno) }
        } catch {
            throw FileError("write", path, errno: error.code)
        }
        try WholeFile.sync(directory: WholeFile.directory(of: path))
    }

    deinit {
        for name in [temporary, "\(temporary)-journal"] { unlink(name) }
    }
}
