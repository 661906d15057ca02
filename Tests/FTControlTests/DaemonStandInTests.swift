import Commands
import Glibc
import TestSupport
import Testing

@testable import FTControl

@Suite struct DaemonStandInTests {
    /// `wait --timeout 2s` took as long as the poll took that it had begun.
    @Test func aPollIsStoppedWhenTheTimeOfItsVerbIsOver() throws {
        let directory = try TemporaryDirectory()
        let store = try TestStore(in: directory.path, daemon: false)
        let slow = try directory.write("slow", "#!/bin/sh\nexec sleep 60\n")
        chmod(slow, 0o755)
        let program = TestProgram(environment: ["HOME": directory.path, "PATH": "/usr/bin:/bin"])
        let context = CommandContext(
            program.surroundings, arguments(store: store.path))
        var standIn = try DaemonStandIn(context, program: slow)
        let start = ContinuousClock.now
        try standIn.pollIfNeeded(within: .milliseconds(300)) { try context.say($0) }
        #expect(ContinuousClock.now - start < .seconds(10))
        #expect(program.said == "ftd is not running: polling every 20 s from here\n")
    }

    private func arguments(store: String) -> Arguments {
        var arguments = Arguments()
        arguments.add(store, to: "store")
        return arguments
    }
}
