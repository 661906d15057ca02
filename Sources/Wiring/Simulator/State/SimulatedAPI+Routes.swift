import FineTuning
import HTTPServer

extension SimulatedAPI {
    /// Sends a request to its operation.
    ///
    /// - Throws: `ErrorReply`: 404 for an unknown path, 405 for a known one with another method.
    mutating func route(_ request: ServerRequest, at now: UnixTime) throws(ErrorReply) -> ServerResponse {
        let path = try settings.likeness.path(of: request)
        switch (path.first, path.count) {
        case ("files", 1...3): return try routeFiles(request, path, at: now)
        case ("uploads", 1...3) where [.openai, .azure].contains(settings.likeness):
            return try routeUploads(request, path, at: now)
        case ("models", 1...2): return try routeModels(request, path, at: now)
        case ("fine_tuning", 2...4) where path[1] == "jobs": return try routeJobs(request, path, at: now)
        case ("organization", 2...3) where settings.likeness == .openai:
            guard request.method == "GET" else { throw .wrongMethod(request.method, request.rawPath) }
            return try routeOrganization(request, path, at: now)
        case ("chat", 2) where path[1] == "completions":
            guard request.method == "POST" else { throw .wrongMethod(request.method, request.rawPath) }
            return try chat(request, at: now)
        case ("moderations", 1) where settings.likeness == .openai:
            guard request.method == "POST" else { throw .wrongMethod(request.method, request.rawPath) }
            return try moderate(request)
        case ("deployments", 4) where settings.likeness == .azure && path[2...] == ["chat", "completions"]:
            guard request.method == "POST" else { throw .wrongMethod(request.method, request.rawPath) }
            return try chat(request, deployment: path[1], at: now)
        default: throw .noSuchURL(request.method, request.rawPath)
        }
    }

    private mutating func routeFiles(
        _ request: ServerRequest, _ path: [String], at now: UnixTime
    ) throws(ErrorReply) -> ServerResponse {
        switch (request.method, path.count) {
        case ("POST", 1): return try upload(request, at: now)
        case ("GET", 1): return try listFiles(request, at: now)
        case ("GET", 2): return .json(json(of: try file(path[1]), at: now))
        case ("DELETE", 2): return try deleteFile(path[1])
        case ("GET", 3) where path[2] == "content": return try fileContent(path[1])
        case (_, 3) where path[2] != "content": throw .noSuchURL(request.method, request.rawPath)
        default: throw .wrongMethod(request.method, request.rawPath)
        }
    }

    private mutating func routeModels(
        _ request: ServerRequest, _ path: [String], at now: UnixTime
    ) throws(ErrorReply) -> ServerResponse {
        switch (request.method, path.count) {
        case ("GET", 1): return listModels(at: now)
        case ("GET", 2): return .json(try model(path[1], param: "model").json(at: now))
        case ("DELETE", 2): return try deleteModel(path[1])
        default: throw .wrongMethod(request.method, request.rawPath)
        }
    }

    private mutating func routeJobs(
        _ request: ServerRequest, _ path: [String], at now: UnixTime
    ) throws(ErrorReply) -> ServerResponse {
        switch (request.method, path.count) {
        case ("POST", 2): return try createJob(request, at: now)
        case ("GET", 2): return try listJobs(request)
        case ("GET", 3): return .json(try job(path[2]).json(in: voice))
        case ("POST", 4) where path[3] == "cancel": return try cancelJob(path[2], at: now)
        case ("POST", 4) where path[3] == "pause": return try pauseJob(path[2], at: now)
        case ("POST", 4) where path[3] == "resume": return try resumeJob(path[2], at: now)
        case ("GET", 4) where path[3] == "events": return try listEvents(of: path[2], request)
        case ("GET", 4) where path[3] == "checkpoints": return try listCheckpoints(of: path[2], request)
        case (_, 4) where !["cancel", "pause", "resume", "events", "checkpoints"].contains(path[3]):
            throw .noSuchURL(request.method, request.rawPath)
        default: throw .wrongMethod(request.method, request.rawPath)
        }
    }
}
