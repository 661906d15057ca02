import FineTuning
import HTTPServer
import JSONText

extension SimulatedAPI {
    /// The model of a name, aliases included.
    ///
    /// - Throws: `ErrorReply` 404.
    func model(_ name: String, param: String? = nil) throws(ErrorReply) -> SimulatedModel {
        let id = SimulatedModel.aliases[name] ?? name
        guard let model = models.first(where: { $0.id == id }) else { throw .noSuchModel(name, param: param) }
        return model
    }

    /// `GET /models`.
    func listModels(at now: UnixTime) -> ServerResponse {
        .json(.object(["object": .string("list"), "data": .array(models.map { $0.json(at: now) })]))
    }

    /// `DELETE /models/{id}`: tuned models only.
    mutating func deleteModel(_ id: String) throws(ErrorReply) -> ServerResponse {
        let model = try model(id, param: "model")
        guard model.lesson != nil else {
            throw ErrorReply(
                status: 403, message: "You have insufficient permissions for this operation: \(id) is not yours.")
        }
        models.removeAll { $0.id == id }
        return .json(.object(["id": .string(id), "object": .string("model"), "deleted": .bool(true)]))
    }
}
