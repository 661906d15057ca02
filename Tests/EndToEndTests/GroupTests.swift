import FineTuning
import Glibc
import JSONText
import Testing
import Text

@testable import EndToEndSupport

/// A member of the group beside a daemon of another user; only root can be several users.
@Suite(
    .enabled(
        if: getuid() == 0 && access("/usr/bin/setpriv", X_OK) == 0, "only root can become somebody else, by setpriv"))
struct GroupTests {
    private static let member = 64_002
    private static let group: gid_t = 64_010

    private let scene: SubmitScene

    /// A store as the service's: the member may read it and leave wishes, and replaces nothing of the daemon's.
    init() throws {
        scene = try SubmitScene()
        let place = scene.place
        chmod(place.path, 0o755)
        chmod(place.file("train.jsonl"), 0o644)
        chmod(place.configuration, 0o644)
        for (directory, mode) in [(place.file("store"), 0o2750), (place.spool, 0o3770)] as [(String, mode_t)] {
            mkdir(directory, 0o700)
            try #require(chown(directory, 0, Self.group) == 0 && chmod(directory, mode) == 0)
        }
        mkdir(place.file("theirs"), 0o700)
        try #require(chown(place.file("theirs"), uid_t(Self.member), Self.group) == 0)
    }

    private func submit(_ options: String = "") throws -> ControlResult {
        try scene.place.shell(
            """
            export HOME=\(scene.place.file("theirs")) OPENAI_API_KEY=\(Place.key) OPENAI_BASE_URL=\(scene.server.baseURL)
            umask 027
            exec setpriv --reuid=\(Self.member) --regid=\(Self.group) --clear-groups \
                $ftctl submit \(scene.file) --yes -o name \(options)
            """)
    }

    private func owner(_ path: String) -> uid_t? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_uid : nil
    }

    @Test func aMembersSubmissionIsTakenOverAndGoesOnByAWish() throws {
        // The member's own program gets no further than the upload.
        try scene.server.spoil([
            "match": .string(SubmitScene.create), "status": .integer(401),
            "body": .object(["error": .object(["message": .string("not you")])]),
        ])
        let first = try submit()
        #expect(first.code == 4, "\(first.errors)")
        try scene.server.spoil([
            "match": .string(SubmitScene.create), "status": .integer(429), "times": .string("always"),
            "body": .object([
                "error": .object([
                    "code": .string("daily_rate_limit_exceeded"), "message": .string("Too many jobs today."),
                ])
            ]),
        ])
        let daemon = try scene.place.startDaemon()
        try wait(until: "ftd has parked it") {
            scene.spooled.first?["step"]?["name"]?.string == "parked"
        }
        let name = try #require(TextFile.names(in: scene.place.spool).first { $0.hasSuffix(".submission") })
        #expect(owner("\(scene.place.spool)/\(name)") == 0)
        #expect(scene.spooled.first?["owner"]?.number?.integer == Int64(Self.member))
        let second = try submit()
        #expect(second.code == 1, "\(second.errors)")
        #expect(second.errors.contains("ftd has this submission in hand, at its step \"parked\""))
        #expect(second.errors.contains("Too many jobs today."))
        try scene.server.heal()
        let third = try submit()
        #expect(third.code == 0, "\(third.errors)")
        #expect(try scene.server.jobIDs() == [third.output.trimmed])
        #expect(scene.spooled == [])
        // The same file and plan again is no new job, by the member's own word.
        let fourth = try submit()
        #expect(fourth.code == 1, "\(fourth.errors)")
        #expect(fourth.errors.contains("the same file and plan is job \(third.output.trimmed) already"))
        #expect(try daemon.stop() == .exited(0))
    }
}
