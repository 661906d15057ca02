import FineTuning
import JSONText
import TestSupport
import Testing

@testable import Commands

@Suite struct ReportTests {
    private struct Row: Sendable {
        var id: String
        var created: Int64
        var bytes: Int64?
        var note: String?
        var ratio = -0.5
    }

    private static let report = Report<Row>(
        name: { $0.id },
        columns: [
            ReportColumn("id", "ID") { .text($0.id) },
            ReportColumn("created_at", "CREATED") { .time(UnixTime(seconds: $0.created)) },
            ReportColumn("bytes", "SIZE") { $0.bytes.map(ReportValue.bytes) ?? .unknown },
            ReportColumn(shown: "mark", "MARK") { row, _ in Table.Cell("● \(row.id)", style: .busy) },
            ReportColumn("note", "NOTE", room: .elastic(least: 12)) { .optional($0.note) },
            ReportColumn("ratio") { .number($0.ratio) },
        ])

    private static let rows = [
        Row(id: "file-1", created: TestProgram.now.seconds, bytes: 8_100_000, note: "=1+1, \"quoted\""),
        Row(id: "file-22", created: TestProgram.now.seconds - 86400, bytes: nil, note: nil),
        Row(id: "file-3", created: 0, bytes: 12, note: "水\u{1B}[31m of the terminal"),
    ]

    private func print(_ format: String, _ rows: [Row] = rows, terminal: Terminal = .none) throws -> TestProgram {
        let program = TestProgram(terminal: terminal, environment: ["TERM": "xterm"])
        var arguments = Arguments()
        arguments.add(format, to: "output")
        let context = CommandContext(program.surroundings, arguments)
        try context.print(rows, as: Self.report, footer: ["3 files"], empty: ["no files", "next: ftctl submit"])
        try context.output.flush()
        return program
    }

    private static let whole = #"""
        ID       CREATED             SIZE  MARK       NOTE
        file-1   today 08:33       8.1 MB  ● file-1   =1+1, "quoted"
        file-22  yesterday 08:33           ● file-22
        file-3   1970-01-01 00:00    12 B  ● file-3   水\u{1b}[31m of the terminal

        """#

    @Test(arguments: ["table", "wide"])
    func aPipeGetsTheWholeTable(_ format: String) throws {
        let program = try print(format)
        #expect(program.written == Self.whole)
        #expect(program.said == "3 files\n")
    }

    @Test func aTerminalGetsWhatFits() throws {
        let program = try print("table", terminal: .wide(60))
        let text = """
            \u{1B}[1mID\u{1B}[0m       \u{1B}[1mCREATED\u{1B}[0m             \u{1B}[1mSIZE\u{1B}[0m  \
            \u{1B}[1mMARK\u{1B}[0m       \u{1B}[1mNOTE\u{1B}[0m
            file-1   today 08:33       8.1 MB  \u{1B}[36m● file-1\u{1B}[0m   =1+1, "quoted"
            file-22  yesterday 08:33           \u{1B}[36m● file-22\u{1B}[0m
            file-3   1970-01-01 00:00    12 B  \u{1B}[36m● file-3\u{1B}[0m   水\\u{1b}[31m…

            """
        #expect(program.written == text)
    }

    @Test func wideIsWholeOnATerminalToo() throws {
        let program = try print("wide", terminal: .wide(40))
        #expect(program.written.split(separator: "\n").last?.hasSuffix("of the terminal") ?? false)
    }

    @Test func jsonIsOneArray() throws {
        let text = #"""
            [
              {"id": "file-1", "created_at": 1795336390, "bytes": 8100000, "note": "=1+1, \"quoted\"", "ratio": -0.5},
              {"id": "file-22", "created_at": 1795249990, "bytes": null, "note": null, "ratio": -0.5},
              {"id": "file-3", "created_at": 0, "bytes": 12, "note": "水\u001b[31m of the terminal", "ratio": -0.5}
            ]

            """#
        let program = try print("json")
        #expect(program.written == text)
        #expect(program.said == "")
        #expect(try JSONValue.parse(program.written).array?.count == 3)
    }

    @Test func jsonLinesAreOneObjectALine() throws {
        let lines = try print("jsonl").written.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(
            lines[1]
                == #"{"id": "file-22", "created_at": 1795249990, "bytes": null, "note": null, "ratio": -0.5}"#)
    }

    @Test func csvIsSafeToOpen() throws {
        let text = #"""
            id,created_at,bytes,note,ratio
            file-1,1795336390,8100000,"'=1+1, ""quoted""",-0.5
            file-22,1795249990,,,-0.5
            file-3,0,12,水\u{1b}[31m of the terminal,-0.5

            """#
        #expect(
            try print("csv").written
                == text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n"))
    }

    @Test func namesAreOneALine() throws {
        #expect(try print("name").written == "file-1\nfile-22\nfile-3\n")
    }

    @Test(arguments: [
        ("table", "", "no files\nnext: ftctl submit\n"), ("json", "[]\n", ""), ("jsonl", "", ""), ("name", "", ""),
        ("csv", "id,created_at,bytes,note,ratio\r\n", ""),
    ])
    func noRowsAreSaidOrEmpty(_ format: String, _ output: String, _ errors: String) throws {
        let program = try print(format, [])
        #expect(program.written == output)
        #expect(program.said == errors)
    }

    @Test(arguments: [
        ("plain", "plain"), ("=1", "'=1"), ("+1", "'+1"), ("-1", "'-1"), ("@a", "'@a"), ("\tx", "\"' x\""),
        ("\rx", "\"' x\""),
        ("＝1", "'＝1"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), (" a", "\" a\""), ("a\nb", "a b"), ("", ""),
        ("a\0b", "a\\u{0}b"),
    ])
    func csvFieldsAreGuarded(_ text: String, _ field: String) {
        #expect(CSVText.field(text) == field)
    }
}
