import ConfigurationText
import FineTuning
import Settings
import Testing

/// Setting a key leaves every other byte of the file as it is.
@Suite struct ConfigurationEditTests {
    private func edited(
        _ text: String, account: String = "default", _ values: [(key: String, value: String)] = [("key-file", "/k")]
    ) throws -> String {
        try ConfigurationEdit(account: AccountName(account)).text(text, setting: values)
    }

    @Test(
        arguments: [
            ("", "[api]\nkey-file = /k\n"),
            ("[api]\n", "[api]\nkey-file = /k\n"),
            ("[api]", "[api]\nkey-file = /k"),
            ("# mine\n[api] # here\nquery = a\n", "# mine\n[api] # here\nkey-file = /k\nquery = a\n"),
            ("[api]\nkey-file = /old   # where\nquery = a", "[api]\nkey-file = /k\nquery = a"),
            ("[api]\r\nquery = a\r\n", "[api]\r\nkey-file = /k\r\nquery = a\r\n"),
            ("[poll]\nidle = 1m\n", "[poll]\nidle = 1m\n\n[api]\nkey-file = /k\n"),
            ("#[api]\n#key-file =\n", "#[api]\n#key-file =\n\n[api]\nkey-file = /k\n"),
        ] as [(String, String)])
    func oneKeyOfTheDefaultAccount(_ before: String, _ after: String) throws {
        #expect(try edited(before) == after)
    }

    @Test func aNamedAccountHasItsOwnSection() throws {
        let text = "[api]\nkey-file = /a\n\n[account \"x\"]\nbase-url = https://x.example/v1\n"
        #expect(
            try edited(text, account: "x", [("base-url", "https://y.example/v1"), ("key-file", "/k")])
                == "[api]\nkey-file = /a\n\n[account \"x\"]\nkey-file = /k\nbase-url = https://y.example/v1\n")
        #expect(try edited("[api]\n", account: "x") == "[api]\n\n[account \"x\"]\nkey-file = /k\n")
    }

    @Test(arguments: [
        ("/a b", "\"/a b\""), ("/a#b", "\"/a#b\""), ("/a\"b", "\"/a\\\"b\""), ("/a\\b", "\"/a\\\\b\""),
    ])
    func whatWouldEndAValueIsQuoted(_ value: String, _ written: String) throws {
        let text = try edited("", [("key-file", value)])
        #expect(text == "[api]\nkey-file = \(written)\n")
        let settings = try Settings(reading: text, file: "f", home: nil, hookKinds: [])
        #expect(settings.accounts[0].keyFile == value)
    }

    @Test func aLineBreakIsRefused() {
        #expect(throws: ValueError.self) { try edited("", [("key-file", "/a\n[hook \"x\"]")]) }
    }
}
