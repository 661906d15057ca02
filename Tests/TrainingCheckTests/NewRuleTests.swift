import FineTuning
import TestSupport
import Testing
import TrainingData

@testable import TrainingCheck

@Suite struct NewRuleTests {
    private static func said(_ text: String) -> String {
        #"{"messages": [{"role": "user", "content": "\#(text)"}, {"role": "assistant", "content": "a"}]}"#
    }

    @Test(arguments: [
        ("Pay with 4111 1111 1111 1111 please", "card-number"), ("Pay with 4111-1111-1111-1112", ""),
        ("card 5500005555555559.", "card-number"), ("DE89 3704 0044 0532 0130 00 is it", "iban"),
        ("GB82WEST12345698765432", "iban"), ("GB82WEST12345698765431", ""), ("SSN 078-05-1120", "national-id"),
        ("000-12-3456", ""), ("call +49 30 1234567", "phone-number"), ("call (415) 555-2671 now", "phone-number"),
        ("in 1998, 2001 and 2026", ""), ("3.14159265358979 and 12,345,678", ""), ("isbn 978-3-16-148410-0", ""),
        ("password: hunter2!x", "password"), ("the password: please choose", ""), ("pwd=Tr0ub4dor", "password"),
        ("CPF 529.982.247-25", "national-id"), ("2026-11-28 11:00:00", ""), ("10.0.0.1:8080", ""),
    ])
    func whatIsSomebodysOwnIsFound(text: String, rule: String) throws {
        #expect(try checked(Self.said(text)).names == (rule.isEmpty ? [] : [rule]), "\(text)")
    }

    private static let tools =
        #", "tools": [{"type": "function", "function": {"name": "get_weather", "parameters": {"type": "object", "required": ["city"]}}}]"#
    private static func call(_ name: String, _ arguments: String) -> String {
        #"{"role": "assistant", "tool_calls": [{"id": "c", "type": "function", "function": {"name": "\#(name)", "arguments": "\#(arguments)"}}]}"#
    }
    private static func row(_ messages: String, _ more: String = tools) -> String {
        #"{"messages": [{"role": "user", "content": "q"}, \#(messages)]\#(more)}"#
    }

    static let callRows: [(row: String, finding: String?)] = [
        (row(call("get_weather", #"{\"city\": \"Rome\"}"#)), nil),
        (
            row(call("get_wether", #"{\"city\": \"Rome\"}"#)),
            "undeclared-function: message 2, call 1 calls \"get_wether\": no tool of the row is called so; did you mean \"get_weather\"?"
        ),
        (row(call("f", "{}"), ""), "undeclared-function: message 2, call 1 calls \"f\": the row declares no tools"),
        (
            row(call("get_weather", "{}")),
            "missing-argument: message 2, call 1: the arguments lack \"city\", which \"get_weather\" requires"
        ),
        (
            row(
                call("get_weather", #"{\"city\": 1}"#)
                    + #", {"role": "user", "content": "?"}, {"role": "assistant", "content": "a"}"#),
            "unanswered-call: message 2 calls a tool, and no message of a tool answers before message 3"
        ),
        (
            row(
                call("get_weather", #"{\"city\": 1}"#)
                    + #", {"role": "tool", "tool_call_id": "c", "content": "12"}, {"role": "assistant", "content": "a"}"#
            ),
            nil
        ),
    ]

    @Test(arguments: callRows)
    func callsFitWhatIsDeclared(row: String, finding: String?) throws {
        let lines = try checked(row).lines.map { $0.split(separator: " ", maxSplits: 1).last.map(String.init) ?? "" }
        #expect(lines == [finding].compactMap(\.self))
    }

    private static func image(_ url: String, _ more: String = "") -> String {
        #"{"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "\#(url)"\#(more)}}]}, {"role": "assistant", "content": "a"}]}"#
    }
    /// A PNG's first bytes: 1,024 by 1,024 pixels.
    private static let png = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAABAAAAAQACAYAAAB/"

    @Test(arguments: [
        ("https://img.example.org/1.png", []), (png + "AAAA", []), ("C:\\\\pics\\\\1.png", ["image-address"]),
        ("./1.png", ["image-address"]), ("ftp://x/1.png", ["image-address"]), ("https:///1.png", ["image-address"]),
        ("data:image/png;base64,iVB*", ["image-address"]), ("data:image/gif;base64,R0lGODlh", ["image-skipped"]),
        ("data:image/png;base64,R0lGODlh", ["image-skipped"]),
    ])
    func imagesAreLookedAt(url: String, rules: [String]) throws {
        #expect(try checked(Self.image(url)).names == rules)
    }

    @Test func imagesAreCountedByTheRule() throws {
        var checker = Checker()
        checker.counter = WordCounter()
        checker.imageTokens = ImageTokens(base: 85, tile: 170)
        let rows = [
            Self.image(Self.png, #", "detail": "high""#), Self.image("https://a.example/1", #", "detail": "low""#),
            Self.image("https://a.example/2"),
        ]
        let tokens = try #require(
            try checkedFile(Array((tenGoodRows + rows).joined(separator: "\n").utf8), with: checker).tokens)
        #expect((tokens.images, tokens.uncountedImages, tokens.isExact) == (765 + 85, 1, false))
    }

    @Test(arguments: [
        (ImageTokens.Detail.low, 4_000, 4_000, 85), (.high, 1_024, 1_024, 765), (.high, 2_048, 4_096, 1_105),
        (.auto, 512, 512, 85), (.auto, 513, 512, 425), (.high, 100, 100, 255),
    ])
    func theRuleOfTheVisionGuide(detail: ImageTokens.Detail, width: Int, height: Int, tokens: Int) {
        let rule = ImageTokens(base: 85, tile: 170)
        #expect(rule.count(detail, size: (width, height)) == tokens)
        #expect(rule.count(detail, size: nil) == (detail == .low ? 85 : nil))
    }

    @Test func fieldsOfTheGraderAreDemanded() throws {
        var checker = Checker()
        checker.shape = .reinforcement
        checker.grader = try Grader(
            Array(
                #"{"type": "string_check", "name": "n", "operation": "eq", "input": "{{sample.output_text}}", "reference": "{{ item.key.deep }}"}"#
                    .utf8))
        let rows = (0..<11).map {
            #"{"messages": [{"role": "user", "content": "\#($0)"}], "key": {"deep": \#($0 == 4 ? "null" : "1")}}"#
        }
        let report = try checkedFile(Array(rows.joined(separator: "\n").utf8), with: checker)
        #expect(report.lines == ["5:1 grader-field: the grader reads {{item.key.deep}}, which the row does not have"])
    }

    @Test(arguments: [
        ("[]", "to be an object, {\"type\": …}"),
        ("{}", "type: missing; write string_check, text_similarity, score_model, python or multi"),
        (#"{"type": "string_chek"}"#, "type: \"string_chek\" is no grader; did you mean string_check?"),
        (
            #"{"type": "string_check", "name": "n", "operation": "is", "input": "a", "reference": "b"}"#,
            "operation: \"is\" is none; write eq, ne, like or ilike"
        ),
        (
            #"{"type": "string_check", "name": "n", "operation": "eq", "input": "{{answer}}", "reference": "b"}"#,
            "input: {{answer}} is no template; write {{item.KEY}} for a key of the row, or {{sample.output_text}}"
        ),
        (
            #"{"type": "text_similarity", "name": "n", "input": "a", "reference": "b"}"#,
            "evaluation_metric: missing; write cosine, fuzzy_match, bleu, gleu, meteor, rouge_l, rouge_1, rouge_2, rouge_3, rouge_4 or rouge_5"
        ),
        (#"{"type": "python", "source": "x = 1"}"#, "source: to be Python text that defines grade(sample, item)"),
        (#"{"type": "score_model", "name": "n", "model": "m", "input": []}"#, "input: to be a list of messages"),
        (
            #"{"type": "multi", "graders": {"a": {"type": "python", "source": "def grade(s, i): return 1"}}, "calculate_output": "a + b"}"#,
            "calculate_output: there is no grader \"b\"; there are a"
        ),
        ("{", "not JSON at line 1, column 2: expected a key in double quotes or \"}\""),
    ])
    func aBadGraderIsNamed(json: String, message: String) {
        let error = #expect(throws: GraderError.self) { try Grader(Array(json.utf8)) }
        #expect(error?.description == message)
    }

    private static func facts(shutdown: String? = nil, methods: [String]? = nil, images: Bool? = nil) -> ModelFacts {
        var facts = ModelFacts()
        facts.shutdown = shutdown.flatMap { CalendarDay($0) }.map { Sourced($0, date: "2026-10", source: "a page") }
        facts.methods = methods.map { Sourced($0, date: "2026-10", source: "a page") }
        facts.images = images.map { Sourced($0, date: "2026-10", source: "a page") }
        return facts
    }

    private static let fits: [(facts: ModelFacts, day: String, sentences: [String])] = [
        (facts(shutdown: "2027-01-14"), "2027-01-13", []),
        (
            facts(shutdown: "2027-01-14"), "2027-01-14",
            [
                "m was shut down on 2027-01-14 (a page, as of 2026-10): it cannot be tuned; choose another one: --model MODEL"
            ]
        ),
        (
            facts(methods: ["supervised"]), "2026-11-28",
            ["m does not take dpo: it takes supervised (a page, as of 2026-10); choose another one: --model MODEL"]
        ),
        (
            facts(images: false), "2026-11-28",
            [
                "the rows show images, from which m does not learn (a page, as of 2026-10); choose another one: --model MODEL"
            ]
        ),
        (facts(images: true), "2026-11-28", []),
    ]

    @Test(arguments: fits)
    func aModelIsComparedWithTheJob(facts: ModelFacts, day: String, sentences: [String]) throws {
        var facts = facts
        if facts.images == nil { facts.images = Sourced(true, date: "2026-10", source: "a page") }
        let fit = ModelFit(
            model: ModelName("m"), facts: facts, isListed: true, nearest: nil, today: try #require(CalendarDay(day)),
            isOpenAI: true, isNamed: true)
        #expect(fit.problems(method: "dpo", ModelFit.Contents(hasImages: true)).map { fit.sentence($0) } == sentences)
        let elsewhere = ModelFit(
            model: ModelName("m"), facts: facts, isListed: true, nearest: nil, today: try #require(CalendarDay(day)),
            isOpenAI: false, isNamed: true)
        #expect(elsewhere.problems(method: "dpo", ModelFit.Contents(hasImages: true)) == [])
    }

    @Test func anUnknownModelHasANearestName() {
        let fit = ModelFit(
            model: ModelName("gpt-4o-mni"), facts: nil, isListed: false, nearest: ModelName("gpt-4o-mini"),
            today: CalendarDay(of: .init(seconds: 0)), isOpenAI: true, isNamed: true)
        #expect(
            fit.problems(method: "supervised", .init()).map { fit.sentence($0) }
                == ["no table has a model gpt-4o-mni; did you mean gpt-4o-mini?"])
    }
}
