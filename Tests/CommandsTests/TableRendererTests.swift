import Testing
import Text

@testable import Commands

@Suite struct TableRendererTests {
    private static let table = Table(
        columns: [
            Table.Column(key: "id", title: "JOB ID"), Table.Column(key: "file", title: "TRAINING FILE"),
            Table.Column(key: "error", title: "ERROR", mayBeClipped: true),
            Table.Column(key: "model", title: "FINE-TUNED MODEL", mayBeClipped: true),
            Table.Column(key: "count", title: "N", alignment: .right),
        ],
        rows: [
            ["ftjob-aaaaaa", "file-1", "", "ft:gpt:a", "5"],
            ["ftjob-aaabbb", "file-2", "Example 100 is 水 broken", "", "1,204"],
        ].map { $0.map { Table.Cell($0) } })

    private static var narrowings: [Narrowing] {
        [
            .drop("file"), .merge("error", "model", title: "ERROR / FINE-TUNED MODEL"),
            .rewrite("id") { $0.map { String($0.prefix(10)) } },
        ]
    }

    @Test(arguments: [
        (
            nil,
            """
            JOB ID        TRAINING FILE  ERROR                     FINE-TUNED MODEL      N
            ftjob-aaaaaa  file-1                                   ft:gpt:a              5
            ftjob-aaabbb  file-2         Example 100 is 水 broken                    1,204

            """
        ),
        (
            77,
            """
            JOB ID        ERROR                     FINE-TUNED MODEL      N
            ftjob-aaaaaa                            ft:gpt:a              5
            ftjob-aaabbb  Example 100 is 水 broken                    1,204

            """
        ),
        (
            60,
            """
            JOB ID        ERROR / FINE-TUNED MODEL      N
            ftjob-aaaaaa  ft:gpt:a                      5
            ftjob-aaabbb  Example 100 is 水 broken  1,204

            """
        ),
        (
            43,
            """
            JOB ID      ERROR / FINE-TUNED MODEL      N
            ftjob-aaaa  ft:gpt:a                      5
            ftjob-aaab  Example 100 is 水 broken  1,204

            """
        ),
        (
            32,
            """
            JOB ID      ERROR / FINE…      N
            ftjob-aaaa  ft:gpt:a           5
            ftjob-aaab  Example 100…   1,204

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
        let text = TableRenderer.text(
            Self.table, width: width, narrowings: Self.narrowings, paint: Paint(isOn: false))
        let lines = text.split(separator: "\n")
        #expect(lines.count == 3)
        for line in lines { #expect(String(line).displayWidth <= width) }
    }

    @Test(arguments: [
        (44, "ft:gpt-4o-mini-2024-07-18:personal::A32VfYIz"), (30, "ft:gpt-4o-mini-2024…::A32VfYIz"),
        (18, "ft:gpt-…::A32VfYIz"), (17, "ft:gpt-4o-mini-2…"),
    ])
    func theEndOfAModelsNameSurvivesClipping(_ width: Int, _ shown: String) {
        let table = Table(
            columns: [Table.Column(key: "model", title: "MODEL", mayBeClipped: true)],
            rows: [[Table.Cell("ft:gpt-4o-mini-2024-07-18:personal::A32VfYIz", keepsEnd: true)]])
        #expect(TableRenderer.text(table, width: width, paint: Paint(isOn: false)) == "MODEL\n\(shown)\n")
    }

    @Test func aTitleWithoutRowsIsATitle() {
        let table = Table(columns: Self.table.columns, rows: [])
        #expect(
            TableRenderer.text(table, width: 100, paint: Paint(isOn: false))
                == "JOB ID  TRAINING FILE  ERROR  FINE-TUNED MODEL  N\n")
    }
}
