import FineTuning
import Glibc
import JobStorage
import Testing

@testable import EndToEndSupport

extension ResilienceTests {
    /// Notices by the thousand: programs that behave badly, and a receiver that takes one a second.
    @Suite(.serialized) struct HookLoadTests {
        /// Programs that fork and close their input, hang, and flood.
        @Test func programsByTheThousandLeaveNothingBehind() throws {
            let start = ContinuousClock.now
            let (ordinary, hanging, flooding) = (
                Scale.count(short: 1000, full: 10_000), Scale.count(short: 10, full: 100),
                Scale.count(short: 2, full: 20)
            )
            let place = try Place()
            let server = try SimulatedServer(place)
            func section(_ name: String, _ script: String, _ more: [String]) throws -> [String] {
                let path = place.file("\(name).sh")
                try TextFile.write("#!/bin/sh\n\(script)\n", to: path, mode: 0o700)
                return ["[hook \"\(name)\"]", "on = all", "run = \(path)"] + more
            }
            try place.configure(
                server.baseURL,
                sections: section("fork", "exec <&-\n(exit 0) &\nwait", [])
                    + section("hang", "exec sleep 60", ["timeout = 200ms", "retry = 0s 10ms"])
                    + section("flood", "exec head -c 1G /dev/zero", ["timeout = 100s"]))
            try Self.fill(place, ["fork": ordinary, "hang": hanging, "flood": flooding])
            let daemon = try place.startDaemon()
            var samples: [ProcessFacts] = []
            var lasting: Set<pid_t> = []
            try wait(until: "all programs have run", within: .seconds(900)) {
                let facts = try ProcessFacts(daemon.process)
                if let last = samples.last { lasting.formUnion(last.zombies.intersection(facts.zombies)) }
                samples.append(facts)
                usleep(200_000)
                return try StoreContents(place).deliveries.allSatisfy { $0.state != "waiting" }
            }
            let deliveries = try StoreContents(place).deliveries
            func count(_ hook: String, _ state: String, attempts: Int64) -> Int {
                deliveries.filter { $0.hook == hook && $0.state == state && $0.attempts == attempts }.count
            }
            #expect(count("fork", "delivered", attempts: 1) == ordinary)
            #expect(count("hang", "dead", attempts: 2) == hanging)
            #expect(count("flood", "delivered", attempts: 1) == flooding)
            let end = try ProcessFacts(daemon.process)
            #expect(lasting.isEmpty)
            #expect(end.zombies.isEmpty)
            let early = samples[min(samples.count - 1, max(2, samples.count / 10))]
            let most = samples.map(\.descriptors).max() ?? 0
            // Each of the three programs has three pipes while it runs.
            #expect(most <= early.descriptors + 12)
            #expect(end.descriptors <= early.descriptors + 1)
            #expect(end.resident - early.resident < 8 << 20)
            #expect(try daemon.stop() == .exited(0))
            Scale.report(
                "\(ordinary) programs that fork, \(hanging) that hang, \(flooding) that write 1 GB: "
                    + "0 zombies, \(early.descriptors) to \(most) to \(end.descriptors) descriptors, "
                    + "\(early.resident >> 10) to \(end.resident >> 10) KiB", since: start)
        }

        /// As chats do it: `429 Retry-After: 1` for what is more.
        @Test func manyNoticesAtOnceGoToAReceiverOfOneASecond() throws {
            let count = Scale.count(short: 12, full: 100)
            let place = try Place()
            let server = try SimulatedServer(place)
            let receiver = try WebhookReceiver.taking(oneEvery: .seconds(1))
            try place.configure(server.baseURL, sections: receiver.section("web", on: "ended"))
            let jobs = try (0..<count).map { _ in try server.makeJob("running") }
            let daemon = try place.startDaemon()
            for job in jobs { try server.move(job, to: "succeeded") }
            try wait(until: "all are told", within: .seconds(Int64(count) * 2 + 20)) {
                let deliveries = try StoreContents(place).deliveries
                return deliveries.count == count && deliveries.allSatisfy { $0.state == "delivered" }
            }
            let calls = receiver.calls
            let first = try #require(calls.first?.time)
            let took = try #require(calls.last?.time) - first
            #expect(took < .milliseconds(Int64(count) * 1100))
            for call in calls {
                let second = calls.filter { $0.time >= call.time && $0.time - call.time < .seconds(1) }
                #expect(second.count <= 2)
            }
            #expect(try StoreContents(place).deliveries.allSatisfy { $0.attempts == 1 })
            #expect(Set(calls.map(\.id)).count == count)
            #expect(try daemon.stop() == .exited(0))
            Scale.report(
                "\(count) notices at once to a receiver of one a second: \(took / .milliseconds(1)) ms, "
                    + "\(calls.count) requests", since: first)
        }

        /// A program that runs for as long as the test, and a hook beside it.
        @Test func aHangOfOneHookDelaysNoOther() throws {
            let start = ContinuousClock.now
            let count = Scale.count(short: 200, full: 5000)
            let place = try Place()
            let server = try SimulatedServer(place)
            let receiver = try WebhookReceiver()
            try place.configure(
                server.baseURL,
                sections: ["[hook \"slow\"]", "on = all", "run = /bin/sleep 100000", "timeout = 2d"]
                    + receiver.section("web"))
            try Self.fill(place, ["slow": count, "web": count])
            let daemon = try place.startDaemon()
            try wait(until: "the other hook has told everything", within: .seconds(120)) {
                receiver.calls.count >= count
            }
            #expect(receiver.calls.map(\.id) == (1...count).map { "evt_web\($0)" })
            #expect(try StoreContents(place).deliveries.filter { $0.hook == "slow" }.allSatisfy { $0.attempts == 0 })
            #expect(try daemon.stop() == .exited(0))
            Scale.report("\(count) notices to a webhook beside a program that hangs", since: start)
        }

        /// The next step of its schedule is hours away when it is back.
        @Test func aReceiverThatWasAwayIsToldWithinAMinuteOfItsReturn() throws {
            let count = Scale.count(short: 50, full: 2000)
            let place = try Place()
            let server = try SimulatedServer(place)
            let before = try WebhookReceiver()
            let address = before.address
            try place.configure(server.baseURL, sections: before.section("web", more: ["retry = 0s 3h"]))
            before.stop()
            try Self.fill(place, ["web": count])
            let daemon = try place.startDaemon()
            try wait(until: "the hook is held") { daemon.errors.contains("hook held hook=web") }
            // Away for longer than the time between two looks.
            usleep(35_000_000)
            let back = ContinuousClock.now
            let receiver = try WebhookReceiver(at: address)
            try wait(until: "everything is told", within: .seconds(60)) { receiver.calls.count >= count }
            #expect(receiver.calls.map(\.id) == (1...count).map { "evt_web\($0)" })
            #expect(try daemon.stop() == .exited(0))
            #expect(try StoreContents(place).deliveries.allSatisfy { $0.state == "delivered" && $0.attempts == 1 })
            let last = try #require(receiver.calls.last?.time)
            Scale.report(
                "\(count) notices to a receiver that was away, the last one \((last - back) / .seconds(1)) s after its return",
                since: back)
        }

        /// A store with notices that wait for their first attempt.
        private static func fill(_ place: Place, _ counts: [String: Int]) throws {
            let store = try JobStore(path: place.store)
            let now = UnixTime(seconds: Int64(time(nil)))
            for (hook, count) in counts {
                let deliveries = (1...count).map { number in
                    Delivery(
                        notice: NoticeID("evt_\(hook)\(number)"), hook: HookName(hook), type: .apiRecovered, job: nil,
                        sequence: Int64(number), body: Array("{\"n\":\(number)}".utf8), createdAt: now,
                        state: .waiting(due: now, attempts: 0, reason: nil))
                }
                _ = try store.apply(AccountChanges(account: .default, seenAt: now), deliveries: deliveries)
            }
            try store.finish()
        }
    }
}

/// What the system knows of a process.
struct ProcessFacts {
    /// Open descriptors.
    let descriptors: Int
    /// Bytes of memory in use.
    let resident: Int
    /// Children that have ended and were not waited for.
    let zombies: Set<pid_t>

    init(_ process: pid_t) throws {
        descriptors = TextFile.names(in: "/proc/\(process)/fd").count
        let pages = (TextFile.read("/proc/\(process)/statm") ?? "").split(separator: " ")
        resident = pages.count > 1 ? (Int(pages[1]) ?? 0) * Int(getpagesize()) : 0
        var zombies: Set<pid_t> = []
        for thread in TextFile.names(in: "/proc/\(process)/task") {
            let children = TextFile.read("/proc/\(process)/task/\(thread)/children") ?? ""
            for child in children.split(separator: " ").compactMap({ pid_t($0) }) {
                // Behind the name, which is in parentheses and may hold anything.
                let state = TextFile.read("/proc/\(child)/stat")?.split(separator: ")").last
                if state?.hasPrefix(" Z") == true { zombies.insert(child) }
            }
        }
        self.zombies = zombies
    }
}
