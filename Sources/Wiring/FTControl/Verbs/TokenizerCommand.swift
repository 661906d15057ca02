import BytePairEncoding
import Commands
import Files
import FineTuning
import JSONText
import Settings
import Text

/// `tokenizer install` and `tokenizer list`: the rank files that exact counts need.
enum TokenizerCommand {
    private static let names = CommandOperand<[String]>.many(
        .word("NAME", of: Encoding.all.map(\.name)), atLeast: 0, "the encodings; all unless named")
    private static let from = CommandOption.value(
        "from", .file(), "install this local copy, whatever its name, instead of downloading")
    private static let system = CommandOption.flag(
        "system", "for every user of this machine, in \(Places.systemDataDirectory)")

    static let install: Command = Command(
        name: "tokenizer install", section: .data, summary: "Install the rank files that exact token counts need",
        details: [
            "Each file is downloaded from [tokenizer] url, 3.6 MB for o200k_base and 1.7 MB for cl100k_base, and "
                + "installed only when its SHA-256 is the published one. They stand in $XDG_DATA_HOME/ftd/tokenizers "
                + "(~/.local/share/ftd/tokenizers), and are looked for in each of $XDG_DATA_DIRS, too.",
            "--from takes any copy of the file, for example one out of tiktoken's cache, where its name is a digest.",
        ],
        operands: [names], options: [from, system],
        examples: [
            CommandExample("ftctl tokenizer install", "both, for this user"),
            CommandExample("ftctl tokenizer install --from /media/stick/o200k_base.tiktoken", "without a network"),
        ],
        exitNotes: [
            ExitNote(.failed, "a file is not what was published; nothing was installed"),
            ExitNote(.notFound, "the file of --from is not there"),
            ExitNote(.unauthorized, "no right to write there"),
            ExitNote(.unreachable, "it could not be downloaded"),
        ], run: install)

    static let list: Command = Command(
        name: "tokenizer list", section: .data, summary: "List the encodings, and whether their rank files are there",
        details: ["VERIFIED tells whether the SHA-256 of the file is the published one; it is read for that."],
        output: .rows(report), run: list)

    // MARK: install

    private static func install(_ context: CommandContext, _ arguments: Arguments) throws -> ExitCode {
        let wanted =
            arguments[names].isEmpty ? Encoding.all : Encoding.all.filter { arguments[names].contains($0.name) }
        let isForAll = arguments[system]
        guard let data = isForAll ? Places.systemDataDirectory : context.places.ownDataDirectory else {
            throw CommandError.usage("no place for rank files: set HOME or XDG_DATA_HOME, or say --system")
        }
        let installer = RankFileInstaller(
            context: context, directory: RankFileFolders.directory(below: data), directoryMode: isForAll ? 0o755 : 0o700
        )
        let isNews: Bool
        do {
            isNews = try install(wanted, from: arguments[from], installer, isForAll ? data : nil)
        } catch let error as FileError where isForAll && ExitCode(error) == .unauthorized {
            throw CommandError(
                .unauthorized, "\(error)", hints: ["As root: sudo ftctl tokenizer install --system"])
        }
        if isNews {
            try NextCommand.say([NextCommand("tokens", "FILE"), NextCommand("check", "train.jsonl")], in: context)
        }
        return .done
    }

    /// Installs what is not there yet; true when there was something.
    ///
    /// `only` is the one data directory that counts as there; nil for all that are searched.
    private static func install(
        _ wanted: [Encoding], from source: String?, _ installer: RankFileInstaller, _ only: String?
    ) throws -> Bool {
        let context = installer.context
        if let source {
            let (encoding, path) = try installer.install(file: source, wanted: wanted)
            try say(encoding, "installed", path, context)
            return true
        }
        let folders = only.map { RankFileFolders(dataDirectories: [$0]) } ?? context.rankFiles
        var isNews = false
        for encoding in wanted {
            if let copy = folders.copy(of: encoding), copy.problem == nil {
                try say(encoding, "already installed", copy.path, context)
            } else {
                let url = try context.settings().tokenizer.url
                try say(encoding, "installed", try installer.download(encoding, from: url), context)
                isNews = true
            }
        }
        return isNews
    }

    private static func say(_ encoding: Encoding, _ what: String, _ path: String, _ context: CommandContext) throws {
        let size = HumanText.bytes(Int64(encoding.rankFile.byteCount))
        try context.say("\(encoding.name) \(what), \(size), verified: \(context.shown(path: path).printable)")
    }

    // MARK: list

    private struct EncodingRow: Sendable {
        let encoding: Encoding
        let path: String?
        let isVerified: Bool
    }

    private static func list(_ context: CommandContext, _ arguments: Arguments) throws -> ExitCode {
        let folders = context.rankFiles
        let rows = Encoding.all.map { encoding in
            let copy = folders.copy(of: encoding)
            return EncodingRow(encoding: encoding, path: copy?.path, isVerified: copy?.contents != nil)
        }
        let missing = rows.filter { !$0.isVerified }.map(\.encoding.name)
        let names = missing.count < rows.count ? missing.joined(separator: " ") : ""
        try context.print(
            rows, as: report, narrowings: [.drop("sha256")],
            footer: missing.isEmpty ? [] : NextCommand.lines([NextCommand("tokenizer install", names)]))
        return .done
    }

    private static let report = Report<EncodingRow>(
        name: { $0.encoding.name },
        columns: [
            ReportColumn("name", "NAME", meaning: "the encoding") { .text($0.encoding.name) },
            ReportColumn("tokens", "TOKENS", meaning: "how many different tokens it has") {
                .integer(Int64($0.encoding.rankCount))
            },
            ReportColumn(
                "path", "INSTALLED", meaning: "where its rank file is", room: .elastic(least: 12),
                cell: { row, context in Table.Cell(row.path.map { context.shown(path: $0).printable } ?? "-") },
                value: { .optional($0.path) }),
            ReportColumn("bytes", "SIZE", meaning: "the size of its rank file") {
                .bytes(Int64($0.encoding.rankFile.byteCount))
            },
            ReportColumn(
                "verified", "VERIFIED", meaning: "whether that is the published one", cell: { row, _ in verdict(row) },
                value: { row in row.path == nil ? .unknown : .bool(row.isVerified) }),
            ReportColumn("sha256", meaning: "the SHA-256 of the published one") { .text($0.encoding.rankFile.sha256) },
        ])

    private static func verdict(_ row: EncodingRow) -> Table.Cell {
        guard row.path != nil else { return Table.Cell("-", style: .dim) }
        return row.isVerified ? Table.Cell("✔ yes", style: .good) : Table.Cell("✖ no", style: .bad)
    }
}
