import FineTuning
import HTTPClient
import JSONText
import TestSupport
import Testing

@testable import Accounts
@testable import Settings

@Suite struct AccountsTests {
    private static let job =
        #"{"object":"fine_tuning.job","id":"ftjob-1","created_at":5,"status":"queued","model":"m"}"#
    private static let models = #"{"object":"list","data":[]}"#

    @Test func aKeyFileIsReadAnewAtEachConnection() throws {
        let scratch = try TemporaryDirectory()
        var account = AccountSettings()
        account.baseURL = try HTTPAddress("https://api.test/v1")
        account.keyFile = try scratch.file("key", "sk-first")
        let transport = ScriptedTransport([
            .expect("GET /v1/models", json: Self.models), .expect("GET /v1/models", json: Self.models),
        ])
        let accounts = Accounts(environment: [:], transport: transport)
        let first = try accounts.connect(account)
        _ = try first.provider.models()
        account.keyFile = try scratch.file("key", "sk-second")
        let second = try accounts.connect(account)
        _ = try second.provider.models()
        transport.finish()
        #expect(
            transport.requests.map { $0.headers.last } == [
                HTTPHeader("Authorization", "Bearer sk-first"), HTTPHeader("Authorization", "Bearer sk-second"),
            ])
        #expect(try first.identity() != second.identity())
        #expect(first.provider.callBound == account.timeout + account.connectTimeout)
    }

    @Test func whatDecidesTheListingIsTheIdentity() throws {
        let accounts = Accounts(environment: ["OPENAI_API_KEY": "sk-a"], transport: ScriptedTransport([]))
        var account = AccountSettings()
        let identity = try accounts.connect(account).identity()
        // The first 16 digits of the SHA-256 of "https://api.openai.com/v1\nsk-a\n\n": stores of earlier versions have it.
        #expect(identity == "95dbb5fa9ede24f1")
        account.timeout = .seconds(7)
        #expect(try accounts.connect(account).identity() == identity)
        account.organization = "org-1"
        #expect(try accounts.connect(account).identity() != identity)
    }

    @Test func createExtraJoinsTheCreateCall() throws {
        var account = AccountSettings()
        account.createExtra = ["trainingType": .integer(1)]
        let transport = ScriptedTransport([.expect("POST /v1/fine_tuning/jobs", json: Self.job)])
        let accounts = Accounts(environment: ["OPENAI_API_KEY": "sk-a"], transport: transport)
        _ = try accounts.connect(account).provider.createJob(
            JobRequest(model: ModelName("m"), trainingFile: FileID("file-1")))
        guard case .bytes(let bytes)? = transport.requests.first?.body else {
            Issue.record("the create call has no body")
            return
        }
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == #"{"model":"m","training_file":"file-1","trainingType":1}"#)
    }

    @Test func aKeyThatWouldGoElsewhereMakesNoConnection() throws {
        var account = AccountSettings()
        account.baseURL = try HTTPAddress("https://gateway.example/v1")
        let accounts = Accounts(environment: ["OPENAI_API_KEY": "sk-a"], transport: ScriptedTransport([]))
        #expect(throws: KeyError.elsewhere(address: .openAI, account: account)) { try accounts.connect(account) }
    }
}
