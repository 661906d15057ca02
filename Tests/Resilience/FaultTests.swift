import FineTuning
import Testing
import Text

@testable import EndToEndSupport

extension ResilienceTests {
    /// Every call that touches the disk fails once: no crash, the right exit code, nothing lost, the next run good.
    @Suite(.serialized, .enabled(if: Tracing.isThere, "strace is not installed"))
    struct FaultTests {
        private static let calls = ["write", "pwrite64", "fsync", "fdatasync", "openat"]
        /// Each call with each error; more of it in the full form.
        private static var faults: [(call: String, error: String)] {
            calls.flatMap { call in ["EIO", "ENOSPC"].map { (call, $0) } }
        }

        @Test func aPollSurvivesEveryFault() throws {
            let start = ContinuousClock.now
            let scene = try KillScene()
            let daemon = try Binaries.path(Binaries.daemon)
            try scene.place.configure(
                scene.server.baseURL,
                sections: scene.log.section(on: "all", more: [Self.retry])
                    + scene.receiver.section("web", on: "all", more: [Self.retry]))
            var tried = 0
            var codes: [Int32: Int] = [:]
            var jobs: [JobID] = []
            try everyFault(of: [daemon, "--once"], in: scene.place) {
                let job = try scene.server.makeJob("running")
                jobs.append(job)
                try #require(try scene.place.pollOnce().ending == .exited(0))
                try scene.server.move(job, to: "succeeded")
            } after: { run in
                tried += 1
                let fault = run.fault ?? ""
                guard case .exited(let code) = run.ending else {
                    Issue.record("ftd --once died: \(run.ending) by \(fault)\n\(run.errors)")
                    return
                }
                codes[code, default: 0] += 1
                let known = try StoreContents(scene.place).statuses
                if code == 0 { #expect(jobs.allSatisfy { known[$0] == "succeeded" }, "0 in spite of \(fault)") }
                // A person can mend configuration, key and /proc; the loader of programs says 127.
                let isMendable = ["ftd.conf", "models.conf", "/key", "/proc/self"].contains { fault.contains($0) }
                #expect([0, 1, 4, 5].contains(code) || code == 127 || code == 2 && isMendable, "\(code) by \(fault)")
                try wait(until: "the next run is good after \(fault)") {
                    guard try scene.place.pollOnce().ending == .exited(0) else { return false }
                    return try StoreContents(scene.place).deliveries.allSatisfy { $0.state == "delivered" }
                }
            }
            #expect(try scene.problems(of: jobs) == [])
            let told = codes.sorted { $0.key < $1.key }.map { "\($0.value) with \($0.key)" }.joined(separator: ", ")
            Scale.report("\(tried) faults of a poll: ended \(told); nothing lost", since: start)
        }

        @Test func aSubmissionSurvivesEveryFault() throws {
            let start = ContinuousClock.now
            let scene = try SubmitScene()
            let command = [try Binaries.path(Binaries.control)] + scene.arguments
            var (tried, number) = (0, 0)
            var earlier: Set<String> = []
            try everyFault(of: command, in: scene.place) {
                number += 1
                try scene.renew(number)
                earlier = Set(try scene.server.jobIDs(limit: 10_000))
            } after: { run in
                tried += 1
                guard case .exited(let code) = run.ending else {
                    Issue.record("ftctl submit died: \(run.ending) by \(run.fault ?? "")\n\(run.errors)")
                    return
                }
                try expectOneJob(
                    scene, besides: earlier, first: code == 0 ? run.output.trimmed : nil, "after \(run.fault ?? "")")
            }
            Scale.report("\(tried) faults of a submission: one job each", since: start)
        }

        private static let retry = "retry = \(Array(repeating: "50ms", count: 40).joined(separator: " "))"

        /// Lets each call of a program fail in turn, until it makes no more of them.
        private func everyFault(
            of arguments: [String], in place: Place, before: () throws -> Void,
            after: (Tracing.FaultyRun) throws -> Void
        ) throws {
            for (call, error) in Self.faults {
                var number = 1
                while true {
                    try before()
                    let run = try Tracing.run(arguments, in: place, failing: call, at: number, with: error)
                    try after(run)
                    guard run.fault != nil else { break }
                    number += Scale.count(short: 17, full: 1)
                }
            }
        }
    }

    /// `ftctl submit` dies at every step that it brings to the disk and at every message it sends.
    @Suite(.serialized, .enabled(if: Tracing.isThere, "strace is not installed"))
    struct SubmitKillTests {
        private static let calls = ["fsync", "fdatasync", "rename", "renameat", "renameat2", "unlink", "sendto"]

        @Test func theSameCommandMakesOneJobWhereverItDied() throws {
            let start = ContinuousClock.now
            let scene = try SubmitScene()
            let command = [try Binaries.path(Binaries.control)] + scene.arguments
            var number = 1
            var deaths = 0
            while true {
                try scene.renew(number)
                let earlier = Set(try scene.server.jobIDs(limit: 10_000))
                let ending = try Tracing.run(command, in: scene.place, stoppingAt: Self.calls, killAt: number)
                try expectOneJob(scene, besides: earlier, first: nil, "death at call \(number)")
                deaths += 1
                guard ending == .killed else { break }
                number += Scale.count(short: 4, full: 1)
            }
            Scale.report("\(deaths - 1) deaths of a submission: one job each", since: start)
        }
    }
}

/// The same command again, without faults: there is one job more than before both.
///
/// - Parameter first: the id that the first run said, if it said one.
private func expectOneJob(_ scene: SubmitScene, besides earlier: Set<String>, first: String?, _ what: String) throws {
    let again = try scene.submit()
    let ids = Set(try scene.server.jobIDs(limit: 10_000)).subtracting(earlier)
    #expect(ids.count == 1, "\(what)\n\(again.errors)")
    let isKnown = again.errors.contains("the same file and plan is job")
    #expect(again.code == 0 || again.code == 1 && isKnown, "\(what): \(again.code ?? -1)\n\(again.errors)")
    if let first { #expect(ids.contains(first), "\(what): said \(first)") }
    if again.code == 0 { #expect(ids.contains(again.output.trimmed), "\(what): says \(again.output)") }
}
