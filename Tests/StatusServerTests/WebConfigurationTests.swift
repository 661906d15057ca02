import Commands
import FineTuning
import Glibc
import JobViews
import TestSupport
import Testing

@testable import StatusServer

@Suite struct WebConfigurationTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func run(_ arguments: [String], configuration: String = "") throws -> TestProgram.Outcome {
        try directory.write("ftd.conf", configuration)
        return TestProgram(environment: ["HOME": directory.path, "FTD_CONFIG": directory.path("ftd.conf")])
            .run(["--check-config"] + arguments, table: WebProgram.table)
    }

    @Test func aGoodConfigurationIsSaidToBeGood() throws {
        #expect(
            try run([])
                == TestProgram.Outcome(output: "\(directory.path("ftd.conf")): good\n", errors: "", code: .done))
    }

    @Test(arguments: [
        (["--listen", "somewhere:80"], "", "not an address to listen on"),
        (["--listen", "0.0.0.0:8484"], "", "other machines reach it"),
        (["--listen", "192.0.2.1:8484", "--allow-remote"], "", "--allow-remote needs --token-file"),
        ([], "[web]\nlisten = example.org:80\n", "web.listen: not a numeric address"),
        ([], "[web]\nlisten = 192.0.2.1:80\n", "ftd.conf:2: web.listen: other machines reach it"),
        (
            [], "[web]\nlisten = 192.0.2.1:80\nallow-remote = yes\n",
            "ftd.conf:3: web.allow-remote: needs web.token-file"
        ),
        (
            [], "[web]\nlisten = 0.0.0.0:80\nallow-remote = yes\ntoken-file = /t\n",
            "web.listen: is every address of the machine"
        ),
        ([], "[web]\nurl = https://h/?a=b\n", "web.url: has a query"),
        ([], "[web]\nlissten = 127.0.0.1:80\n", "unknown key; did you mean web.listen?"),
        (["--token-file", "/nonexistent"], "", "token file /nonexistent does not exist"),
    ])
    func aBadOneIsSaidWithWhatToDo(_ arguments: [String], _ configuration: String, _ sentence: String) throws {
        let outcome = try run(arguments, configuration: configuration)
        #expect(outcome.code == .usage)
        #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
    }

    @Test func aTokenFileThatOthersReadOrThatIsShortIsRefused() throws {
        try directory.write("token", "0123456789abcdef0123\n")
        chmod(directory.path("token"), 0o644)
        #expect(try run(["--token-file", directory.path("token")]).errors.contains("can be read or written by others"))
        try directory.write("token", "short\n")
        chmod(directory.path("token"), 0o600)
        #expect(
            try run(["--token-file", directory.path("token")]).errors.contains("no token of at least 16 characters"))
    }

    /// The price list's figures were shown for jobs of another server.
    @Test(
        arguments: [
            ("", [:], true), ("", ["OPENAI_BASE_URL": "http://127.0.0.1:9/v1"], false),
            ("", ["OPENAI_BASE_URL": "https://api.openai.com/v1"], true),
            ("[api]\nkey-file = /k\n", ["OPENAI_BASE_URL": "http://127.0.0.1:9/v1"], true),
            ("[api]\nbase-url = https://lab.example/v1\n", [:], false),
        ] as [(String, [String: String], Bool)])
    func thePriceListIsForOpenAIsOwnServer(
        _ configuration: String, _ variables: [String: String], _ isOpenAI: Bool
    ) throws {
        try directory.write("ftd.conf", configuration)
        var environment = variables
        environment["HOME"] = directory.path
        let options = WebOptions(
            configuration: directory.path("ftd.conf"), store: nil, listen: nil, allowsRemote: false, tokenFile: nil)
        let reading = try WebConfiguration(options: options, environment: environment).read()
        #expect(reading.prices.isOpenAI(.default) == isOpenAI)
    }
}
