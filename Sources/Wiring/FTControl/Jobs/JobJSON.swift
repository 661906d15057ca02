import Commands
import FineTuning
import JSONText
import JobStorage

/// A job as JSON: what the API sent, under the API's names, with what ftd knows beside it.
///
/// A contract: keys are only ever added. What is unknown is null, and an `error` that says nothing is null too.
enum JobJSON {
    static func object(_ stored: StoredJob, progress: JobProgress?) -> JSONObject {
        let job = stored.job
        var object = (try? JSONValue.parse(job.raw))?.object ?? [:]
        object["id"] = .string(job.id.rawValue)
        object["created_at"] = .integer(job.createdAt.seconds)
        object["status"] = .string(job.status.word)
        object["model"] = .string(job.model.rawValue)
        object["training_file"] = .text(job.trainingFile?.rawValue)
        object["validation_file"] = .text(job.validationFile?.rawValue)
        object["finished_at"] = seconds(job.finishedAt)
        object["fine_tuned_model"] = .text(job.fineTunedModel?.rawValue)
        object["error"] = job.error.map(error) ?? .null
        object["trained_tokens"] = job.trainedTokens.map { .integer($0) } ?? .null
        object["estimated_finish"] = seconds(job.estimatedFinish)
        object["seed"] = job.seed.map { .integer($0) } ?? .null
        if object["result_files"] == nil {
            object["result_files"] = .array(job.resultFiles.map { .string($0.rawValue) })
        }
        if object["hyperparameters"]?.object == nil {
            object["hyperparameters"] = hyperparameters(job.hyperparameters)
        }
        object["account"] = .string(stored.account.rawValue)
        object["first_seen"] = .integer(stored.firstSeen.seconds)
        object["gone_at"] = seconds(stored.goneAt)
        object["progress"] = progress.map(self.progress) ?? .null
        return object
    }

    static func seconds(_ time: UnixTime?) -> JSONValue { time.map { .integer($0.seconds) } ?? .null }

    static func number(_ value: Double?) -> JSONValue { value.map { ReportValue.number($0).json } ?? .null }

    private static func error(_ error: JobError) -> JSONValue {
        .object(["code": .text(error.code), "message": .text(error.message), "param": .text(error.param)])
    }

    private static func progress(_ progress: JobProgress) -> JSONValue {
        .object([
            "step": .integer(progress.step), "total_steps": progress.totalSteps.map { .integer($0) } ?? .null,
            "train_loss": number(progress.losses.last),
        ])
    }

    private static func hyperparameters(_ values: Hyperparameters) -> JSONValue {
        .object([
            "n_epochs": setting(values.epochs), "batch_size": setting(values.batchSize),
            "learning_rate_multiplier": setting(values.learningRateMultiplier),
        ])
    }

    private static func setting(_ value: Hyperparameters.Setting?) -> JSONValue {
        switch value {
        case nil: .null
        case .auto: .string("auto")
        case .value(let text): Double(text) == nil ? .string(text) : .number(JSONNumber(text: text))
        }
    }
}
