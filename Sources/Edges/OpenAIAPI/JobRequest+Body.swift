import FineTuning
import JSONText
import JobJSON

extension JobRequest {
    /// The body of `POST /fine_tuning/jobs`; what is nil is left out, since the API refuses nulls.
    ///
    /// - Parameters:
    ///   - place: where the hyperparameters go.
    ///   - extra: joins the request's own members, objects member by member; a null takes a member away.
    /// - Throws: what is wrong with the grader's text.
    func body(
        hyperparameters place: HyperparameterPlace = .method, adding extra: JSONObject
    ) throws(JSONSyntaxError) -> JSONValue {
        var body: JSONObject = ["model": .string(model.rawValue), "training_file": .string(trainingFile.rawValue)]
        body["validation_file"] = validationFile.map { .string($0.rawValue) }
        body["suffix"] = suffix.map(JSONValue.string)
        body["seed"] = seed.map(JSONValue.integer)
        var graderJSON: JSONValue?
        if let grader { graderJSON = try JSONValue.parse(grader) }
        var knobs = hyperparameters.json()
        if let learningRate { knobs["learning_rate"] = Hyperparameters.Setting.value(learningRate).json }
        let isInMethod = place != .top
        body["method"] = (isInMethod ? hyperparameters : Hyperparameters()).methodJSON(
            named: method, grader: graderJSON)
        if isInMethod, let rate = knobs["learning_rate"] {
            let name = method ?? "supervised"
            let details: JSONObject = ["hyperparameters": .object(["learning_rate": rate])]
            body = body.merging(["method": .object(["type": .string(name), name: .object(details)])])
        }
        if place != .method, !knobs.members.isEmpty { body["hyperparameters"] = .object(knobs) }
        if !metadata.isEmpty { body["metadata"] = .object(metadata.json) }
        return .object(body.merging(extra))
    }
}

extension JSONObject {
    /// This object with another one's members: objects join, null takes away, anything else replaces.
    fileprivate func merging(_ other: JSONObject) -> JSONObject {
        var result = self
        for member in other.members {
            if member.value.isNull {
                result[member.key] = nil
            } else if let theirs = member.value.object {
                result[member.key] = .object((result[member.key]?.object ?? [:]).merging(theirs))
            } else {
                result[member.key] = member.value
            }
        }
        return result
    }
}
