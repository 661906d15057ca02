import Files
import FineTuning
import TestSupport
import Testing

@testable import FTDaemon
@testable import Settings

@Suite struct ServiceCredentialTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    @Test(arguments: [
        ("[Service]\nLoadCredential=openai_api_key:/etc/ftd/openai_api_key\n", true),
        ("LoadCredentialEncrypted = openai_api_key", true), ("SetCredential=openai_api_key:sk-x", true),
        ("# LoadCredential=openai_api_key:/etc/ftd/openai_api_key", false), ("LoadCredential=other:/x", false),
        ("", false),
    ])
    func aUnitSaysWhetherTheServiceGetsAKey(text: String, givesKey: Bool) {
        #expect(ServiceCredential.givesKey(text) == givesKey)
    }

    @Test(arguments: ["ftd.service", "ftd.service.d/key.conf"])
    func aMissingKeyIsExplainedByAUnitThatGivesIt(name: String) throws {
        let credential = { ServiceCredential([:], unitDirectories: [directory.path("none"), directory.path]) }
        #expect(!credential().explains(.missing(.default)))
        try WholeFile.makeDirectory(WholeFile.directory(of: directory.path(name)), mode: 0o700)
        try WholeFile.replace(
            directory.path(name), with: Array("[Service]\nLoadCredential=openai_api_key:/k\n".utf8), mode: 0o644,
            durability: .process)
        #expect(credential().explains(.missing(.default)))
        #expect(!credential().explains(.missing(AccountName("other"))))
        #expect(!credential().explains(.unusableVariable))
    }

    /// The check before a reload has the variable of the service's credentials, and perhaps not the right to read them.
    @Test func aCredentialThatCannotBeOpenedIsTheServicesOwn() {
        func error(_ path: String, _ kind: SecretFileError.Kind) -> KeyError {
            .unusableFile(SecretFileError(kind: kind, path: path, description: "key file \(path) is not good"))
        }
        let credential = ServiceCredential(["CREDENTIALS_DIRECTORY": "/run/c"], unitDirectories: [])
        #expect(credential.explains(error("/run/c/openai_api_key", .unopened)))
        #expect(!credential.explains(error("/run/c/openai_api_key", .unusable)))
        #expect(!credential.explains(error("/etc/key", .unopened)))
        #expect(!ServiceCredential([:], unitDirectories: []).explains(error("/openai_api_key", .unopened)))
    }
}
