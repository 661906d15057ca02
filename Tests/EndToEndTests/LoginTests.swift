import FineTuning
import Glibc
import JSONText
import TestSupport
import Testing
import Text

@testable import EndToEndSupport

/// `login` and `doctor`.
@Suite struct LoginTests {
    private let place: Place
    private let server: SimulatedServer

    init() throws {
        place = try Place()
        server = try SimulatedServer(place)
    }

    private var keyFile: String { place.file("openai_api_key") }

    private func login(_ key: String, _ options: String...) throws -> ControlResult {
        try TextFile.write(key + "\n", to: place.file("typed"))
        return try place.control(["login"] + options, input: place.file("typed"))
    }

    private func mode(_ path: String) -> UInt32 {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
    }

    @Test func aKeyThatIsAcceptedIsKept() throws {
        try TextFile.write("# mine\n[poll]\nidle = 3m   # slowly\n", to: place.configuration)
        chmod(place.configuration, 0o640)
        let outcome = try login(Place.key, "--base-url", server.baseURL)
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(outcome.output == "")
        #expect(
            outcome.errors == """
                \(server.baseURL) accepts the key
                wrote \(keyFile), readable by you alone
                wrote \(place.configuration): base-url and key-file of [api]
                next: ftctl doctor    ftctl list

                """)
        #expect(TextFile.read(keyFile) == Place.key + "\n")
        #expect(mode(keyFile) == 0o600)
        #expect(
            TextFile.read(place.configuration)
                == "# mine\n[poll]\nidle = 3m   # slowly\n\n[api]\nbase-url = \(server.baseURL)\nkey-file = \(keyFile)\n"
        )
        #expect(mode(place.configuration) == 0o640)
        // The same again changes nothing.
        #expect(try login(Place.key).errors.contains("wrote \(keyFile)"))
    }

    @Test func aKeyThatIsRefusedIsNotWritten() throws {
        let outcome = try login("sk-proj-wrong-key-1234", "--base-url", server.baseURL)
        #expect(outcome.code == 4)
        #expect(outcome.errors.hasPrefix("ftctl: the key was not accepted, and nothing was written: "))
        #expect(!outcome.errors.contains("sk-proj-wrong-key-1234"))
        #expect(access(keyFile, F_OK) != 0)
        #expect(access(place.configuration, F_OK) != 0)
    }

    @Test func anotherKeyIsNeverReplacedUnasked() throws {
        try TextFile.write("sk-proj-another-key-5678\n", to: keyFile)
        chmod(keyFile, 0o600)
        let outcome = try login(Place.key, "--base-url", server.baseURL)
        #expect(outcome.code == 2)
        #expect(outcome.errors.contains("holds another key. Replace it?"))
        #expect(TextFile.read(keyFile) == "sk-proj-another-key-5678\n")
        #expect(try login(Place.key, "--base-url", server.baseURL, "--yes").code == 0)
        #expect(TextFile.read(keyFile) == Place.key + "\n")
    }

    @Test func aSecondAccountGetsASectionAndAFileOfItsOwn() throws {
        #expect(try login(Place.key, "--account", "lab", "--base-url", server.baseURL).code == 0)
        #expect(
            TextFile.read(place.configuration)
                == "[account \"lab\"]\nbase-url = \(server.baseURL)\nkey-file = \(keyFile).lab\n")
        #expect(TextFile.read("\(keyFile).lab") == Place.key + "\n")
    }

    @Test(arguments: ["", "two words", "{\"key\": 1}"]) func whatIsNoKeyIsRefused(_ text: String) throws {
        let outcome = try login(text)
        #expect(outcome.code == 2)
        #expect(outcome.errors.contains("nothing was written"))
    }

    // MARK: doctor

    private func states(_ outcome: ControlResult) throws -> [String: String] {
        let list = try JSONValue.parse(Array(outcome.output.utf8)).array ?? []
        return Dictionary(
            list.map { ($0["check"]?.string ?? "", $0["state"]?.string ?? "") }, uniquingKeysWith: { first, _ in first }
        )
    }

    @Test func theDoctorFindsAWellSystemWell() throws {
        try place.configure(server.baseURL)
        let daemon = try place.startDaemon()
        let outcome = try place.control("doctor", "-o", "json")
        let states = try states(outcome)
        for check in ["configuration", "key", "API", "clock", "proxy", "store", "daemon", "hooks"] {
            #expect(states[check] == "ok", "\(check): \(outcome.output)")
        }
        #expect(outcome.code == 0)
        let text = try place.control("doctor")
        #expect(text.output.hasPrefix("✔ configuration   \(place.configuration), 1 account\n"))
        #expect(!text.output.contains(Place.key))
        try daemon.stop()
    }

    @Test func theDoctorNamesWhatIsWrongAndWhatToType() throws {
        try place.configure(server.baseURL)
        try place.writeKey("sk-proj-wrong-key-1234")
        let outcome = try place.control("doctor", "-o", "jsonl")
        #expect(outcome.code == 1)
        #expect(outcome.output.contains(#""check": "key", "account": "default", "state": "failed""#))
        #expect(outcome.output.contains(#""command": "ftctl login""#))
        #expect(outcome.output.contains(#""check": "store", "account": null, "state": "failed""#))
        #expect(!outcome.output.contains("sk-proj-wrong-key-1234"))
        try TextFile.write("[poll]\nidle = soon\n", to: place.configuration)
        let broken = try place.control("doctor")
        #expect(broken.output.hasPrefix("✖ configuration   \(place.configuration):2: poll.idle: not a duration"))
        #expect(broken.code == 1)
    }

    /// A server that takes the connection and says nothing.
    @Test func theDoctorDoesNotWaitForEver() throws {
        try place.configure(server.baseURL)
        try server.spoil(["match": .string("GET /fine_tuning/jobs"), "delay": .string("60s")])
        let start = ContinuousClock.now
        let outcome = try place.control("doctor")
        #expect(outcome.code == 1)
        #expect(ContinuousClock.now - start < .seconds(30))
        #expect(outcome.output.contains("✖ API"))
    }
}
