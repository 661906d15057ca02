import FineTuning
import HTTPServer
import JSONText

extension SimulatedAPI {
    /// The simulator's own paths, below `/_ftsim/`; they need no key, and are not logged.
    ///
    /// - `GET`, `POST`, `DELETE faults`: a fault or an array of them; see ``Fault``.
    /// - `GET`, `DELETE requests`: what was received.
    /// - `POST advance` `{"seconds": N}`: the clock goes forward.
    /// - `POST jobs`: a job out of nothing, see ``injectJobs(_:at:)``; `POST jobs/{id}` changes one; `DELETE jobs/{id}`
    ///   makes one gone.
    /// - `POST deployments` `{"name": …, "model": …}`: a model answers under that name; with `"job": …` the model that a job
    ///   has made, where the server itself serves none.
    /// - `POST models` `{"id": …, "shutdown_date": …}`: a base model out of nothing, or another date.
    mutating func control(_ request: ServerRequest, at now: UnixTime) throws(ErrorReply) -> ServerResponse {
        let path = Array(request.segments.dropFirst())
        switch (request.method, path.first, path.count) {
        case ("GET", "faults", 1): return faultsResponse
        case ("POST", "faults", 1):
            faults.add(try Fault.list(try Self.body(of: request)))
            return faultsResponse
        case ("DELETE", "faults", 1):
            faults.clear()
            return faultsResponse
        case ("GET", "requests", 1): return .json(log.json)
        case ("DELETE", "requests", 1):
            log.clear()
            return .json(log.json)
        case ("POST", "advance", 1): return try advance(try Self.body(of: request), from: now)
        case ("POST", "jobs", 1): return try injectJobs(try Self.body(of: request), at: now)
        case ("POST", "jobs", 2): return try changeJob(path[1], try Self.body(of: request), at: now)
        case ("DELETE", "jobs", 2): return try removeJob(path[1])
        case ("POST", "deployments", 1): return try deploy(try Self.body(of: request), at: now)
        case ("POST", "models", 1): return try setModel(try Self.body(of: request), at: now)
        default: throw .noSuchURL(request.method, request.rawPath)
        }
    }

    private var faultsResponse: ServerResponse {
        .json(.object(["object": .string("list"), "data": .array(faults.faults.map(\.json))]))
    }

    private static func body(of request: ServerRequest) throws(ErrorReply) -> JSONValue {
        do {
            return try JSONValue.parse(request.body.bytes)
        } catch {
            throw .invalid("The body is \(error)")
        }
    }

    private mutating func advance(_ body: JSONValue, from now: UnixTime) throws(ErrorReply) -> ServerResponse {
        guard let seconds = body["seconds"]?.number?.double, (0...1e9).contains(seconds) else {
            throw .invalid("seconds is not a number from 0 to 1000000000", param: "seconds")
        }
        skipped += .seconds(seconds)
        let later = now + .seconds(seconds)
        settle(at: later)
        return .json(.object(["now": .integer(later.seconds)]))
    }

    private mutating func setModel(_ body: JSONValue, at now: UnixTime) throws(ErrorReply) -> ServerResponse {
        guard let id = body["id"]?.string else { throw .invalid("id is not a string", param: "id") }
        let date = body["shutdown_date"]?.string
        if let index = models.firstIndex(where: { $0.id == id }) {
            models[index].shutdownDate = date
            models[index].isEndHiddenAfterIt = false
        } else {
            models.append(
                SimulatedModel(id: id, createdAt: now, ownedBy: "system", shutdownDate: date, lesson: nil))
        }
        return .json(try model(id).json(at: now))
    }

    private mutating func deploy(_ body: JSONValue, at now: UnixTime) throws(ErrorReply) -> ServerResponse {
        guard let name = body["name"]?.string, !name.isEmpty else {
            throw .invalid("name is not a string", param: "name")
        }
        if let id = body["job"]?.string {
            let job = try job(id)
            guard job.status == .succeeded, let content = job.content else {
                throw .invalid("job \(id) has made no model", param: "job")
            }
            models.removeAll { $0.id == name }
            models.append(
                SimulatedModel(
                    id: name, createdAt: now, ownedBy: organization,
                    lesson: SimulatedModel.Lesson(job: id, content: content)))
            return .json(.object(["name": .string(name), "job": .string(id)]))
        }
        let model = try model(body["model"]?.string ?? "", param: "model")
        deployments[name] = model.id
        return .json(.object(["name": .string(name), "model": .string(model.id)]))
    }

    private mutating func removeJob(_ id: String) throws(ErrorReply) -> ServerResponse {
        _ = try job(id)
        jobs[id] = nil
        active.remove(id)
        jobOrder.removeAll { $0 == id }
        return .json(.object(["id": .string(id), "deleted": .bool(true)]))
    }
}
