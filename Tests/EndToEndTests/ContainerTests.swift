import FineTuning
import Glibc
import JSONText
import Testing
import Text

@testable import EndToEndSupport

/// `ftd` as the first process of a container, and where there is no `/proc`; only root can make such a place.
@Suite(
    .enabled(if: getuid() == 0 && access("/usr/bin/unshare", X_OK) == 0, "only root can make a container, by unshare"))
struct ContainerTests {
    /// Nobody else reaps what a hook leaves behind: each was a zombie until the container ended.
    @Test func theFirstProcessReapsTheChildrenOfOthers() throws {
        let scene = try SubmitScene()
        let place = scene.place
        let hook = place.file("leaves-a-process")
        try TextFile.write("#!/bin/sh\ncat > /dev/null\nsetsid sleep 0.2 > /dev/null 2>&1 < /dev/null &\n", to: hook)
        try #require(chmod(hook, 0o755) == 0)
        try place.configure(scene.server.baseURL, sections: ["[hook \"h\"]", "on = all", "run = \(hook)"])
        // The watchdog's pace is that of the looks for such children; nobody listens at the socket.
        let result = try place.shell(
            """
            export WATCHDOG_USEC=900000 NOTIFY_SOCKET=\(place.file("nobody"))
            unshare --pid --fork --mount-proc --kill-child "${ftctl%ctl}d" 2> \(place.file("log")) &
            outer=$!
            $ftctl submit \(scene.file) --yes --wait -o name > /dev/null 2>&1
            for turn in {1..100}; do grep -q "delivered.*succeeded" \(place.file("log")) && break; sleep 0.1; done
            sleep 2
            ftd=$(pgrep -P $outer)
            echo "delivered $(grep -c delivered \(place.file("log"))), zombies $(ps -o stat= --ppid $ftd | grep -c Z)"
            kill $ftd
            wait $outer
            """)
        let words = result.output.trimmed.split(separator: " ")
        #expect(result.output.trimmed.hasSuffix("zombies 0"), "\(result.output)\(result.errors)")
        #expect(words.count == 4 && words[1] != "0,", "\(result.output)")
        #expect(result.code == 0)
    }

    /// Swift reads the arguments there: `ftd --version` stayed and polled.
    @Test func withoutProcItRefuses() throws {
        let place = try Place()
        let result = try place.shell("unshare --mount sh -c 'umount -l /proc; exec \"$0\" --version' \"${ftctl%ctl}d\"")
        #expect(result.code == 2)
        #expect(result.output == "")
        #expect(
            result.errors == "ftd: the arguments cannot be read, because /proc is not mounted; mount it\n")
    }
}
