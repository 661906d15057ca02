import HTTPServer
import JSONText
import Testing

@testable import Simulator

@Suite struct CreateJobTests {
    /// Members added to a sound request, the field named, and the whole message.
    static let refused: [(members: String, param: String, message: String)] = [
        (#""nepochs": 2"#, "nepochs", "invalid nepochs: 2, extra inputs are not permitted"),
        (
            #""hyperparameters": {"epochs": "auto"}"#, "epochs",
            #"invalid epochs: "auto", extra inputs are not permitted"#
        ),
        (#""suffix": """#, "suffix", #"invalid suffix: "", length should be from 1 to 64 characters"#),
        (#""suffix": 3"#, "suffix", "invalid suffix: 3, input should be a string"),
        (#""seed": -1"#, "seed", "invalid seed: -1, input should be an integer from 0 to 2147483647"),
        (#""seed": 2147483648"#, "seed", "invalid seed: 2147483648, input should be an integer from 0 to 2147483647"),
        (
            #""hyperparameters": {"n_epochs": 51}"#, "hyperparameters.n_epochs",
            #"invalid hyperparameters.n_epochs: 51, input should be "auto" or an integer from 1 to 50"#
        ),
        (
            #""hyperparameters": {"batch_size": 1.5}"#, "hyperparameters.batch_size",
            #"invalid hyperparameters.batch_size: 1.5, input should be "auto" or an integer from 1 to 256"#
        ),
        (
            #""hyperparameters": {"learning_rate_multiplier": 0}"#, "hyperparameters.learning_rate_multiplier",
            #"invalid hyperparameters.learning_rate_multiplier: 0, input should be "auto" or a number greater than 0.0"#
        ),
        (
            #""method": {"type": "dpo", "dpo": {"hyperparameters": {"beta": 2.5}}}"#, "method.dpo.hyperparameters.beta",
            #"invalid method.dpo.hyperparameters.beta: 2.5, "#
                + #"input should be "auto" or a number greater than 0.0 and not greater than 2.0"#
        ),
        (
            #""method": {"type": "sft"}"#, "method.type",
            #"invalid method.type: "sft", input should be 'supervised', 'dpo' or 'reinforcement'"#
        ),
        (
            #""method": {"type": "reinforcement"}"#, "model",
            "Model gpt-4o-mini-2024-07-18 is not available for reinforcement fine-tuning."
        ),
        (#""metadata": {"k": 1}"#, "metadata", "invalid metadata.k: values are strings of at most 512 characters"),
        (#""model": "gpt-1""#, "model", "Model gpt-1 is not available for fine-tuning or does not exist."),
        (#""model": null"#, "model", "Missing required parameter: 'model'."),
        (
            #""training_file": "file-x""#, "training_file",
            "Cannot find file file-x, or your project does not have access to it."
        ),
        (
            #""validation_file": "file-y""#, "validation_file",
            "Cannot find file file-y, or your project does not have access to it."
        ),
        (
            #""integrations": [{"type": "wandb", "wandb": {}}]"#, "integrations",
            #"invalid integrations: {"type":"wandb","wandb":{}}, "#
                + "input should be of type 'wandb' and name its wandb.project"
        ),
    ]

    @Test(arguments: refused)
    func wrongFieldsAreNamed(members: String, param: String, message: String) throws {
        var caller = Caller()
        let file = try #require(caller.upload(Rows.many(10))["id"]?.string)
        // Of a repeated member the last one counts.
        let answer = try caller.post(
            "/fine_tuning/jobs", #"{"model": "gpt-4o-mini", "training_file": "\#(file)", \#(members)}"#)
        #expect(answer.status == 400)
        #expect(answer.message == message)
        #expect(answer.json["error"]?["param"]?.string == param)
        #expect(caller.call("GET", "/fine_tuning/jobs").ids == [])
    }

    @Test func nullsAndAutosAreFine() throws {
        var caller = Caller()
        let file = try #require(caller.upload(Rows.many(10))["id"]?.string)
        let answer = try caller.post(
            "/fine_tuning/jobs",
            #"{"model": "gpt-4o", "training_file": "\#(file)", "suffix": null, "seed": null, "validation_file": null, "#
                + #""metadata": null, "integrations": null, "hyperparameters": {"n_epochs": "auto"}, "#
                + #""method": {"type": "supervised", "supervised": null}}"#)
        #expect(answer.status == 200)
        #expect(answer["model"]?.string == "gpt-4o-2024-08-06")
    }

    @Test(arguments: ["", "[]", "{", "\u{0}"])
    func bodiesThatAreNoObjectAreRefused(text: String) {
        var caller = Caller()
        let answer = caller.answer(
            ServerRequest(
                method: "POST", target: "/v1/fine_tuning/jobs", headers: ["Authorization": "Bearer k"],
                body: ServerBody(Array(text.utf8))))
        #expect(answer.status == 400)
        #expect(answer.message == "We could not parse the JSON body of your request: it must be a JSON object.")
    }

    @Test func metadataHasBounds() throws {
        var caller = Caller()
        func refusal(_ metadata: JSONObject) -> String? {
            let file = caller.upload(Rows.many(10))["id"] ?? .null
            return caller.call(
                "POST", "/fine_tuning/jobs",
                .object(["model": .string("gpt-4o"), "training_file": file, "metadata": .object(metadata)])
            ).message
        }
        let pairs = (0..<17).map { JSONObject.Member(key: "k\($0)", value: .string("v")) }
        #expect(refusal(JSONObject(members: Array(pairs[..<16]))) == nil)
        #expect(refusal(JSONObject(members: pairs)) == "invalid metadata: at most 16 pairs are permitted")
        #expect(
            refusal([String(repeating: "k", count: 65): .string("")])
                == "invalid metadata: keys are at most 64 characters long")
        #expect(
            refusal(["k": .string(String(repeating: "v", count: 513))])
                == "invalid metadata.k: values are strings of at most 512 characters")
    }

    @Test func onlyFilesForTuningAreTaken() throws {
        var caller = Caller()
        let file = try #require(caller.upload(Rows.many(10), purpose: "batch")["id"]?.string)
        let answer = try caller.post("/fine_tuning/jobs", #"{"model": "gpt-4o", "training_file": "\#(file)"}"#)
        #expect(answer.message == "File \(file) has purpose 'batch', but 'fine-tune' is required.")
    }
}
