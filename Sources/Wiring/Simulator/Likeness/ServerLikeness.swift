import HTTPServer

/// Which of the servers that speak this API a simulator is like.
///
/// What they do differently was read in their documents and sources, or seen; see each case.
package enum ServerLikeness: String, Sendable, CaseIterable {
    /// OpenAI's own: the API reference, and the oddities of real replies.
    case openai
    /// Azure OpenAI: paths below `/openai`, `api-version`, `trainingType`, the status `pending`, and tuned models that
    /// answer under the name of a deployment only.
    case azure
    /// Nebius Token Factory: no metadata, an absolute learning rate, step counts on the job, checkpoints with files, and
    /// FastAPI's errors.
    case nebius
    /// A small server of one's own, as people write them with FastAPI: lists oldest first, at most 100 entries a page,
    /// files that stay `uploaded`, events as a stream, unknown members ignored.
    case fastapi

    /// What clients have before the API's own paths.
    var basePath: String {
        switch self {
        case .openai, .nebius, .fastapi: "/v1"
        case .azure: "/openai/v1"
        }
    }

    /// What may be left out before a path in a fault's `match`.
    var leadingPaths: [String] {
        switch self {
        case .openai, .nebius, .fastapi: ["/v1"]
        case .azure: ["/openai/v1", "/openai"]
        }
    }

    /// A request's path without what stands before the API's own.
    ///
    /// - Throws: `ErrorReply` 404 where it is none of the API's.
    func path(of request: ServerRequest) throws(ErrorReply) -> [String] {
        let segments = request.segments
        switch self {
        case .openai, .nebius, .fastapi:
            guard segments.first == "v1" else { throw .noSuchURL(request.method, request.rawPath) }
            return Array(segments.dropFirst())
        case .azure:
            guard segments.first == "openai" else { throw .noSuchResource }
            if segments.dropFirst().first == "v1" { return Array(segments.dropFirst(2)) }
            // The older paths belong to a dated version of the API.
            guard request.queryValue("api-version")?.isEmpty == false else { throw .noSuchResource }
            return Array(segments.dropFirst())
        }
    }

    /// Whether the first entry of a list is the newest.
    var listsNewestFirst: Bool { self != .fastapi }

    /// The most entries of a page.
    var greatestLimit: Int { self == .fastapi ? 100 : 10_000 }

    /// Whether a request without a key is answered where no key is set.
    var answersWithoutKey: Bool { self == .fastapi }

    /// Whether errors come as FastAPI's `detail`.
    var hasDetail: Bool {
        switch self {
        case .openai, .azure: false
        case .nebius, .fastapi: true
        }
    }

    /// Whether a job keeps the pairs that it was created with.
    var keepsMetadata: Bool {
        switch self {
        case .openai, .azure: true
        case .nebius, .fastapi: false
        }
    }

    /// Whether a tuned model answers under its own name.
    var namesModels: Bool {
        switch self {
        case .openai, .fastapi: true
        case .azure, .nebius: false
        }
    }

    /// The models that can be tuned.
    var baseModels: [SimulatedModel] {
        switch self {
        case .openai, .fastapi: SimulatedModel.base
        case .azure: SimulatedModel.base + [SimulatedModel.reasoning]
        case .nebius:
            ["meta-llama/Llama-3.1-8B-Instruct", "meta-llama/Llama-3.3-70B-Instruct"].map { id in
                SimulatedModel(id: id, createdAt: SimulatedModel.base[0].createdAt, ownedBy: "system")
            }
        }
    }
}

extension ErrorReply {
    /// What Azure says of any path that it does not know.
    static let noSuchResource = ErrorReply(status: 404, message: "Resource not found", code: "404")

    /// What Azure says where no deployment has the name of the model.
    static let noSuchDeployment = ErrorReply(
        status: 404,
        message: "The API deployment for this resource does not exist. If you created the deployment within the last "
            + "5 minutes, please wait a moment and try again.",
        code: "DeploymentNotFound")
}
