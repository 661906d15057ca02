import FineTuning
import JSONText
import JobJSON
import Testing

/// The shapes that real replies have, whatever the schema says (API reference, sections 2.1 and 2.8).
@Suite struct JobDecodingTests {
    @Test(
        arguments: [
            (#"{"trained_steps":5,"total_steps":20}"#, 5, 20), (#"{"trained_steps":5}"#, 5, nil),
            (#"{"trained_steps":0,"total_steps":0}"#, 0, nil), (#"{"trained_steps":null,"total_steps":20}"#, nil, nil),
            (#"{"trained_steps":-1}"#, nil, nil), (#"{"metadata":{"a":"trained_steps"}}"#, nil, nil),
            ("\"trained_steps\"", nil, nil), ("", nil, nil),
        ] as [(String, Int64?, Int64?)])
    func aJobMayCountItsSteps(raw: String, done: Int64?, total: Int64?) {
        #expect(StepCount(raw: raw)?.done == done)
        #expect(StepCount(raw: raw)?.total == total)
    }

    @Test func everyFieldHasItsPlace() throws {
        let text = """
            {"object":"fine_tuning.job","id":"ftjob-9","created_at":1692661014,"status":"succeeded","model":"gpt-4o-mini",\
            "training_file":"file-1","validation_file":"file-2","finished_at":1692661190,"fine_tuned_model":"ft:m:o::1",\
            "organization_id":"org-1","result_files":["file-3"],"trained_tokens":5768,"estimated_finish":1692661180,\
            "seed":42,"method":{"type":"supervised"},\
            "hyperparameters":{"n_epochs":4,"batch_size":"auto","learning_rate_multiplier":1.80},\
            "metadata":{"b":"2","a":"1","n":3},"user_provided_suffix":"mine","new_field":[1]}
            """
        let expected = Job(
            id: JobID("ftjob-9"), createdAt: UnixTime(seconds: 1_692_661_014), status: .succeeded,
            model: ModelName("gpt-4o-mini"), trainingFile: FileID("file-1"), validationFile: FileID("file-2"),
            finishedAt: UnixTime(seconds: 1_692_661_190), fineTunedModel: ModelName("ft:m:o::1"), organization: "org-1",
            resultFiles: [FileID("file-3")], trainedTokens: 5768, estimatedFinish: UnixTime(seconds: 1_692_661_180),
            seed: 42, method: "supervised",
            hyperparameters: Hyperparameters(
                epochs: .value("4"), batchSize: .auto, learningRateMultiplier: .value("1.80")),
            metadata: [
                MetadataPair(key: "a", value: "1"), MetadataPair(key: "b", value: "2"),
                MetadataPair(key: "n", value: "3"),
            ], suffix: "mine", raw: text)
        #expect(Job(wire: try JSONValue.parse(text)) == expected)
    }

    @Test(
        arguments: [
            ("", nil, nil), (#""error":null"#, nil, nil), (#""error":{}"#, nil, nil),
            (#""error":{"code":null,"message":null,"param":null}"#, nil, nil), (#""error":"""#, nil, nil),
            (#""error":{"code":"invalid_n_examples","message":"too few"}"#, "invalid_n_examples", "too few"),
            (#""error":{"code":null,"message":"why"}"#, nil, "why"), (#""error":{"code":17}"#, "17", nil),
            (#""error":"server error""#, nil, "server error"), (#""error":7"#, nil, nil), (#""error":[]"#, nil, nil),
        ] as [(String, String?, String?)])
    func errorsHaveManyShapes(_ members: String, _ code: String?, _ message: String?) throws {
        let job = try #require(try job(members))
        #expect(job.error == JobError(code: code, message: message, param: nil))
    }

    @Test(
        arguments: [
            ("", nil, nil), (#""hyperparameters":null"#, nil, nil), (#""hyperparameters":{}"#, nil, nil),
            (#""hyperparameters":{"n_epochs":"auto"}"#, .auto, nil),
            (#""hyperparameters":{"n_epochs":3}"#, .value("3"), nil),
            (#""hyperparameters":{"n_epochs":"3","batch_size":-1}"#, .value("3"), nil),
            (#""hyperparameters":{"n_epochs":0,"batch_size":{}}"#, nil, nil),
            (
                #""hyperparameters":null,"method":{"type":"dpo","dpo":{"hyperparameters":{"n_epochs":2,"batch_size":8}}}"#,
                .value("2"), .value("8")
            ),
            (
                #""hyperparameters":{"n_epochs":4},"method":{"type":"x","x":{"hyperparameters":{"n_epochs":2,"batch_size":8}}}"#,
                .value("4"), .value("8")
            ), (#""method":{"type":"dpo","dpo":null}"#, nil, nil), (#""method":{"type":"dpo"}"#, nil, nil),
        ] as [(String, Hyperparameters.Setting?, Hyperparameters.Setting?)])
    func hyperparametersAreFoundWhereTheyAre(
        _ members: String, _ epochs: Hyperparameters.Setting?, _ batchSize: Hyperparameters.Setting?
    ) throws {
        let job = try #require(try job(members))
        #expect(job.hyperparameters == Hyperparameters(epochs: epochs, batchSize: batchSize))
    }

    @Test(arguments: [
        #""finished_at":null"#, #""finished_at":0"#, #""estimated_finish":0"#, #""trained_tokens":null"#,
        #""trained_tokens":-1"#, #""seed":null"#, #""metadata":null"#, #""metadata":[]"#, #""result_files":null"#,
        #""result_files":[null,7]"#, #""fine_tuned_model":"""#, #""validation_file":{}"#, #""method":null"#,
        #""finished_at":"soon""#, #""integrations":[]"#, #""trained_tokens":1e400"#,
    ])
    func whatSaysNothingIsUnknown(_ members: String) throws {
        var job = try #require(try job(members))
        job.raw = "{}"
        #expect(
            job
                == Job(
                    id: JobID("ftjob-1"), createdAt: UnixTime(seconds: 1_721_764_800), status: .queued,
                    model: ModelName("gpt-4o-mini")))
    }

    @Test(arguments: ["paused", "pending", "validating_files", "über"])
    func everyStatusIsKeptVerbatim(_ word: String) throws {
        let job = try #require(try job(#""status":"\#(word)""#))
        #expect(job.status.word == word)
        #expect(!job.status.isTerminal)
    }
}
