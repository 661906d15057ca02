import FineTuning
import JSONText
import Testing

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
        #expect(try daemon.stop() == .exited(0))
    }

    private func truth(_ jobs: [JobID]) throws -> [JobID: String] {
        Dictionary(uniqueKeysWithValues: try jobs.map { ($0, try server.status(of: $0)) })
    }

    /// Compares the store with the simulator, and both receivers with the store.
    func expectConsistent(_ jobs: [JobID]) throws {
        let contents = try StoreContents(place)
        let truth = try truth(jobs)
        for job in jobs {
            #expect(contents.statuses[job] == truth[job])
            let changes = contents.changes.filter { $0.job == job }
            // Each change begins where the one before it ended, so none is missing between them.
            #expect(changes.first?.from == "running")
            #expect(zip(changes, changes.dropFirst()).allSatisfy { $0.to == $1.from })
            #expect(changes.last?.to == truth[job])
        }
        #expect(Set(contents.changes.map(\.id)).count == contents.changes.count)

        // One row of the outbox for each change and hook, and each of them was told, under its own id only.
        let told = ["succeeded", "failed", "cancelled", "running", "paused"]
        let ids = contents.changes.filter { told.contains($0.to) }.map(\.id)
        for hook in ["log", "web"] {
            #expect(contents.deliveries.filter { $0.hook == hook && $0.job != nil }.map(\.id) == ids)
        }
        #expect(Set(log.calls.filter { $0.job != "" }.map(\.id)) == Set(ids))
        #expect(Set(receiver.calls.map(\.id)).isSuperset(of: ids))
        #expect(receiver.calls.allSatisfy { $0.json?["id"]?.string == $0.id })
        // A repeat says the same as the first, byte for byte.
        #expect(Set(receiver.calls.map(\.body)).count == Set(receiver.calls.map(\.id)).count)
        #expect(Set(log.calls.map(\.body)).count == Set(log.calls.map(\.id)).count)
        #expect(try StoreContents.integrity(place) == "ok")
    }
}
