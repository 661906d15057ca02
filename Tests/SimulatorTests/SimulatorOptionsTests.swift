import HTTPServer
import Testing

@testable import Simulator

@Suite struct SimulatorOptionsTests {
    @Test func defaultsServeOnAnyLoopbackPort() throws {
        let options = try SimulatorOptions([])
        #expect(options.action == .serve)
        #expect(options.listen.description == "127.0.0.1:0")
        #expect(options.speed == 1)
        #expect(options.key == nil)
        #expect(options.faultFile == nil)
    }

    @Test func valuesComeWithBlankOrEqualsSign() throws {
        let options = try SimulatorOptions(["--listen=[::1]:80", "--speed", "2.5", "--key=a=b", "--fault", "f.json"])
        #expect(options.listen.description == "[::1]:80")
        #expect(options.speed == 2.5)
        #expect(options.key == "a=b")
        #expect(options.faultFile == "f.json")
        #expect(try SimulatorOptions(["--version"]).action == .version)
        #expect(try SimulatorOptions(["-h"]).action == .help)
    }

    @Test(arguments: [
        (["--sped"], "unknown argument \"--sped\"; ftsim --help lists the options"),
        (["x"], "unknown argument \"x\"; ftsim --help lists the options"),
        (["--key"], "--key needs a value; ftsim --help lists the options"),
        (["--key="], "--key needs a value; ftsim --help lists the options"),
        (
            ["--speed", "0"],
            "--speed: not a number from 0.001 to 1000000 (got \"0\"); 1 gives a job ten minutes, 60 ten seconds"
        ),
        (
            ["--listen", "example.org:80"],
            "--listen: not an address to listen on: \"example.org:80\"; write 127.0.0.1:8080, [::1]:8080 or localhost:0"
        ),
    ])
    func mistakesAreSentences(arguments: [String], message: String) {
        #expect(throws: SimulatorError(description: message)) { try SimulatorOptions(arguments) }
    }

    @Test func theProgramSaysTwoForWhatItCannotDo() throws {
        let taken = try HTTPServer { _ in .text(200, "") }
        #expect(SimulatorProgram.run(["--sped"]) == 2)
        #expect(SimulatorProgram.run(["--listen", taken.address.description]) == 2)
        #expect(SimulatorProgram.run(["--fault", "/no/such/file"]) == 2)
        #expect(SimulatorProgram.run(["--help"]) == 0)
    }
}
