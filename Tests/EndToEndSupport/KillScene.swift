import FineTuning
import JSONText

/// A daemon that will be killed, with a program and a webhook that write down what they are told.
struct KillScene {
    let place: Place
    let server: SimulatedServer
    let log: HookLog
    let receiver: WebhookReceiver

    init() throws {
        place = try Place()
        server = try SimulatedServer(place)
        log = try HookLog(place)
        receiver = try WebhookReceiver()
        try place.configure(
            server.baseURL, sections: log.section(on: "all") + receiver.section("web", on: "all"))
    }

    /// Starts the daemon anew and waits until the store knows the truth and everything in the outbox is delivered.
    func recover(_ jobs: [JobID]) throws {
        let daemon = try place.startDaemon()
        let truth = try truth(jobs)
        try wait(until: "the store knows the truth") {
            let known = try StoreContents(place).statuses
            return jobs.allSatisfy { known[$0] == truth[$0] }
        }
        try place.waitForDeliveries()
        try place.waitForPoll()
        let ending = try daemon.stop()
        guard ending == .exited(0) else { throw Overdue(description: "ftd ended with \(ending): \(daemon.errors)") }
    }

    private func truth(_ jobs: [JobID]) throws -> [JobID: String] {
        Dictionary(uniqueKeysWithValues: try jobs.map { ($0, try server.status(of: $0)) })
    }

    /// Compares the store with the simulator, and both receivers with the store.
    ///
    /// - Returns: what is wrong, a sentence each; nothing when nothing was lost and nothing was told under two ids.
    func problems(of jobs: [JobID]) throws -> [String] {
        let contents = try StoreContents(place)
        let truth = try truth(jobs)
        var problems: [String] = []
        func expect(_ isTrue: Bool, _ problem: @autoclosure () -> String) {
            if !isTrue { problems.append(problem()) }
        }
        for job in jobs {
            expect(contents.statuses[job] == truth[job], "the store has another status of \(job) than the server")
            let changes = contents.changes.filter { $0.job == job }
            // Each change begins where the one before it ended, so none is missing between them.
            expect(changes.first.map { $0.from == "running" } ?? true, "the first change of \(job) is missing")
            expect(
                zip(changes, changes.dropFirst()).allSatisfy { $0.to == $1.from }, "a change of \(job) is missing")
            expect(changes.last?.to ?? "running" == truth[job], "the last change of \(job) is missing")
        }
        expect(Set(contents.changes.map(\.id)).count == contents.changes.count, "two changes have the same id")

        // One row of the outbox for each change and hook, and each of them was told, under its own id only.
        let told = ["succeeded", "failed", "cancelled", "running", "paused"]
        let ids = contents.changes.filter { told.contains($0.to) }.map(\.id)
        for hook in ["log", "web"] {
            expect(
                contents.deliveries.filter { $0.hook == hook && $0.job != nil }.map(\.id) == ids,
                "the outbox of \(hook) has others than the changes")
        }
        expect(Set(log.calls.filter { $0.job != "" }.map(\.id)) == Set(ids), "the program was told others")
        expect(Set(receiver.calls.map(\.id)).isSuperset(of: ids), "the webhook was not told all")
        expect(receiver.calls.allSatisfy { $0.json?["id"]?.string == $0.id }, "a webhook's id is not its body's")
        // A repeat says the same as the first, byte for byte.
        expect(
            Set(receiver.calls.map(\.body)).count == Set(receiver.calls.map(\.id)).count,
            "a webhook was repeated with another body")
        expect(
            Set(log.calls.map(\.body)).count == Set(log.calls.map(\.id)).count,
            "the program was called again with another body")
        let integrity = try StoreContents.integrity(place)
        expect(integrity == "ok", "the store: \(integrity)")
        return problems
    }
}
