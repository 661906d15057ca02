import FineTuning
import JSONText
import JobJSON

extension JobRequest {
    /// The body of `POST /fine_tuning/jobs`; what is nil is left out, since the API refuses nulls.
    ///
    /// - Parameter extra: members that replace or join the request's own, for servers with words of their own.
    /// - Throws: what is wrong with the grader's text.
    func body(adding extra: JSONObject) throws(JSONSyntaxError) -> JSONValue {
        var body: JSONObject = ["model": .string(model.rawValue), "training_file": .string(trainingFile.rawValue)]
        body["validation_file"] = validationFile.map { .string($0.rawValue) }
        body["suffix"] = suffix.map(JSONValue.string)
        body["seed"] = seed.map(JSONValue.integer)
        var graderJSON: JSONValue?
        if let grader { graderJSON = try JSONValue.parse(grader) }
        body["method"] = hyperparameters.methodJSON(named: method, grader: graderJSON)
        if !metadata.isEmpty { body["metadata"] = .object(metadata.json) }
        for member in extra.members { body[member.key] = member.value }
        return .object(body)
    }
}
