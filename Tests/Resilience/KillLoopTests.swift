import FineTuning
import Glibc
import Testing

@testable import EndToEndSupport

extension ResilienceTests {
    /// `kill -9` of `ftd` at random moments, under two patterns of changes.
    @Suite(.serialized) struct KillLoopTests {
        /// A few jobs that are paused and resumed again and again.
        @Test func nothingIsLostWhileJobsComeAndGo() throws {
            try loop("jobs that pause and go on", kills: Scale.count(short: 30, full: 300), aScene: 50, jobs: 8) {
                scene, jobs, random in
                for _ in 0..<Int.random(in: 1...2, using: &random) {
                    let job = jobs[Int.random(in: 0..<jobs.count, using: &random)]
                    try scene.server.move(job, to: try scene.server.status(of: job) == "paused" ? "running" : "paused")
                }
            }
        }

        /// Many jobs, of which several end at the same moment, each once.
        @Test func nothingIsLostWhereManyEndAtOnce() throws {
            try loop("jobs that end at once", kills: Scale.count(short: 30, full: 300), aScene: 15, jobs: 60) {
                scene, jobs, random in
                let open = try jobs.filter { try scene.server.status(of: $0) == "running" }
                for job in open.prefix(4) {
                    let end = ["succeeded", "failed", "cancelled"][Int.random(in: 0..<3, using: &random)]
                    try scene.server.move(job, to: end)
                }
            }
        }

        private func loop(
            _ pattern: String, kills: Int, aScene: Int, jobs count: Int,
            change: (KillScene, [JobID], inout SeededGenerator) throws -> Void
        ) throws {
            let seed = UInt64.random(in: 0 ... .max)
            var random = SeededGenerator(seed: seed)
            let start = ContinuousClock.now
            var (done, changes, repeats) = (0, 0, 0)
            while done < kills {
                let scene = try KillScene()
                let jobs = try (0..<count).map { _ in try scene.server.makeJob("running") }
                try #require(try scene.place.pollOnce().ending == .exited(0))
                for _ in 0..<min(aScene, kills - done) {
                    let daemon = try scene.place.start(Binaries.daemon)
                    usleep(UInt32.random(in: 0..<150_000, using: &random))
                    try change(scene, jobs, &random)
                    usleep(UInt32.random(in: 0..<200_000, using: &random))
                    try #require(daemon.ending == nil, "ftd ended by itself: \(daemon.errors)")
                    try daemon.destroy()
                    done += 1
                }
                for job in jobs where !["succeeded", "failed", "cancelled"].contains(try scene.server.status(of: job)) {
                    try scene.server.move(job, to: "succeeded")
                }
                try scene.recover(jobs)
                #expect(try scene.problems(of: jobs) == [], "seed \(seed), after \(done) deaths")
                changes += try StoreContents(scene.place).changes.count
                repeats += scene.log.calls.count - Set(scene.log.calls.map(\.id)).count
            }
            Scale.report(
                "\(kills) deaths, \(pattern), seed \(seed): \(changes) changes, each told; \(repeats) told again under "
                    + "the same id", since: start)
        }
    }
}
