import FineTuning
import TestSupport
import Testing

@testable import Accounts
@testable import Settings

@Suite struct AccountKeysTests {
    let scratch: TemporaryDirectory
    let optionFile: String
    let keyFile: String

    init() throws {
        scratch = try TemporaryDirectory()
        optionFile = try scratch.file("option", "sk-option")
        keyFile = try scratch.file("section", "sk-section")
        _ = try scratch.file("openai_api_key", "sk-credential", mode: 0o440)
    }

    @Test(arguments: [
        ([:], "https://api.openai.com/v1"),
        (["OPENAI_BASE_URL": "http://127.0.0.1:8080/v1"], "http://127.0.0.1:8080/v1"),
        (
            ["OPENAI_API_KEY": "sk-a", "OPENAI_BASE_URL": "https://elsewhere.example/v1"],
            "https://elsewhere.example/v1"
        ),
        (["OPENAI_BASE_URL": "nonsense"], "https://api.openai.com/v1"),
    ])
    func anAddressIsKnownWithoutAKey(environment: [String: String], address: String) {
        #expect(AccountKeys(environment: environment).address(of: AccountSettings()).text == address)
    }

    @Test func anotherAccountHasItsOwnAddress() throws {
        var account = AccountSettings()
        account.name = AccountName("azure")
        account.baseURL = try HTTPAddress("https://azure.example/openai/v1")
        let finder = AccountKeys(environment: [
            "OPENAI_API_KEY": "sk-a", "OPENAI_BASE_URL": "https://elsewhere.example/v1",
        ])
        #expect(finder.address(of: account) == account.baseURL)
    }

    @Test func theSourcesHaveAnOrder() throws {
        var account = AccountSettings()
        account.keyFile = keyFile
        let environment = ["OPENAI_API_KEY": "sk-environment"]
        let credentials = environment.merging(["CREDENTIALS_DIRECTORY": scratch.path]) { $1 }
        let option = try AccountKeys(environment: credentials, option: optionFile).access(to: account)
        #expect(option.key.secret == "sk-option" && option.source == .option(path: optionFile))
        let credential = try AccountKeys(environment: credentials).access(to: account)
        #expect(credential.key.secret == "sk-credential")
        #expect(credential.source == .credential(path: "\(scratch.path)/openai_api_key"))
        let section = try AccountKeys(environment: environment).access(to: account)
        #expect(section.key.secret == "sk-section" && section.source == .keyFile(path: keyFile))
        account.keyFile = nil
        let last = try AccountKeys(environment: environment).access(to: account)
        #expect(last.key.secret == "sk-environment" && last.source == .environment)
    }

    @Test func aFilesKeyGoesToTheSectionsAddressOnly() throws {
        var account = AccountSettings()
        account.baseURL = try HTTPAddress("https://gateway.example/v1")
        account.organization = "org-file"
        account.keyFile = keyFile
        let environment = [
            "OPENAI_API_KEY": "sk-environment", "OPENAI_BASE_URL": "https://elsewhere.example/v1",
            "OPENAI_ORG_ID": "org-environment", "OPENAI_PROJECT_ID": "proj-environment",
        ]
        let access = try AccountKeys(environment: environment).access(to: account)
        #expect(access.account == account)
        #expect(access.key.secret == "sk-section")
    }

    @Test func theEnvironmentsKeyGoesToTheEnvironmentsAddressOnly() throws {
        var account = AccountSettings()
        account.baseURL = try HTTPAddress("https://gateway.example/v1")
        account.organization = "org-file"
        let environment = [
            "OPENAI_API_KEY": " sk-environment ", "OPENAI_BASE_URL": "https://elsewhere.example/v1/",
            "OPENAI_PROJECT_ID": "proj-environment",
        ]
        let access = try AccountKeys(environment: environment).access(to: account)
        #expect(access.account.baseURL.text == "https://elsewhere.example/v1")
        #expect(access.account.organization == nil)
        #expect(access.account.project == "proj-environment")
    }

    @Test func theSectionsOrganizationStaysWhereTheAddressIsItsOwn() throws {
        var account = AccountSettings()
        account.organization = "org-file"
        account.project = "proj-file"
        let environment = [
            "OPENAI_API_KEY": "sk-environment", "OPENAI_PROJECT_ID": "proj-environment", "OPENAI_BASE_URL": "",
        ]
        let access = try AccountKeys(environment: environment).access(to: account)
        #expect(access.account.organization == "org-file")
        #expect(access.account.project == "proj-environment")
    }

    @Test func theEnvironmentsKeyIsNotSentToAConfiguredServer() throws {
        var account = AccountSettings()
        account.baseURL = try HTTPAddress("https://gateway.example/v1")
        let error = #expect(throws: KeyError.self) {
            try AccountKeys(environment: ["OPENAI_API_KEY": "sk-canary"]).access(to: account)
        }
        #expect(
            error?.description
                == "the key in OPENAI_API_KEY belongs to https://api.openai.com/v1, but the base-url of [api] "
                + "is https://gateway.example/v1; put the key for that server into a file and name it there as key-file, or "
                + "set OPENAI_BASE_URL=https://gateway.example/v1")
    }

    @Test func aNamedAccountNeverFollowsTheEnvironmentElsewhere() throws {
        var account = AccountSettings()
        account.name = AccountName("lab")
        let key = ["OPENAI_API_KEY": "sk-environment"]
        #expect(try AccountKeys(environment: key).access(to: account).source == .environment)
        let elsewhere = key.merging(["OPENAI_BASE_URL": "https://elsewhere.example/v1"]) { $1 }
        let error = #expect(throws: KeyError.self) { try AccountKeys(environment: elsewhere).access(to: account) }
        #expect(
            error?.description
                == "the key in OPENAI_API_KEY belongs to https://elsewhere.example/v1, but the base-url of "
                + "[account \"lab\"] is https://api.openai.com/v1; put the key for that server into a file and name it there "
                + "as key-file")
        // The credential is the default account's.
        let missing = #expect(throws: KeyError.self) {
            try AccountKeys(environment: ["CREDENTIALS_DIRECTORY": scratch.path]).access(to: account)
        }
        #expect(
            missing?.description
                == "no API key for the account lab: set key-file in its section of the configuration")
    }

    @Test func aKeyFileThatCannotBeOpenedYieldsToTheEnvironmentAloud() throws {
        var account = AccountSettings()
        account.keyFile = "\(scratch.path)/none"
        let access = try AccountKeys(environment: ["OPENAI_API_KEY": "sk-environment"]).access(to: account)
        #expect(access.source == .environment)
        #expect(
            access.warnings == [
                "key file \(scratch.path)/none does not exist; make it, with the secret in its first line and mode 600; the "
                    + "key in OPENAI_API_KEY is used instead"
            ])
        let error = #expect(throws: KeyError.self) { try AccountKeys(environment: [:]).access(to: account) }
        #expect(
            error?.description
                == "key file \(scratch.path)/none does not exist; make it, with the secret in its first line "
                + "and mode 600")
    }

    @Test(arguments: [("sk-1234", 1), ("sk-12345", 0)])
    func aKeyThatCannotBeTakenOutOfMessagesIsSaid(key: String, count: Int) throws {
        let path = try scratch.file("short", key)
        var account = AccountSettings()
        account.keyFile = path
        let hint = "the key has fewer than 8 characters, so it is not taken out of a server's messages; is it whole?"
        #expect(
            try AccountKeys(environment: [:]).access(to: account).warnings
                == ["key file \(path): \(hint)"].suffix(count))
        #expect(
            try AccountKeys(environment: ["OPENAI_API_KEY": key]).access(to: AccountSettings()).warnings
                == ["OPENAI_API_KEY: \(hint)"].suffix(count))
    }

    @Test func aKeyFileThatOthersCanReadDoesNotYield() throws {
        var account = AccountSettings()
        account.keyFile = try scratch.file("open", "sk-canary", mode: 0o644)
        let finder = AccountKeys(environment: ["OPENAI_API_KEY": "sk-environment"])
        let error = #expect(throws: KeyError.self) { try finder.access(to: account) }
        #expect(error?.description.hasSuffix("(mode 0644): run chmod 600 \(scratch.path)/open") == true)
        account.checksKeyFile = false
        #expect(try finder.access(to: account).warnings.count == 1)
    }

    @Test(
        arguments: [
            (
                [:],
                "no API key: set OPENAI_API_KEY, or key-file in the section [api] of the configuration, or pass --key-file FILE"
            ),
            (
                ["OPENAI_API_KEY": "sk canary"],
                "OPENAI_API_KEY is not a key: it is empty or has characters that no key has"
            ),
            (
                ["OPENAI_API_KEY": "sk-canary", "OPENAI_BASE_URL": "elsewhere"],
                "OPENAI_BASE_URL: not an address (got \"elsewhere\"); write https://HOST/PATH"
            ),
            (
                ["OPENAI_API_KEY": "sk-canary", "OPENAI_BASE_URL": "http://elsewhere.example/v1"],
                "OPENAI_BASE_URL: not encrypted (got \"http://elsewhere.example/v1\"), so the key could be read on the way; write "
                    + "https://, or set allow-http = yes in [api]"
            ),
        ] as [([String: String], String)])
    func aMissingKeyIsOneSentence(environment: [String: String], message: String) {
        let error = #expect(throws: KeyError.self) {
            try AccountKeys(environment: environment).access(to: AccountSettings())
        }
        #expect(error?.description == message)
    }

    @Test func aSimulatorOnLoopbackNeedsNoEncryption() throws {
        let environment = ["OPENAI_API_KEY": "any", "OPENAI_BASE_URL": "http://127.0.0.1:43210/v1"]
        #expect(try AccountKeys(environment: environment).access(to: AccountSettings()).account.baseURL.isLoopback)
    }

    @Test func anAdminKeyGoesToItsOwnAddressOnly() throws {
        var account = AccountSettings()
        account.baseURL = try HTTPAddress("https://gateway.example/v1")
        account.organization = "org-1"
        account.project = "proj_1"
        #expect(try AccountKeys(environment: [:]).adminAccess(to: account) == nil)
        // The environment's key is OpenAI's own, and this is another server.
        #expect(try AccountKeys(environment: ["OPENAI_ADMIN_KEY": "sk-admin-1"]).adminAccess(to: account) == nil)
        account.adminKeyFile = try scratch.file("admin", "sk-admin-file")
        let access = try #require(
            try AccountKeys(environment: ["OPENAI_ADMIN_KEY": "sk-admin-1", "OPENAI_BASE_URL": "https://other.example"])
                .adminAccess(to: account))
        #expect(access.key.secret == "sk-admin-file")
        #expect(access.account.baseURL == account.baseURL)
        #expect(access.account.organization == nil && access.account.project == nil)
        let environment = ["OPENAI_ADMIN_KEY": "sk-admin-1", "OPENAI_BASE_URL": "https://other.example/v1"]
        let other = try #require(try AccountKeys(environment: environment).adminAccess(to: AccountSettings()))
        #expect(other.key.secret == "sk-admin-1")
        #expect(other.account.baseURL.text == "https://other.example/v1")
        var named = AccountSettings()
        named.name = AccountName("lab")
        #expect(try AccountKeys(environment: environment).adminAccess(to: named) == nil)
        #expect(throws: KeyError.unusableAdminVariable) {
            try AccountKeys(environment: ["OPENAI_ADMIN_KEY": "a b"]).adminAccess(to: AccountSettings())
        }
    }
}
