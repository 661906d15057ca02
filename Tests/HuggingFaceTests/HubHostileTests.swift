import Glibc
import HTTPClient
import HuggingFace
import TestSupport
import Testing

/// A server that breaks its API's rules gets a sentence, never an endless run or a wrong file.
@Suite struct HubHostileTests {
    private static let features = #""features":[{"name":"q"},{"name":"a"}]"#
    private static func row(_ index: String) -> String {
        "{\"row_idx\":\(index),\"row\":{\"q\":\"x\",\"a\":\"y\"},\"truncated_cells\":[]}"
    }

    @Test(arguments: [
        ("", "not JSON at byte 1: expected an object"),
        ("[]", "not JSON at byte 1: expected an object"),
        ("{", "not JSON at byte 2: expected a key in double quotes or \"}\""),
        ("{}", "no list of features"),
        ("{\"rows\":[],\"num_rows_total\":0}", "no list of features"),
        ("{\"features\":[{}],\"rows\":[],\"num_rows_total\":0}", "no list of features"),
        ("{\(features),\"num_rows_total\":1}", "no list of rows"),
        ("{\(features),\"rows\":{},\"num_rows_total\":1}", "not JSON at byte 48: expected a list of rows"),
        ("{\(features),\"rows\":[\(row("0"))]}", "no number of rows"),
        ("{\(features),\"rows\":[\(row("0"))],\"num_rows_total\":-1}", "no number of rows"),
        ("{\(features),\"rows\":[\(row("0"))],\"num_rows_total\":1e400}", "no number of rows"),
        ("{\(features),\"rows\":[\(row("0"))],\"num_rows_total\":0}", "rows behind the last of 0"),
        ("{\(features),\"rows\":[],\"num_rows_total\":5}", "no row behind row 0 of 5"),
        ("{\(features),\"rows\":[\(row("1"))],\"num_rows_total\":5}", "row 1 where 0 was due"),
        ("{\(features),\"rows\":[\(row("\"0\""))],\"num_rows_total\":5}", "row without a number where 0 was due"),
        ("{\(features),\"rows\":[\(row("0")),\(row("0"))],\"num_rows_total\":5}", "row 0 where 1 was due"),
        ("{\(features),\"rows\":[{\"row_idx\":0}],\"num_rows_total\":5}", "row 0 is no object"),
        ("{\(features),\"rows\":[{\"row_idx\":0,\"row\":[]}],\"num_rows_total\":5}", "row 0 is no object"),
        ("{\(features),\"rows\":[7],\"num_rows_total\":5}", "not JSON at byte 49: expected an object"),
        (
            "{\(features),\"rows\":[{\"row_idx\":0,\"row\":{},\"truncated_cells\":[\"q\"]}],\"num_rows_total\":5}",
            "row 0 has cells that were cut"
        ),
        (
            "{\(features),\"rows\":[\((0...100).map { row("\($0)") }.joined(separator: ","))],\"num_rows_total\":500}",
            "more than 100 rows at once"
        ),
        (
            "{\(features),\"rows\":[\(row("0"))],\"num_rows_total\":1}}",
            "not JSON at byte 128: expected the end of the text"
        ),
    ])
    func aPageThatBreaksTheRulesIsNamed(body: String, how: String) throws {
        let scene = HubScene([HubAnswer.splits(), .expect(HubAnswer.line(from: 0), json: body)])
        #expect(try refusal(scene.dataset()) == "hf:me/quiz: the server's answer is not what its API promises: \(how)")
    }

    @Test(arguments: [
        ("", "not JSON at byte 1: expected a value"), ("{}", "no list of splits"),
        ("{\"splits\":[]}", "no split at all"),
        ("{\"splits\":[{\"config\":1,\"split\":\"train\"}]}", "no split at all"),
    ])
    func aListingThatBreaksTheRulesIsNamed(body: String, how: String) throws {
        let scene = HubScene([.expect("GET /splits?dataset=me%2Fquiz", json: body)])
        #expect(try refusal(scene.dataset()) == "hf:me/quiz: the server's answer is not what its API promises: \(how)")
    }

    @Test func theSamePageAgainIsNoNextPage() throws {
        let scene = HubScene([
            HubAnswer.splits(), HubAnswer.rows(from: 0, total: 300),
            .expect(HubAnswer.line(from: 100), json: HubAnswer.page(from: 0, total: 300)),
        ])
        #expect(
            try refusal(scene.dataset())
                == "hf:me/quiz: the server's answer is not what its API promises: row 0 where 100 was due")
    }

    @Test(arguments: [
        HubAnswer.rows(from: 100, total: 301), HubAnswer.rows(from: 100, total: 300, revision: "r2"),
        .expect(
            HubAnswer.line(from: 100), headers: [HTTPHeader("X-Revision", "r1")],
            json: HubAnswer.page(from: 100, total: 300).replacing("\"name\":\"a\"", with: "\"name\":\"b\"")),
    ])
    func aDatasetThatChangesMeanwhileIsNotMixed(step: ScriptedTransport.Step) throws {
        let scene = HubScene([HubAnswer.splits(), HubAnswer.rows(from: 0, total: 300), step])
        #expect(
            try refusal(scene.dataset())
                == "hf:me/quiz: the dataset was changed while it was being read; run the same command again")
    }

    @Test func moreColumnsThanAnySetHasAreRefused() throws {
        let names = (0..<5_000).map { "{\"name\":\"c\($0)\"}" }.joined(separator: ",")
        let scene = HubScene([
            HubAnswer.splits(),
            .expect(HubAnswer.line(from: 0), json: "{\"features\":[\(names)],\"rows\":[],\"num_rows_total\":0}"),
        ])
        #expect(try refusal(scene.dataset())?.hasSuffix("promises: no list of features") == true)
    }

    @Test func lineEndsBetweenValuesDoNotEndARow() throws {
        let row = "{\r\n\"q\":\n\"question 0\",\"a\":\"answer 0\"\n}"
        let directory = try TemporaryDirectory()
        let steps = [
            HubAnswer.splits(),
            ScriptedTransport.Step.expect(
                HubAnswer.line(from: 0), json: HubAnswer.page(from: 0, total: 1).replacing(HubAnswer.row(0), with: row)),
        ]
        let cache = directory.path("hf")
        #expect(try prepared(HubScene(steps, now: Int64(time(nil))).dataset(cache: cache)) == HubAnswer.examples(0..<1))
        #expect(try prepared(HubScene([], now: Int64(time(nil))).dataset(cache: cache)) == HubAnswer.examples(0..<1))
    }
}
