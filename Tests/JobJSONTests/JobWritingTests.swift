import FineTuning
import JSONText
import JobJSON
import Testing

/// What core values become under the API's names.
@Suite struct JobWritingTests {
    @Test func aJobKeepsWhatOnlyTheAPIKnowsAndItsPlace() throws {
        let job = try #require(
            try job(#""status":"running","new_field":[1],"hyperparameters":{"n_epochs":3,"x":1},"seed":7,"error":{}"#))
        #expect(
            JSONWriter.text(.object(job.json))
                == #"{"object":"fine_tuning.job","id":"ftjob-1","created_at":1721764800,"status":"queued","#
                + #""model":"gpt-4o-mini","status":"running","new_field":[1],"hyperparameters":{"n_epochs":3,"x":1},"#
                + #""seed":7,"error":null,"training_file":null,"validation_file":null,"finished_at":null,"#
                + #""fine_tuned_model":null,"trained_tokens":null,"estimated_finish":null,"result_files":[]}"#)
    }

    /// The API has it in the method's own object, and who looks beside the other three found nothing.
    @Test func betaStandsBesideTheOtherThree() throws {
        let job = try #require(
            try job(#""hyperparameters":{"n_epochs":3},"method":{"type":"dpo","dpo":{"hyperparameters":{"beta":0.2}}}"#)
        )
        #expect(job.json["hyperparameters"].map { JSONWriter.text($0) } == #"{"n_epochs":3,"beta":0.2}"#)
    }

    @Test(arguments: ["{}", "[1]", "broken", ""])
    func aJobWithoutItsTextIsWrittenFromWhatTheCoreKnows(_ raw: String) throws {
        var job = Job(
            id: JobID("ftjob-1"), createdAt: UnixTime(seconds: 5), status: .failed, model: ModelName("m"),
            error: JobError(code: "c", message: nil, param: nil), resultFiles: [FileID("file-1")],
            hyperparameters: Hyperparameters(epochs: .auto, batchSize: .value("8"), beta: .value("0.1")))
        job.raw = raw
        #expect(
            JSONWriter.text(.object(job.json))
                == #"{"id":"ftjob-1","created_at":5,"status":"failed","model":"m","training_file":null,"#
                + #""validation_file":null,"finished_at":null,"fine_tuned_model":null,"#
                + #""error":{"code":"c","message":null,"param":null},"trained_tokens":null,"estimated_finish":null,"#
                + #""seed":null,"result_files":["file-1"],"#
                + #""hyperparameters":{"n_epochs":"auto","batch_size":8,"learning_rate_multiplier":null,"beta":0.1}}"#)
    }

    @Test(
        arguments: [
            (Hyperparameters(), nil, "{}"), (Hyperparameters(epochs: .auto), nil, #"{"n_epochs":"auto"}"#),
            (
                Hyperparameters(learningRateMultiplier: .value("1.8e-05"), beta: .value("0.10")), nil,
                #"{"learning_rate_multiplier":1.8e-05,"beta":0.10}"#
            ),
            (
                Hyperparameters(batchSize: .value("0x10")), .null,
                #"{"n_epochs":null,"batch_size":"0x10","learning_rate_multiplier":null,"beta":null}"#
            ),
        ] as [(Hyperparameters, JSONValue?, String)])
    func knobsHaveTheAPIsNames(_ knobs: Hyperparameters, _ missing: JSONValue?, _ text: String) {
        #expect(JSONWriter.text(.object(knobs.json(missing: missing))) == text)
        if missing == nil { #expect(Hyperparameters(json: .object(knobs.json())) == knobs) }
    }

    @Test(
        arguments: [
            (Hyperparameters(), nil, nil, nil), (Hyperparameters(), "dpo", nil, #"{"type":"dpo"}"#),
            (
                Hyperparameters(epochs: .value("3")), nil, nil,
                #"{"type":"supervised","supervised":{"hyperparameters":{"n_epochs":3}}}"#
            ),
            (
                Hyperparameters(epochs: .auto), "reinforcement", .string("g"),
                #"{"type":"reinforcement","reinforcement":{"grader":"g","hyperparameters":{"n_epochs":"auto"}}}"#
            ),
        ] as [(Hyperparameters, String?, JSONValue?, String?)])
    func aMethodSaysOnlyWhatWasAskedFor(
        _ knobs: Hyperparameters, _ name: String?, _ grader: JSONValue?, _ text: String?
    ) {
        #expect(knobs.methodJSON(named: name, grader: grader).map { JSONWriter.text($0) } == text)
    }

    @Test func metadataKeepsItsOrderAndComesBack() {
        let pairs = [MetadataPair(key: "b", value: "\""), MetadataPair(key: "a", value: "")]
        #expect(JSONWriter.text(.object(pairs.json)) == #"{"b":"\"","a":""}"#)
        #expect([MetadataPair](json: .object(pairs.json)) == pairs)
        #expect([MetadataPair](json: .object(["a": .integer(1)])).isEmpty)
        #expect([MetadataPair](json: nil).isEmpty)
    }

    @Test(
        arguments: [
            (.shortest, #"{"step":2,"total_steps":null,"train_loss":1,"train_mean_token_accuracy":0.25,"#),
            (.withPoint, #"{"step":2,"total_steps":null,"train_loss":1.0,"train_mean_token_accuracy":0.25,"#),
        ] as [(RealForm, String)])
    func aWholeNumberIsWrittenAsItsReadersKnowIt(_ form: RealForm, _ start: String) {
        let point = MetricPoint(step: 2, trainLoss: 1, trainAccuracy: 0.25, validLoss: .nan, fullValidLoss: .infinity)
        #expect(
            JSONWriter.text(.object(point.json(form)))
                == start + #""valid_loss":null,"valid_mean_token_accuracy":null,"full_valid_loss":null,"#
                + #""full_valid_mean_token_accuracy":null,"#
                + #""not_finite":{"valid_loss":"NaN","full_valid_loss":"Infinity"}}"#)
    }

    @Test func anEventGivesItsDataBack() throws {
        #expect(try event(#""data":{"step":1,"x":[]}"#)?.data == .object(["step": .integer(1), "x": .array([])]))
        #expect(try event(#""message":"m""#)?.data == .null)
    }
}
