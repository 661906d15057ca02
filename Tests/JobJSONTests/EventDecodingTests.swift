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
                MetricPoint(step: 10, totalSteps: 20)
            ),
            (
                #""data":{"step":1,"train_accuracy":0.5,"validation_mean_token_accuracy":0.25,"train_mean_token_accuracy":7}"#,
                MetricPoint(step: 1, trainAccuracy: nil, validAccuracy: 0.25)
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
}
