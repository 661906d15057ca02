import FineTuning
import Glibc
import JSONText
import Testing

@testable import EndToEndSupport

extension ResilienceTests {
    /// Death at every call that brings something to the disk, on each way on which a notice is written.
    @Suite(.serialized, .enabled(if: Tracing.isThere, "strace is not installed"))
    struct SyncKillTests {
        private static let calls = ["fdatasync", "fsync"]

        /// A place just before a notice is written.
        struct Stage {
            let place: Place
            let server: SimulatedServer
            let log: HookLog
            /// Kept, since others call it.
            var receiver: WebhookReceiver?
        }

        /// A way on which a notice, or where it stands, is written.
        enum Way: String, CaseIterable {
            case jobEnded
            case degraded
            case recovered
            case submissionFailed
            case hookDisabled
            case submissionParked
            case jobGone
            case jobStalled
            /// Its receiver asks for time.
            case held
            /// It was dead, and somebody wishes it to be sent again.
            case retried

            /// The type of the notice.
            var type: String {
                switch self {
                case .jobEnded, .held, .retried: "fine_tuning.job.succeeded"
                case .degraded: "ftd.api.degraded"
                case .recovered: "ftd.api.recovered"
                case .submissionFailed: "ftd.submission.failed"
                case .hookDisabled: "ftd.hook.disabled"
                case .submissionParked: "ftd.submission.parked"
                case .jobGone: "ftd.job.gone"
                case .jobStalled: "ftd.job.stalled"
                }
            }
        }

        /// The receiver takes notices as soon as this file is there.
        private static func isUp(_ place: Place) -> String { place.file("up") }

        @Test(arguments: Way.allCases) func theNoticeIsWrittenOnceAndTold(_ way: Way) throws {
            let start = ContinuousClock.now
            var number = 1
            var deaths = 0
            while true {
                let stage = try Self.stage(way)
                let ending = try Tracing.run(
                    [try Binaries.path(Binaries.daemon), "--once"], in: stage.place, stoppingAt: Self.calls,
                    killAt: number)
                if ending == .killed { deaths += 1 }
                try Self.recover(stage, way, "death at sync \(number)")
                guard ending == .killed else {
                    try #require(number > 1, "\(way.rawValue): nothing was brought to the disk: \(ending)")
                    break
                }
                number += Scale.count(short: 3, full: 1)
            }
            Scale.report("\(way.rawValue): \(deaths) deaths at fsync and fdatasync, told under one id", since: start)
        }

        private static func recover(_ stage: Stage, _ way: Way, _ what: String) throws {
            if way == .degraded { try stage.server.heal() }
            if way == .held { try TextFile.write("", to: isUp(stage.place)) }
            // Died before the refusal was on the disk: nobody can tell whether there is a job, so it is looked for first.
            if way == .submissionFailed || way == .submissionParked, Self.step(stage) == "creating" { return }
            let daemon = try stage.place.startDaemon()
            func state() -> String {
                let rows = (try? StoreContents(stage.place))?.deliveries.map { "\($0)" } ?? ["no store"]
                return (rows + TextFile.names(in: stage.place.spool) + [daemon.errors]).joined(separator: "\n")
            }
            try wait(until: "\(way.rawValue) is told after a \(what)\n\(state())") {
                stage.log.calls.contains { $0.type == way.type }
                    // Healed before anybody had written it down, it never was.
                    || way == .degraded && !Self.isDegraded(stage)
            }
            try wait(until: "nothing is waiting after a \(what)") {
                try StoreContents(stage.place).deliveries.allSatisfy { $0.state != "waiting" }
            }
            try daemon.stop()
            let told = stage.log.calls.filter { $0.type == way.type }
            let stored = try StoreContents(stage.place).deliveries.filter {
                $0.hook == "log" && $0.type == way.type
            }
            #expect(Set(told.map(\.id)) == Set(stored.map(\.id)), "\(way.rawValue), \(what)")
            #expect(stored.count == 1 || way == .degraded && stored.isEmpty, "\(way.rawValue), \(what)")
            #expect(Set(told.map(\.body)).count <= 1, "\(way.rawValue), \(what)")
            #expect(try StoreContents.integrity(stage.place) == "ok", "\(way.rawValue), \(what)")
        }

        private static func step(_ stage: Stage) -> String? {
            let name = TextFile.names(in: stage.place.spool).first { $0.hasSuffix(".submission") }
            let bytes = name.flatMap { TextFile.bytes("\(stage.place.spool)/\($0)") }
            return bytes.flatMap { try? JSONValue.parse($0) }?["step"]?["name"]?.string
        }

        private static func isDegraded(_ stage: Stage) -> Bool {
            let contents = try? StoreContents(stage.place)
            return contents?.deliveries.contains { $0.type == Way.degraded.type } ?? true
        }

        private static func stage(_ way: Way) throws -> Stage {
            let place: Place
            let server: SimulatedServer
            let log: HookLog
            var receiver: WebhookReceiver?
            switch way {
            case .submissionFailed, .submissionParked:
                let scene = try SubmitScene()
                (place, server) = (scene.place, scene.server)
                log = try HookLog(place)
                try place.configure(server.baseURL, sections: log.section(on: "all"))
                try scene.killSubmit(during: "GET /files/*")
                try server.heal()
                let isLimit = way == .submissionParked
                let body: JSONObject = [
                    "error": .object([
                        "message": .string("no more"), "type": .string("invalid_request_error"),
                        "code": .string(isLimit ? "daily_rate_limit_exceeded" : "training_not_available"),
                    ])
                ]
                try server.spoil([
                    "match": .string(SubmitScene.create), "status": .integer(isLimit ? 429 : 403),
                    "times": .string("always"), "body": .object(body),
                ])
            case .held, .retried:
                place = try Place()
                server = try SimulatedServer(place)
                let code = way == .held ? 75 : 1
                log = try HookLog(place, prelude: "test -e \(isUp(place)) || exit \(code)")
                let retry = way == .held ? "retry = 0s 100ms" : "retry = 0s"
                // The end of the job's model may be near, which is told too.
                try place.configure(server.baseURL, sections: log.section(on: "ended", more: [retry]))
                let job = try server.makeJob("running")
                try #require(try place.pollOnce().ending == .exited(0))
                try server.move(job, to: "succeeded")
                guard way == .retried else { break }
                try #require(try place.pollOnce().ending == .exited(0))
                try #require(try StoreContents(place).deliveries.map(\.state) == ["dead"])
                try TextFile.write("", to: isUp(place))
                try #require(try place.control("hooks", "retry", "--dead").code == 0)
            case .jobEnded, .degraded, .recovered, .hookDisabled, .jobGone, .jobStalled:
                place = try Place()
                server = try SimulatedServer(place)
                log = try HookLog(place)
                var sections = log.section(on: "all")
                if way == .hookDisabled {
                    let web = try WebhookReceiver(answering: Array(repeating: 410, count: 50))
                    sections += web.section("web", on: "ended")
                    receiver = web
                }
                let patient = Place.fastPolling + ["stalled-queue = 100d"]
                try place.configure(server.baseURL, poll: patient, sections: sections)
                let isOld: JSONObject = ["created_at": .integer(Int64(time(nil)) - 86_400)]
                let job =
                    way == .jobStalled
                    ? try server.makeJob("queued", isOld) : try server.makeJob("running")
                try #require(try place.pollOnce().ending == .exited(0))
                switch way {
                case .degraded, .recovered:
                    try server.spoil([
                        "match": .string("GET /**"), "status": .integer(401), "times": .string("always"),
                    ])
                case .jobEnded, .hookDisabled: try server.move(job, to: "succeeded")
                case .jobGone:
                    try server.remove(job)
                    // Two misses long ago: the next one is the last.
                    try StoreContents.edit(place, "UPDATE jobs SET misses_ms = '1000000000000 1000000900000'")
                case .jobStalled:
                    // It has waited for a day, and no job may any more.
                    try place.configure(
                        server.baseURL, poll: Place.fastPolling + ["stalled-queue = 1h"], sections: sections)
                case .submissionFailed, .submissionParked, .held, .retried: break
                }
                if way == .recovered {
                    try wait(until: "the account is degraded") {
                        try place.pollOnce()
                        return try StoreContents(place).deliveries.contains { $0.type == Way.degraded.type }
                    }
                    try server.heal()
                }
            }
            return Stage(place: place, server: server, log: log, receiver: receiver)
        }
    }
}
