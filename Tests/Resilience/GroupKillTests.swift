import FineTuning
import Glibc
import JSONText
import Testing

@testable import EndToEndSupport

extension ResilienceTests {
    /// Death at every call that brings something to the disk, while a burst becomes one message, and while what waits for
    /// a hook that is no more is given up.
    @Suite(.serialized, .enabled(if: Tracing.isThere, "strace is not installed"))
    struct GroupKillTests {
        private static let calls = ["fdatasync", "fsync"]

        /// Runs `ftd --once` again and again, each time from a place of its own, until no death comes any more.
        private static func die(
            _ what: String, _ stage: () throws -> Place, _ check: (Place, String) throws -> Void
        ) throws {
            let start = ContinuousClock.now
            var (number, deaths) = (1, 0)
            while true {
                let place = try stage()
                let ending = try Tracing.run(
                    [try Binaries.path(Binaries.daemon), "--once"], in: place, stoppingAt: calls, killAt: number)
                try check(place, "death at sync \(number)")
                guard ending == .killed else {
                    try #require(number > 1, "\(what): nothing was brought to the disk: \(ending)")
                    break
                }
                deaths += 1
                number += Scale.count(short: 3, full: 1)
            }
            Scale.report("\(what): \(deaths) deaths at fsync and fdatasync", since: start)
        }

        @Test func aBurstIsOneMessageUnderOneID() throws {
            var kept: [(SimulatedServer, WebhookReceiver)] = []
            try Self.die("grouped") {
                let place = try Place()
                let (server, receiver) = (try SimulatedServer(place), try WebhookReceiver())
                kept = [(server, receiver)]
                let section = receiver.section("chat", on: "ended", more: ["format = slack", "group = 2s"])
                try place.configure(server.baseURL, sections: section)
                let jobs = try (0..<3).map { _ in try server.makeJob("running") }
                try #require(try place.pollOnce().ending == .exited(0))
                for job in jobs { try server.move(job, to: "succeeded") }
                try #require(try place.pollOnce().ending == .exited(0))
                try #require(receiver.calls.isEmpty)
                usleep(2_100_000)
                return place
            } _: { place, what in
                let daemon = try place.startDaemon()
                try wait(until: "nothing is waiting after a \(what)\n\(daemon.errors)") {
                    try StoreContents(place).deliveries.allSatisfy { $0.state != "waiting" }
                }
                try daemon.stop()
                let deliveries = try StoreContents(place).deliveries
                #expect(deliveries.filter { $0.state == "grouped" }.count == 3, "\(what)")
                let told = deliveries.filter { $0.state == "delivered" }
                #expect(told.count == 1, "\(what)")
                let calls = kept.first?.1.calls ?? []
                #expect(Set(calls.map(\.id)) == Set(told.map(\.id)), "\(what)")
                #expect(Set(calls.map(\.body)).count == 1, "\(what)")
                #expect(try StoreContents.integrity(place) == "ok", "\(what)")
            }
        }

        @Test func whatIsAbandonedIsToldNobody() throws {
            var kept: [(SimulatedServer, HookLog)] = []
            try Self.die("abandoned") {
                let place = try Place()
                let server = try SimulatedServer(place)
                let log = try HookLog(place)
                kept = [(server, log)]
                let section = ["[hook \"old\"]", "on = ended", "run = /bin/false"]
                try place.configure(server.baseURL, sections: section)
                let jobs = try (0..<2).map { _ in try server.makeJob("running") }
                try #require(try place.pollOnce().ending == .exited(0))
                for job in jobs { try server.move(job, to: "failed") }
                try #require(try place.pollOnce().ending == .exited(0))
                try place.configure(server.baseURL, sections: log.section("new"))
                return place
            } _: { place, what in
                let daemon = try place.startDaemon()
                try wait(until: "all is given up after a \(what)") {
                    let states = try StoreContents(place).deliveries.map(\.state)
                    return states == ["abandoned", "abandoned"]
                }
                try place.waitForPoll()
                try daemon.stop()
                #expect(kept.first?.1.calls == [], "\(what)")
                #expect(try StoreContents.integrity(place) == "ok", "\(what)")
            }
        }
    }
}
