public import FineTuning
import HTTPClient
import JSONText
import JobJSON

extension OpenAIClient {
    /// Every model that the key sees; the API does not page them.
    public func models() throws(ProviderError) -> [RemoteModel] {
        try page(
            request(.get, ["models"]), asked: 0, for: Call(operation: .listModels), read: RemoteModel.init(wire:raw:)
        )
        .items
    }

    /// One model; an answer that is another model, or none, is an error.
    public func model(_ name: ModelName) throws(ProviderError) -> RemoteModel {
        let call = Call(operation: .getModel, object: name.rawValue)
        return try one(request(.get, ["models", name.rawValue]), for: call, named: "that model") { value in
            RemoteModel(wire: value).flatMap { $0.name == name ? $0 : nil }
        }
    }

    /// Deletes a tuned model; one that is not there is an error of kind `notFound`.
    public func deleteModel(_ name: ModelName) throws(ProviderError) {
        let call = Call(operation: .deleteModel, object: name.rawValue)
        let (value, response) = try json(request(.delete, ["models", name.rawValue]), for: call)
        guard value["id"]?.string == name.rawValue, value["deleted"]?.bool == true else {
            throw bad(response, "the answer does not say that the model is deleted", for: call)
        }
    }
}
