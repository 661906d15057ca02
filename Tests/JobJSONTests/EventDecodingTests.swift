import FineTuning
import JSONText
import JobJSON
import Testing

@Suite struct EventDecodingTests {
    @Test(
        arguments: [
            (#""data":null"#, nil), (#""data":{}"#, nil), (#""data":[]"#, nil), ("\"type\":\"message\"", nil),
            (#""data":{"step":-1,"train_loss":1}"#, nil), (#""data":{"step":1.5}"#, nil),
            (
                #""data":{"step":3,"train_loss":1.8e-05,"total_steps":300,"train_mean_token_accuracy":0.5}"#,
                MetricPoint(step: 3, totalSteps: 300, trainLoss: 1.8e-05, trainAccuracy: 0.5)
            ),
            (
                #""data":{"step":3,"valid_loss":-1,"valid_mean_token_accuracy":-1.0,"train_loss":1e400,"total_steps":0}"#,
                MetricPoint(step: 3, trainLoss: .infinity)
            ),
            // What JSON has no words for comes as a text, or as null where only the message says it.
            (
                #""data":{"step":3,"train_loss":"NaN","valid_loss":"-inf","full_valid_loss":"many"}"#,
                MetricPoint(step: 3, trainLoss: .nan, validLoss: -.infinity)
            ),
            (
                #""data":{"step":3,"train_loss":null,"valid_loss":2},"message":"Step 3/9: training loss=nan, validation loss=1""#,
                MetricPoint(step: 3, trainLoss: .nan, validLoss: 2)
            ),
            (
                #""data":{"step":3,"train_loss":null},"message":"Step 4/9: training loss=nan""#,
                MetricPoint(step: 3)
            ),
            (
                #""data":{"step":4.0,"valid_loss":2,"full_valid_loss":3,"full_valid_mean_token_accuracy":0.25,"x":{}}"#,
                MetricPoint(step: 4, validLoss: 2, fullValidLoss: 3, fullValidAccuracy: 0.25)
            ),
            // Other servers' names.
            (
                #""data":{"step":3,"loss":1.5,"eval_loss":2,"mean_token_accuracy":0.5,"eval_accuracy":0.25}"#,
                MetricPoint(step: 3, trainLoss: 1.5, trainAccuracy: 0.5, validLoss: 2, validAccuracy: 0.25)
            ),
            (#""data":{"step":3,"train_loss":1,"loss":9}"#, MetricPoint(step: 3, trainLoss: 1)),
            (#""data":{"loss":9,"step":3,"train_loss":1}"#, MetricPoint(step: 3, trainLoss: 1)),
            (
                #""data":{"step":10,"total_steps":20,"train_mean_reward":0.42,"timing":{"step":{"eval":1}}}"#,
                MetricPoint(
                    step: 10, totalSteps: 20, others: ["train_mean_reward": 0.42, "timing.step.eval": 1])
            ),
            (
                #""data":{"step":1,"a b":1,"--x":2,"\u001b[1m":3,"deep":{"a":{"b":{"c":{"d":1}}}},"list":[1],"yes":true}"#,
                MetricPoint(step: 1)
            ),
            (
                #""data":null,"message":"Step 10/20 , train mean reward=0.42, full validation mean reward=-0.5""#,
                MetricPoint(
                    step: 10, totalSteps: 20, others: ["train_mean_reward": 0.42, "full_valid_mean_reward": -0.5])
            ),
            (
                #""data":{"step":1,"train_mean_token_accuracy":7,"validation_mean_token_accuracy":0.25,"train_loss":-1}"#,
                MetricPoint(step: 1, trainAccuracy: nil, validAccuracy: 0.25)
            ),
            // What is no share, and no loss, takes nothing away that another name gives.
            (
                #""data":{"step":1,"train_accuracy":0.5,"train_mean_token_accuracy":7,"training_loss":2,"train_loss":-1}"#,
                MetricPoint(step: 1, trainLoss: 2, trainAccuracy: 0.5)
            ),
            (
                #""data":null,"message":"Step 91/1000: training loss=1.5, validation loss=2.5, full validation loss=3e-1""#,
                MetricPoint(step: 91, totalSteps: 1000, trainLoss: 1.5, validLoss: 2.5, fullValidLoss: 0.3)
            ), (#""message":"Step 91: training loss=1""#, nil), (#""message":"Step a/b: x""#, nil),
            (#""message":"Step 1/2: training loss=lots, =, x""#, MetricPoint(step: 1, totalSteps: 2)),
        ] as [(String, MetricPoint?)])
    func metricsAreReadFromDataAndElseFromTheMessage(_ members: String, _ metric: MetricPoint?) throws {
        let event = try #require(try event(members))
        #expect(event.metric == metric)
    }

    @Test func aBareEventIsAnEvent() throws {
        let event = try #require(try event(#""level":null,"message":null"#))
        #expect(event.level == "info")
        #expect(event.message == "")
        #expect(event.type == nil)
    }

    @Test(arguments: [
        #"{"object":"fine_tuning.job.checkpoint","id":"c","created_at":5,"fine_tuned_model_checkpoint":"m"}"#,
        #"{"object":"fine_tuning.job.checkpoint","id":"c","created_at":5,"step_number":7}"#,
        #"{"object":"fine_tuning.job.checkpoint","id":"c","step_number":7,"fine_tuned_model_checkpoint":"m"}"#, "null",
    ])
    func aCheckpointNeedsItsModelItsStepAndItsTime(_ text: String) throws {
        #expect(Checkpoint(wire: try JSONValue.parse(text)) == nil)
    }

    @Test func aCheckpointCarriesItsNumbers() throws {
        let text =
            #"{"object":"fine_tuning.job.checkpoint","id":"c","created_at":5,"fine_tuned_model_checkpoint":"m:ckpt-step-7","#
            + #""step_number":7,"metrics":{"step":9,"full_valid_loss":0.134,"train_loss":-1}}"#
        #expect(
            Checkpoint(wire: try JSONValue.parse(text))
                == Checkpoint(
                    id: CheckpointID("c"), createdAt: UnixTime(seconds: 5), model: ModelName("m:ckpt-step-7"), step: 7,
                    metric: MetricPoint(step: 7, fullValidLoss: 0.134), raw: text))
    }

    /// A NaN was null, and nobody could tell it from a number that was not given.
    @Test func whatIsNoNumberIsNullWithItsWordBeside() {
        let point = MetricPoint(step: 3, trainLoss: .nan, validLoss: 2, others: ["train_mean_reward": -.infinity])
        #expect(
            JSONWriter.text(.object(point.json()))
                == #"{"step":3,"total_steps":null,"train_loss":null,"train_mean_token_accuracy":null,"valid_loss":2,"#
                + #""valid_mean_token_accuracy":null,"full_valid_loss":null,"full_valid_mean_token_accuracy":null,"#
                + #""train_mean_reward":null,"not_finite":{"train_loss":"NaN","train_mean_reward":"-Infinity"}}"#)
        #expect(MetricPoint(step: 3).json()["not_finite"] == nil)
    }

    @Test func aServerCannotFillAStoreWithNames() throws {
        let members = (0..<500).map { "\"n\($0)\":\($0)" }.joined(separator: ",")
        let point = try #require(MetricPoint(wire: try JSONValue.parse("{\"step\":1,\(members)}")))
        #expect(point.others.count == 64)
    }
}
