import Commands
import FineTuning
import JSONText
import JobStorage
import JobViews
import Text

/// The files at the API, in every format.
enum FileReport {
    /// What ids of files begin with, and nobody types.
    static let idPrefix = "file-"

    static let report = report([])

    /// - Parameter rows: the files of the account, among which a part of an id must be unique.
    static func report(_ rows: [FileView]) -> Report<FileView> {
        let parts = NamePart.shortest(of: rows.map(\.file.id.rawValue), prefix: idPrefix, least: 9)
        let jobs = NamePart.shortest(
            of: rows.flatMap(\.users).map(\.rawValue), prefix: JobStoreReader.idPrefix, least: 9)
        return Report(
            name: { $0.file.id.rawValue },
            columns: [
                ReportColumn(
                    "id", "FILE ID",
                    cell: { row, _ in
                        let id = row.file.id.rawValue
                        return Table.Cell(id.printable, shorter: [parts[id]].compactMap { $0?.printable })
                    }, value: { .text($0.file.id.rawValue) }),
                ReportColumn(
                    "created_at", "CREATED", cell: { row, context in context.cell(row.file.createdAt) },
                    value: { row in row.file.createdAt.map { .time($0) } ?? .unknown }),
                ReportColumn(
                    "bytes", "SIZE", alignment: .right,
                    cell: { row, _ in Table.Cell(row.file.bytes.map { HumanText.bytes($0) } ?? "") },
                    value: { row in row.file.bytes.map { .integer($0) } ?? .unknown }),
                ReportColumn("purpose", "PURPOSE", cell: { row, _ in purpose(row) }) { .optional($0.file.purpose) },
                ReportColumn("status", "STATUS", room: .fixed(9)) { .optional($0.file.status) },
                ReportColumn("filename", "FILENAME", room: .elastic(least: 14)) { .optional($0.file.filename) },
                ReportColumn(
                    "jobs", "JOBS", room: .fixed(9),
                    cell: { row, _ in users(row, jobs) },
                    value: { row in .json(.array(row.users.map { .string($0.rawValue) })) }),
            ],
            fields: FileView.fields)
    }

    static let narrowings: [Narrowing] = [
        .shorten("created_at"), .shorten("jobs"), .shorten("id"), .shorten("purpose"), .drop("status"), .drop("jobs"),
        .drop("bytes"), .drop("purpose"), .drop("filename"),
    ]

    private static func purpose(_ row: FileView) -> Table.Cell {
        let purpose = row.file.purpose?.printable ?? ""
        let short = ["fine-tune": "training", "fine-tune-results": "results"][purpose]
        return Table.Cell(purpose, shorter: short.map { [$0] } ?? [])
    }

    private static func users(_ row: FileView, _ parts: [String: String]) -> Table.Cell {
        let ids = row.users.map(\.rawValue)
        let short = ids.map { (parts[$0] ?? $0).printable }
        let first = short.first.map { short.count > 1 ? "\($0) +\(short.count - 1)" : $0 } ?? ""
        return Table.Cell(
            ids.map(\.printable).joined(separator: " "), shorter: [short.joined(separator: " "), first])
    }
}
