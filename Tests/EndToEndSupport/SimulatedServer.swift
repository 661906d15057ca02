import FineTuning
import Glibc
import HTTPClient
import JSONText

/// A running `ftsim`, and its control paths.
final class SimulatedServer: Sendable {
    /// One request as it was received.
    struct Request: Hashable {
        let method: String
        let path: String
        /// The names of the query's members.
        let queryNames: [String]
        let status: Int?
    }

    /// Why the simulator did not do as it was told.
    struct Refusal: Error, CustomStringConvertible {
        let description: String
    }

    let program: Program
    /// For example `http://127.0.0.1:4711/v1`.
    let baseURL: String
    private let root: String
    /// Kept, so that the place lives as long as its server.
    private let place: Place
    private let transport = CurlTransport(userAgent: "ftd-tests")

    /// - Parameter options: further ones, such as `--like`.
    init(_ place: Place, speed: Double = 1, key: String? = Place.key, options: [String] = []) throws {
        let program = try place.start(
            Binaries.simulator, ["--speed", "\(speed)"] + (key.map { ["--key", $0] } ?? []) + options)
        let line = try wait(until: "ftsim prints its address\n\(program.errors)") {
            program.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().first.map(String.init)
        }
        self.program = program
        self.place = place
        baseURL = line
        root = line.split(separator: "/").prefix(2).joined(separator: "//")
    }

    /// Has the next requests spoiled; `fault` is what `POST /_ftsim/faults` takes.
    func spoil(_ fault: JSONObject) throws { _ = try control(.post, "faults", .object(fault)) }

    /// Says when a model ends: `2027-01-14`.
    func announce(end day: String, of model: String) throws {
        _ = try control(.post, "models", .object(["id": .string(model), "shutdown_date": .string(day)]))
    }

    /// Lets the model of a job answer under a name, where the server itself serves none.
    func deploy(_ job: JobID, as name: String) throws {
        _ = try control(.post, "deployments", .object(["name": .string(name), "job": .string(job.rawValue)]))
    }

    /// No further request is spoiled.
    func heal() throws { _ = try control(.delete, "faults") }

    /// Moves the clock.
    func advance(_ duration: Duration) throws {
        _ = try control(.post, "advance", .object(["seconds": .integer(duration.components.seconds)]))
    }

    /// Makes jobs out of nothing; the given members are shown.
    @discardableResult
    func make(_ members: JSONObject) throws -> [JobID] {
        let jobs = try control(.post, "jobs", .object(members))["data"]?.array ?? []
        return jobs.compactMap { $0["id"]?.string.map { JobID($0) } }
    }

    /// Makes one job of a status.
    func makeJob(_ status: String, _ members: JSONObject = [:]) throws -> JobID {
        var all = members
        all["status"] = .string(status)
        guard let id = try make(all).first else { throw Refusal(description: "no job was made") }
        return id
    }

    /// Changes what a job shows.
    func change(_ job: JobID, _ members: JSONObject) throws {
        _ = try control(.post, "jobs/\(job)", .object(members))
    }

    /// Takes a job away, as a server does that forgets it.
    func remove(_ job: JobID) throws { _ = try control(.delete, "jobs/\(job.rawValue)") }

    /// Moves a job to a status, with what goes along with it.
    func move(_ job: JobID, to status: String) throws {
        var members: JSONObject = ["status": .string(status)]
        if ["succeeded", "failed", "cancelled"].contains(status) {
            members["finished_at"] = .integer(Int64(time(nil)))
        }
        if status == "succeeded" {
            members["fine_tuned_model"] = .string("ft:gpt-4o-mini-2024-07-18:personal::\(job.rawValue.suffix(8))")
        }
        if status == "failed" {
            members["error"] = .object([
                "code": .string("invalid_training_file"), "message": .string("Row 3 is not an object."),
                "param": .string("training_file"),
            ])
        }
        try change(job, members)
    }

    /// The status that a job really has; asking leaves no trace in the request log.
    func status(of job: JobID) throws -> String {
        guard let word = try control(.post, "jobs/\(job)", .object([:]))["status"]?.string else {
            throw Refusal(description: "job \(job) shows no status")
        }
        return word
    }

    /// Everything that was received, oldest first.
    func requests() throws -> [Request] {
        (try control(.get, "requests")["data"]?.array ?? []).map { entry in
            Request(
                method: entry["method"]?.string ?? "", path: entry["path"]?.string ?? "",
                queryNames: entry["query"]?.object?.members.map(\.key) ?? [],
                status: entry["status"]?.number?.integer.map { Int($0) })
        }
    }

    /// How often a request was received.
    func count(_ method: String, _ path: String) throws -> Int {
        try requests().filter { $0.method == method && $0.path == path }.count
    }

    /// How many requests were received in all.
    func requestCount() throws -> Int { Int(try control(.get, "requests")["total"]?.number?.integer ?? 0) }

    /// What the API itself answers to a GET.
    func get(_ path: String, key: String = Place.key) throws -> JSONValue {
        let response = try transport.send(
            HTTPRequest(url: baseURL + path, headers: [HTTPHeader("Authorization", "Bearer \(key)")]))
        guard response.isSuccess else { throw Refusal(description: "GET \(path): \(response.status)") }
        return try JSONValue.parse(response.body)
    }

    /// The ids of all jobs that the account has.
    func jobIDs(limit: Int = 100) throws -> [String] {
        (try get("/fine_tuning/jobs?limit=\(limit)")["data"]?.array ?? []).compactMap { $0["id"]?.string }
    }

    /// The ids of all files that the account has, made by whom it may be.
    func fileIDs() throws -> [String] {
        (try get("/files")["data"]?.array ?? []).compactMap { $0["id"]?.string }
    }

    private func control(_ method: HTTPMethod, _ path: String, _ body: JSONValue? = nil) throws -> JSONValue {
        let content = body.map { HTTPBody.bytes(JSONWriter.bytes($0)) } ?? .none
        let response = try transport.send(
            HTTPRequest(
                method: method, url: "\(root)/_ftsim/\(path)",
                headers: [HTTPHeader("Content-Type", "application/json")],
                body: content, largestBody: 64 << 20))
        guard response.isSuccess else {
            throw Refusal(description: "\(path): \(response.status) \(String(decoding: response.body, as: UTF8.self))")
        }
        return try JSONValue.parse(response.body)
    }
}
