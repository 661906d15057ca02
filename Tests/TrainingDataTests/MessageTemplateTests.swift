import Testing
import TrainingData

@Suite struct MessageTemplateTests {
    @Test(arguments: [
        ("", [] as [String]), ("plain", []), ("{a}", ["a"]), ("{a}{b} {a}", ["a", "b"]), ("{{a}}", []),
        ("{{{a}}}", ["a"]), ("{ a b }", ["a b"]), ("{é}}}", ["é"]), ("{a}\u{301} {{\u{301}b}}\u{301}", ["a"]),
    ])
    func columnsAreFound(source: String, columns: [String]) throws {
        #expect(try MessageTemplate(source).columns == columns)
    }

    @Test(arguments: [
        ("{", 1, "\"{\" opens a column that no \"}\" closes; write \"{{\" for a brace"),
        ("é {a", 3, "\"{\" opens a column that no \"}\" closes; write \"{{\" for a brace"),
        ("{a{b}", 1, "\"{\" opens a column that no \"}\" closes; write \"{{\" for a brace"),
        ("a}", 2, "\"}\" closes nothing; write \"}}\" for a brace"),
        ("{ }", 1, "\"{}\" names no column; write {question}, or \"{{}}\" for braces"),
    ])
    func lonelyBracesAreRefusedWithTheirPlace(source: String, column: Int, problem: String) {
        let error = #expect(throws: TemplateError.self) { _ = try MessageTemplate(source) }
        #expect(error?.description == "template, character \(column): \(problem)")
    }

    @Test func verbatimTextMayHoldBraces() throws {
        let template = MessageTemplate(verbatim: "a {b} }")
        #expect(template.columns.isEmpty)
        #expect(try MessageTemplate(template.source) == template)
    }

    @Test func presetsAreFoundByName() throws {
        let preset = try #require(Preset.named("sciq"))
        #expect(preset.mapping.user.source == "{question}")
        #expect(preset.mapping.assistant.source == "{correct_answer} Explanation: {support}")
        #expect(preset.mapping.required == ["support", "correct_answer"])
        #expect(Preset.named("SciQ") == nil)
    }
}
