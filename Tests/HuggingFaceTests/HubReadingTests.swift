import HTTPClient
import HuggingFace
import Preparing
import Synchronization
import TestSupport
import Testing
import TrainingData

@Suite struct HubReadingTests {
    @Test func pagesFollowEachOtherToTheLastRow() throws {
        let scene = HubScene([
            HubAnswer.splits(), HubAnswer.rows(from: 0, total: 230), HubAnswer.rows(from: 100, total: 230),
            HubAnswer.rows(from: 200, total: 230),
        ])
        #expect(try prepared(scene.dataset()) == HubAnswer.examples(0..<230))
        scene.transport.finish()
        #expect(scene.noticed == [])
    }

    @Test func aShortPageIsFollowedByTheRowBehindIt() throws {
        let scene = HubScene([
            HubAnswer.splits(),
            .expect(HubAnswer.line(from: 0), json: HubAnswer.page(from: 0, count: 7, total: 9)),
            .expect(HubAnswer.line(from: 7), json: HubAnswer.page(from: 7, total: 9)),
        ])
        #expect(try prepared(scene.dataset()) == HubAnswer.examples(0..<9))
    }

    @Test func aLimitAndAPreviewAskForNoMorePagesThanTheyNeed() throws {
        let limited = HubScene([HubAnswer.splits(), HubAnswer.rows(from: 0, total: 1_000)])
        #expect(try prepared(limited.dataset(), limit: 3) == HubAnswer.examples(0..<3))
        let shown = HubScene([HubAnswer.splits(), HubAnswer.rows(from: 0, total: 1_000)])
        let preview = try Preparation(mapping: questions()).preview(ofRows: shown.dataset(), rows: 2)
        // The columns stand in the order of the features, whatever the rows have.
        #expect(preview.columns == ["q", "a"])
        #expect(preview.rows == [["question 0", "answer 0"], ["question 1", "answer 1"]])
    }

    @Test func classesAreWrittenByTheirNames() throws {
        let scratch = try TemporaryDirectory()
        let page =
            #"{"features":[{"name":"q","type":{"dtype":"string","_type":"Value"}},{"name":"label","type":"#
            + #"{"names":["negative","pos\"itive"],"_type":"ClassLabel"}}],"rows":["#
            + #"{"row_idx":0,"row":{"q":"x","label":1},"truncated_cells":[]},"#
            + #"{"row_idx":1,"row":{"q":"y","label":0},"truncated_cells":[]},"#
            + #"{"row_idx":2,"row":{"q":"z","label":-1},"truncated_cells":[]}],"num_rows_total":3,"partial":false}"#
        let scene = HubScene([HubAnswer.splits(), .expect(HubAnswer.line(from: 0), json: page)])
        let mapping = RowMapping(user: try MessageTemplate("{q}"), assistant: try MessageTemplate("{label}"))
        let report = try Preparation(mapping: mapping).run(
            fromRows: scene.dataset(), to: .file("\(scratch.path)/out.jsonl"))
        let lines = try scratch.text("out.jsonl").split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.first?.hasSuffix(#"{"role": "assistant", "content": "pos\"itive"}]}"#) == true)
        #expect(lines.last?.hasSuffix(#"{"role": "assistant", "content": "negative"}]}"#) == true)
        // A row without a class has no answer.
        #expect(report.dropped == [DropCount(reason: .emptyAnswer, rows: 1)])
    }

    @Test func progressIsToldAfterEveryPageWithTheRowsInAll() throws {
        let scratch = try TemporaryDirectory()
        let scene = HubScene([
            HubAnswer.splits(), HubAnswer.rows(from: 0, total: 150), HubAnswer.rows(from: 100, total: 150),
        ])
        var seen: [[Int?]] = []
        _ = try Preparation(mapping: questions()).run(fromRows: scene.dataset(), to: .file("\(scratch.path)/out")) {
            seen.append([$0.rows, $0.totalRows])
        }
        #expect(seen == [[100, 150], [150, 150]])
    }

    @Test func anOldNameIsTriedAsItIsAndThenAsTheTableHasIt() throws {
        let old = HubScene([
            .expect(
                "GET /splits?dataset=sciq", status: 404, headers: [HTTPHeader("X-Error-Code", "ResponseNotFound")],
                json: #"{"error":"The dataset has been renamed. Please use the current dataset name."}"#),
            HubAnswer.splits(of: "allenai/sciq"), HubAnswer.rows(of: "allenai/sciq", from: 0, total: 2),
        ])
        #expect(try prepared(old.dataset("hf:sciq")) == HubAnswer.examples(0..<2))
        #expect(old.noticed == ["hf:sciq is hf:allenai/sciq now"])
        let alive = HubScene([HubAnswer.splits(of: "sciq"), HubAnswer.rows(of: "sciq", from: 0, total: 2)])
        #expect(try prepared(alive.dataset("sciq")) == HubAnswer.examples(0..<2))
        #expect(alive.noticed == [])
    }

    @Test(
        arguments: [
            (nil, ["only"], "only"), (nil, ["other", "default"], "default"), ("other", ["other", "default"], "other"),
        ] as [(String?, [String], String)])
    func theSubsetIsTheNamedOneTheOnlyOneOrTheDefault(named: String?, subsets: [String], read: String) throws {
        let scene = HubScene([HubAnswer.splits(subsets: subsets), HubAnswer.rows(subset: read, from: 0, total: 1)])
        var dataset = try scene.dataset()
        dataset.subset = named
        #expect(try prepared(dataset) == HubAnswer.examples(0..<1))
    }

    @Test(
        arguments: [
            (nil, "train", ["a", "b\u{1B}"], "name one of its subsets with --subset: a, b\\u{1b}"),
            ("c", "train", ["a", "b"], "no subset \"c\"; there are a, b"),
            ("a", "dev", ["a", "b"], "no split \"dev\"; there are train, validation, test"),
        ] as [(String?, String, [String], String)])
    func aSubsetOrSplitThatIsNotThereIsAnsweredWithThoseThatAre(
        subset: String?, split: String, subsets: [String], message: String
    ) throws {
        let escaped = subsets.map { $0.replacing("\u{1B}", with: "\\u001b") }
        let scene = HubScene([HubAnswer.splits(subsets: escaped)])
        var dataset = try scene.dataset()
        dataset.subset = subset
        dataset.split = split
        #expect(try refusal(dataset) == "hf:me/quiz: \(message)")
    }

    @Test(arguments: [
        "", "a/b/c", "a/", "/b", "a b", "..", "a/..", "é", "a?b", "hf:", "x/" + String(repeating: "y", count: 97),
    ])
    func whatCannotBeANameIsRefusedWithoutARequest(name: String) {
        let error = #expect(throws: HuggingFaceError.self) { try HuggingFaceDataset(name) }
        #expect(error?.reason == .noName)
    }

    @Test func theTokenGoesIntoTheHeaderAndNowhereElse() throws {
        let scene = HubScene([
            HubAnswer.splits(),
            .expect(
                HubAnswer.line(from: 0), status: 404,
                headers: [HTTPHeader("X-Error-Code", "ExternalAuthenticatedError")],
                json: #"{"error":"The dataset does not exist, or is not accessible with the current credentials."}"#),
        ])
        var dataset = try scene.dataset()
        dataset.server.token = HuggingFaceToken("hf_CANARY", source: "HF_TOKEN")
        #expect(
            try refusal(dataset)
                == "hf:me/quiz: there is no such dataset, or it is not shown to us: \"The dataset does not exist, or is "
                + "not accessible with the current credentials.\"; check that the token of HF_TOKEN may read it")
        #expect(
            scene.transport.requests.map { $0.headers } == [
                [HTTPHeader("Authorization", "Bearer hf_CANARY")], [HTTPHeader("Authorization", "Bearer hf_CANARY")],
            ])
        #expect(scene.transport.requests.allSatisfy { !$0.url.contains("CANARY") })
        #expect(!"\(dataset) \(String(reflecting: dataset))".contains("CANARY"))
    }

    @Test(arguments: ["", "a b", "a\nb", "é", String(repeating: "x", count: 4_097)])
    func whatNoHeaderCarriesIsNoToken(text: String) { #expect(HuggingFaceToken(text, source: "HF_TOKEN") == nil) }

    @Test func aGatedDatasetSaysWhatItNeeds() throws {
        let said =
            "The dataset does not exist, or is not accessible without authentication (private or gated). "
            + "Please check the spelling of the dataset name or retry with authentication."
        let scene = HubScene([
            .expect(
                "GET /splits?dataset=me%2Fquiz", status: 401,
                headers: [HTTPHeader("X-Error-Code", "ExternalUnauthenticatedError")], json: "{\"error\":\"\(said)\"}")
        ])
        #expect(
            try refusal(scene.dataset())
                == "hf:me/quiz: there is no such dataset, or it is not shown to us: \"\(said)\"; private and gated ones "
                + "need a token that may read them: set HF_TOKEN")
    }

    @Test func aPartOfADatasetIsSaidToBeOne() throws {
        let scene = HubScene([
            HubAnswer.splits(),
            .expect(
                HubAnswer.line(from: 0),
                json: HubAnswer.page(from: 0, total: 2).replacing("\"partial\":false", with: "\"partial\":true")),
        ])
        _ = try prepared(scene.dataset())
        #expect(
            scene.noticed == [
                "the server shows only the first 2 rows of this dataset, which is larger than it converts"
            ])
    }
}
