import FineTuning
import Glibc
import HTTPServer
import JSONText
import Synchronization
import Testing

@testable import EndToEndSupport

/// An API that refuses, storms, lies or points elsewhere: no job changes because of it.
@Suite struct WeatherTests {
    /// A fault that meets every request, and what it makes of the account.
    struct Weather: Sendable, CustomTestStringConvertible {
        let name: String
        let fault: JSONObject
        /// What the trouble in `live.json` says; nil where the account looks well.
        var trouble: String?
        var degrades = false

        var testDescription: String { name }
    }

    private static func error(_ code: String, _ message: String) -> JSONValue {
        .object(["error": .object(["code": .string(code), "message": .string(message)])])
    }

    static let weathers: [Weather] = [
        Weather(
            name: "401",
            fault: ["status": .integer(401), "body": error("invalid_api_key", "Incorrect key \(Place.key).")],
            trouble: "could not list the jobs: 401 invalid_api_key: Incorrect key ", degrades: true),
        Weather(
            name: "403", fault: ["status": .integer(403), "body": error("forbidden", "Not for you, \(Place.key).")],
            trouble: "could not list the jobs: 403 forbidden: Not for you, ", degrades: true),
        Weather(
            name: "429", fault: ["status": .integer(429), "body": error("rate_limit_exceeded", "Slow down.")],
            trouble: "could not list the jobs: 429 rate_limit_exceeded: Slow down."),
        Weather(name: "500", fault: ["status": .integer(500)], trouble: "could not list the jobs: 500"),
        Weather(
            name: "503 page", fault: ["status": .integer(503), "body": .string("<html>busy</html>")],
            trouble: "could not list the jobs: 503"),
        Weather(name: "cut", fault: ["cut": .integer(200)], trouble: "could not list the jobs: "),
        Weather(name: "cut at once", fault: ["cut": .integer(0)], trouble: "could not list the jobs: "),
        Weather(name: "no answer", fault: ["drop": .string("before")], trouble: "could not list the jobs: "),
        Weather(
            name: "half of JSON", fault: ["body": .string("{\"object\": \"list\", \"data\": [{\"id\": \"ftjob-")],
            trouble: "could not list the jobs: 200: the answer is "),
        Weather(
            name: "HTML",
            fault: [
                "body": .string("<html>Please log in</html>"),
                "headers": .object(["Content-Type": .string("text/html")]),
            ], trouble: "could not list the jobs: 200: the answer is not JSON"),
        Weather(
            name: "HTML as JSON", fault: ["body": .string("<html>Please log in</html>")],
            trouble: "could not list the jobs: 200: the answer is "),
        Weather(
            name: "no list", fault: ["body": .string("{\"status\": \"ok\"}")],
            trouble: "could not list the jobs: 200: the answer is not a list"),
        Weather(name: "null", fault: ["body": .string("null")], trouble: "could not list the jobs: 200"),
        Weather(name: "empty", fault: ["body": .string("")], trouble: "could not list the jobs: 200"),
        // An empty listing is an answer; that the job itself cannot be read is trouble.
        Weather(
            name: "no jobs", fault: ["body": .string("{\"object\": \"list\", \"data\": []}")], degrades: true),
        Weather(
            name: "entries without a status",
            fault: [
                "body": .string(
                    "{\"object\": \"list\", \"data\": [{\"object\": \"fine_tuning.job\", \"id\": \"ftjob-1\"}]}")
            ], degrades: true),
        Weather(
            name: "redirect",
            fault: [
                "status": .integer(302), "headers": .object(["Location": .string("http://127.0.0.1:1/elsewhere")]),
                "body": .string(""),
            ], trouble: "could not list the jobs: 302: the server answered with a redirect, which is not followed"),
    ]

    @Test(arguments: weathers)
    func noJobChangesInBadWeather(weather: Weather) throws {
        let place = try Place()
        let server = try SimulatedServer(place)
        let log = try HookLog(place)
        let receiver = try WebhookReceiver()
        try place.configure(server.baseURL, sections: log.section() + receiver.section("web"))
        try server.make(["status": .string("failed"), "finished_at": .integer(1_700_000_000), "count": .integer(3)])
        let job = try server.makeJob("running")
        let daemon = try place.startDaemon()
        try place.waitForPoll()
        let before = try StoreContents.dump(place)

        var fault = weather.fault
        fault["match"] = .string("* /v1/**")
        fault["times"] = .string("always")
        try server.spoil(fault)
        let requests = try server.requestCount()
        try wait(until: "the weather was met thrice\n\(daemon.errors)") {
            let trouble = place.liveState?["accounts"]?["default"]?["trouble"]?.string
            return try server.requestCount() >= requests + 6 && (weather.trouble == nil || trouble != nil)
        }
        if let trouble = weather.trouble {
            let seen = try #require(place.liveState?["accounts"]?["default"]?["trouble"]?.string)
            #expect(seen.hasPrefix(trouble))
        }
        if weather.degrades {
            try wait(until: "it is told") { log.calls.map(\.type) == ["ftd.api.degraded"] }
        }
        #expect((try StoreContents(place).degraded["default"] ?? nil) == nil ? !weather.degrades : weather.degrades)
        #expect(try StoreContents.dump(place) == before)

        try server.heal()
        try server.move(job, to: "succeeded")
        try wait(until: "the end is told\n\(daemon.errors)") { !log.told(job).isEmpty }
        try place.waitForPoll()
        try place.waitForDeliveries()
        #expect(try daemon.stop() == .exited(0))
        #expect(
            Set(log.calls.map(\.type))
                == Set(
                    ["fine_tuning.job.succeeded"] + (weather.degrades ? ["ftd.api.degraded", "ftd.api.recovered"] : []))
        )
        #expect((try StoreContents(place).degraded["default"] ?? nil) == nil)
        #expect(place.leaks() == [])
        #expect(receiver.calls.allSatisfy { !"\($0.headers) \($0.body)".contains(Place.key) })
    }

    @Test func anotherObjectThanTheOneAskedForChangesNothing() throws {
        let place = try Place()
        let server = try SimulatedServer(place)
        try place.configure(server.baseURL)
        let job = try server.makeJob("running")
        let other = try server.makeJob("succeeded", ["finished_at": .integer(1_700_000_000)])
        let daemon = try place.startDaemon()
        let before = try StoreContents.dump(place)
        let wrong = try server.get("/fine_tuning/jobs/\(other)")
        try server.spoil([
            "match": .string("GET /fine_tuning/jobs"), "times": .string("always"),
            "body": .string("{\"object\": \"list\", \"data\": []}"),
        ])
        try server.spoil([
            "match": .string("GET /fine_tuning/jobs/\(job)"), "times": .string("always"), "body": wrong,
        ])
        try wait(until: "the job was asked for") {
            try server.count("GET", "/v1/fine_tuning/jobs/\(job)") >= 3
        }
        #expect(try StoreContents.dump(place) == before)
        #expect(try daemon.stop() == .exited(0))
    }

    @Test func retryAfterIsObeyed() throws {
        let place = try Place()
        let server = try SimulatedServer(place)
        try place.configure(server.baseURL)
        let job = try server.makeJob("running")
        let daemon = try place.startDaemon()
        try server.spoil([
            "match": .string("GET /fine_tuning/jobs"), "status": .integer(429),
            "headers": .object(["Retry-After": .string("2")]),
        ])
        try wait(until: "the limit was met") { daemon.errors.contains("retry_after=2s") }
        let start = ContinuousClock.now
        let count = try server.count("GET", "/v1/fine_tuning/jobs")
        try server.move(job, to: "succeeded")
        try wait(until: "it asks again") { try server.count("GET", "/v1/fine_tuning/jobs") > count }
        // The answer was there a moment before we saw it in the log.
        #expect(ContinuousClock.now - start > .milliseconds(1500))
        try wait(until: "the end is known") { try StoreContents(place).statuses[job] == "succeeded" }
        try daemon.stop()
    }

    @Test func aRedirectTakesNoKeyElsewhere() throws {
        let place = try Place()
        let server = try SimulatedServer(place)
        let elsewhere = try WebhookReceiver()
        try place.configure(server.baseURL)
        let daemon = try place.startDaemon()
        for status in [301, 302, 307, 308] {
            try server.spoil([
                "match": .string("* /v1/**"), "times": .integer(2), "status": .integer(status), "body": .string(""),
                "headers": .object(["Location": .string("\(elsewhere.url)/v1/fine_tuning/jobs")]),
            ])
            try wait(until: "the redirect was met") { daemon.errors.contains("status=\(status)") }
        }
        try place.waitForPoll()
        try daemon.stop()
        try server.spoil([
            "match": .string("* /v1/**"), "times": .string("always"), "status": .integer(307), "body": .string(""),
            "headers": .object(["Location": .string("\(elsewhere.url)/v1/files")]),
        ])
        let file = place.file("train.jsonl")
        try TextFile.write(TrainingRows.text(12), to: file)
        #expect(try place.control("submit", file, "--yes").code == 5)
        #expect(try place.control("ask", "Why?", "--model", "ft:x").code == 5)
        #expect(elsewhere.calls == [])
        #expect(place.leaks() == [])
    }

    @Test func aSlowServerIsGivenUpAndAskedAgain() throws {
        let place = try Place()
        let server = try SimulatedServer(place)
        try place.configure(server.baseURL, api: ["timeout = 300ms"])
        let job = try server.makeJob("running")
        let daemon = try place.startDaemon()
        try server.spoil(["match": .string("GET /fine_tuning/jobs"), "delay": .string("20s"), "times": .integer(2)])
        try wait(until: "it gave up") { daemon.errors.contains("kind=unreachable") }
        try server.move(job, to: "succeeded")
        try wait(until: "the end is known") { try StoreContents(place).statuses[job] == "succeeded" }
        #expect(try daemon.stop() == .exited(0))
    }

    @Test func aWrongKeyIsToldAndANewOneIsReadWithoutARestart() throws {
        let place = try Place()
        let server = try SimulatedServer(place, key: Place.key)
        let log = try HookLog(place)
        try place.configure(server.baseURL, sections: log.section())
        let job = try server.makeJob("running")
        try place.startDaemon().stop()
        try place.writeKey("sk-proj-CANARY-wrong")
        let daemon = try place.start(Binaries.daemon)
        try wait(until: "it is told") { log.calls.map(\.type) == ["ftd.api.degraded"] }
        try server.move(job, to: "succeeded")
        let unseen = try server.makeJob("cancelled", ["finished_at": .integer(Int64(time(nil)))])
        let status = try place.control("status")
        #expect(status.code == 1)
        #expect(status.output.contains("degraded     yes"))
        try place.writeKey(Place.key)
        try wait(until: "it has recovered") { Set(log.calls.map(\.type)).contains("ftd.api.recovered") }
        try wait(until: "the end is told") { log.told(job) == ["fine_tuning.job.succeeded"] }
        // A key that was mistyped for a while has made nothing history.
        try wait(until: "the unseen end is told") { log.told(unseen) == ["fine_tuning.job.cancelled"] }
        #expect(try daemon.stop() == .exited(0))
        #expect(place.leaks(of: "CANARY-wrong") == [])
        #expect(place.leaks() == [])
    }

    @Test func anotherKeyMakesWhatItListsHistory() throws {
        let place = try Place()
        let server = try SimulatedServer(place, key: nil)
        let log = try HookLog(place)
        try place.configure(server.baseURL, sections: log.section())
        let job = try server.makeJob("running")
        try place.startDaemon().stop()
        try place.writeKey("sk-proj-CANARY-other")
        _ = try server.makeJob("failed", ["finished_at": .integer(Int64(time(nil)))])
        let daemon = try place.startDaemon()
        try server.move(job, to: "succeeded")
        try wait(until: "the known job is told") { log.told(job) == ["fine_tuning.job.succeeded"] }
        #expect(try daemon.stop() == .exited(0))
        #expect(log.calls.count == 1)
    }

    @Test func hooksSeeNothingOfTheKey() throws {
        let place = try Place()
        let server = try SimulatedServer(place)
        let seen = place.file("seen")
        let log = try HookLog(
            place,
            prelude: "{ cat /proc/self/environ /proc/self/cmdline; env; cat /proc/$PPID/cmdline; } >> \(seen) 2>&1")
        try TextFile.write(
            (["[poll]"] + Place.fastPolling + log.section()).joined(separator: "\n") + "\n", to: place.configuration)
        let job = try server.makeJob("running")
        let environment = ["OPENAI_API_KEY": Place.key, "OPENAI_BASE_URL": server.baseURL]
        let daemon = try place.startDaemon(environment)
        try server.move(job, to: "failed")
        try wait(until: "the end is told") { log.told(job) == ["fine_tuning.job.failed"] }
        try daemon.stop()
        let text = try #require(TextFile.read(seen))
        #expect(text.contains("FTD_EVENT_ID="))
        #expect(!text.contains("OPENAI"))
        #expect(!text.contains("NOTIFY_SOCKET"))
        #expect(place.leaks() == [])
    }
}
