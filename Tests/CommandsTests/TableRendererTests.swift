import Testing
import Text

@testable import Commands

@Suite struct TableRendererTests {
    private static let table = Table(
        columns: [
            Table.Column(key: "id", title: "JOB"), Table.Column(key: "name", title: "NAME", room: .fixed(8)),
            Table.Column(key: "file", title: "TRAINING FILE"),
            Table.Column(key: "result", title: "RESULT", room: .elastic(least: 20)),
            Table.Column(key: "count", title: "N", alignment: .right),
        ],
        rows: [
            [
                cell("ftjob-aaaaaa", "aaaaaa"), cell("sciq"), cell("file-1"),
                cell("loss 1.157, step 186/300", "loss 1.157"), cell("5"),
            ],
            [
                cell("ftjob-aaabbb", "aaabbb"), cell("a long name"), cell("file-2"), cell("Example 100 is 水 broken"),
                cell("1,204"),
            ],
        ])

    private static func cell(_ text: String, _ shorter: String...) -> Table.Cell { Table.Cell(text, shorter: shorter) }

    private static let narrowings: [Narrowing] = [
        .shorten("id"), .drop("file"), .give("result", .elastic(least: 10)), .drop("result"),
    ]

    @Test(arguments: [
        (
            nil,
            """
            JOB           NAME         TRAINING FILE  RESULT                        N
            ftjob-aaaaaa  sciq         file-1         loss 1.157, step 186/300      5
            ftjob-aaabbb  a long name  file-2         Example 100 is 水 broken  1,204

            """
        ),
        (
            72,
            """
            JOB           NAME        TRAINING FILE  RESULT                        N
            ftjob-aaaaaa  sciq        file-1         loss 1.157, step 186/300      5
            ftjob-aaabbb  a long na…  file-2         Example 100 is 水 broken  1,204

            """
        ),
        (
            60,
            """
            JOB     NAME      TRAINING FILE  RESULT                    N
            aaaaaa  sciq      file-1         loss 1.157                5
            aaabbb  a long…   file-2         Example 100 is 水 b…  1,204

            """
        ),
        (
            46,
            """
            JOB     NAME      RESULT                     N
            aaaaaa  sciq      loss 1.157                 5
            aaabbb  a long…   Example 100 is 水 br…  1,204

            """
        ),
        (
            26,
            """
            JOB     NAME             N
            aaaaaa  sciq             5
            aaabbb  a long name  1,204

            """
        ),
    ])
    func narrowsInOrderAndThenClips(_ width: Int?, _ text: String) {
        let result = TableRenderer.text(
            Self.table, width: width, narrowings: Self.narrowings, paint: Paint(isOn: false))
        #expect(result == text)
    }

    @Test(arguments: 8...90)
    func rowsAreOneLineAndNeverWiderThanTheTerminal(_ width: Int) {
        for glyphs in [Glyphs.unicode, .ascii] {
            let text = TableRenderer.text(
                Self.table, width: width, narrowings: Self.narrowings, paint: Paint(isOn: false), glyphs: glyphs)
            let lines = text.split(separator: "\n")
            #expect(lines.count == 3)
            for line in lines { #expect(String(line).displayWidth <= width) }
        }
    }

    /// One long error removed a column from every row.
    @Test(arguments: 30...120) func aLongTextCostsNoRowAColumn(_ width: Int) {
        var long = Self.table
        long.rows[1][3] = Table.Cell(String(repeating: "no ", count: 200))
        long.rows[1][1] = Table.Cell(String(repeating: "name ", count: 20))
        func titles(_ table: Table) -> [Substring] {
            let text = TableRenderer.text(
                table, width: width, narrowings: Self.narrowings, paint: Paint(isOn: false))
            return text.prefix { $0 != "\n" }.split(separator: " ")
        }
        #expect(titles(long) == titles(Self.table))
    }

    @Test(arguments: [
        (44, "ft:gpt-4o-mini-2024-07-18:personal::A32VfYIz"), (30, "ft:gpt-4o-mini-2024…::A32VfYIz"),
        (18, "ft:gpt-…::A32VfYIz"), (12, "ft:gpt-4o-m…"),
    ])
    func theEndOfAModelsNameSurvivesClipping(_ width: Int, _ shown: String) {
        let table = Table(
            columns: [Table.Column(key: "model", title: "MODEL", room: .elastic(least: 4))],
            rows: [[Table.Cell("ft:gpt-4o-mini-2024-07-18:personal::A32VfYIz", clipping: .name)]])
        #expect(TableRenderer.text(table, width: width, paint: Paint(isOn: false)) == "MODEL\n\(shown)\n")
    }

    @Test(arguments: [(13, "● running 62%"), (11, "● runn… 62%"), (8, "● r… 62%")])
    func thePercentStays(_ width: Int, _ shown: String) {
        let table = Table(
            columns: [Table.Column(key: "status", title: "S")],
            rows: [[Table.Cell("● running 62%", clipping: .end(4))]])
        #expect(TableRenderer.text(table, width: width, paint: Paint(isOn: false)) == "S\n\(shown)\n")
    }

    @Test func whereTheLocaleIsNotUTF8ItIsASCII() {
        let table = Table(
            columns: [Table.Column(key: "a", title: "A"), Table.Column(key: "b", title: "B")],
            rows: [
                [Table.Cell("● running"), Table.Cell("loss 1.157 ▇▅▃▁ → 08:41")],
                [Table.Cell("✔ succeeded"), Table.Cell("…:sciq:A32V")],
            ])
        let text = """
            A            B
            * running    loss 1.157 *=:_ -> 08:41
            + succeeded  ...:sciq:A32V

            """
        #expect(TableRenderer.text(table, width: nil, paint: Paint(isOn: false), glyphs: .ascii) == text)
        let narrow = TableRenderer.text(table, width: 26, paint: Paint(isOn: false), glyphs: .ascii)
        #expect(narrow.hasSuffix("+ succeeded  ...:sciq:A32V\n"))
        #expect(narrow.utf8.allSatisfy { $0 < 0x80 })
    }

    @Test func aTitleWithoutRowsIsATitle() {
        let table = Table(columns: Self.table.columns, rows: [])
        #expect(
            TableRenderer.text(table, width: 100, paint: Paint(isOn: false)) == "JOB  NAME  TRAINING FILE  RESULT  N\n")
    }
}
