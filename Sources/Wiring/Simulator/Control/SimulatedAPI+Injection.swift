import FineTuning
import HTTPServer
import JSONText

extension SimulatedAPI {
    /// `POST /_ftsim/jobs`: one object or an array of them.
    ///
    /// Every member replaces what the job object shows, right or wrong. Beyond those: `count` makes that many, each an
    /// hour older than the one before; `events` are added to the log (`message`, `level`, `type`, `data`); `remove`
    /// lists members that are not shown at all. Injected jobs stay as they are.
    mutating func injectJobs(_ body: JSONValue, at now: UnixTime) throws(ErrorReply) -> ServerResponse {
        var made: [JSONValue] = []
        for item in body.array ?? [body] {
            guard let overrides = item.object else { throw .invalid("a job is not an object") }
            let count = try Self.count(overrides)
            for number in 0..<count {
                made.append(try inject(overrides, number: number, at: now))
            }
        }
        return .json(.object(["object": .string("list"), "data": .array(made)]))
    }

    private static func count(_ overrides: JSONObject) throws(ErrorReply) -> Int {
        guard let value = overrides["count"] else { return 1 }
        guard let count = value.number?.integer, (1...200_000).contains(count) else {
            throw .invalid("count is not an integer from 1 to 200000", param: "count")
        }
        return Int(count)
    }

    private mutating func inject(
        _ overrides: JSONObject, number: Int, at now: UnixTime
    ) throws(ErrorReply) -> JSONValue {
        let created = overrides["created_at"]?.number?.integer ?? now.seconds
        var overrides = overrides
        overrides["count"] = nil
        if number > 0 {
            overrides["id"] = nil
            overrides["created_at"] = nil
        }
        let time = UnixTime(seconds: created - Int64(number) * 3600)
        let id = overrides["id"]?.string ?? generator.id("ftjob-")
        var job = SimulatedJob(
            request: RequestedJob(model: SimulatedModel.base[0].id, trainingFile: generator.id("file-", length: 22)),
            id: id, createdAt: time, seed: Int64(generator.next() >> 33), content: nil, origin: time,
            generator: SeededGenerator(seed: generator.next()))
        try override(&job, with: overrides, at: now)
        insert(job)
        return job.json(in: voice)
    }

    /// `POST /_ftsim/jobs/{id}`: the same members; a new `status` ends the job's own life.
    mutating func changeJob(_ id: String, _ body: JSONValue, at now: UnixTime) throws(ErrorReply) -> ServerResponse {
        guard let overrides = body.object else { throw .invalid("the body is not an object") }
        var job = try job(id)
        let before = job.status
        try override(&job, with: overrides, at: now)
        if job.status != before { noteEnd(of: id, job.status, at: now) }
        jobs[id] = job
        if job.script.isEmpty { active.remove(id) }
        return .json(job.json(in: voice))
    }

    private mutating func override(
        _ job: inout SimulatedJob, with overrides: JSONObject, at now: UnixTime
    ) throws(ErrorReply) {
        for member in overrides.members {
            switch member.key {
            case "status":
                job.script = []
                if let word = member.value.string { job.status = JobStatus(word: word) }
                job.overrides["status"] = member.value.string == nil ? member.value : nil
            case "events":
                for event in member.value.array ?? [] {
                    guard let message = event["message"]?.string else {
                        throw .invalid("an event has no message", param: "events")
                    }
                    note(
                        message, on: &job, at: event["created_at"]?.number?.integer.map(UnixTime.init(seconds:)) ?? now,
                        level: event["level"]?.string ?? "info", type: event["type"]?.string ?? "message",
                        data: event["data"] ?? .null)
                }
            case "remove": job.removed.formUnion((member.value.array ?? []).compactMap(\.string))
            default: job.overrides[member.key] = member.value
            }
        }
    }
}
