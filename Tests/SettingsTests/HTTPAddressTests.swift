import ConfigurationText
import Testing

@testable import Settings

@Suite struct HTTPAddressTests {
    @Test(arguments: [
        ("https://api.openai.com/v1", "https://api.openai.com/v1", "api.openai.com", true, false),
        ("https://API.Example:8443/v1//", "https://API.Example:8443/v1", "api.example", true, false),
        ("HTTP://localhost:1/v1", "HTTP://localhost:1/v1", "localhost", false, true),
        ("http://127.0.0.1:43210/v1", "http://127.0.0.1:43210/v1", "127.0.0.1", false, true),
        ("http://127.9.9.9", "http://127.9.9.9", "127.9.9.9", false, true),
        ("http://[::1]:80/v1", "http://[::1]:80/v1", "::1", false, true),
        ("https://host/hook?a=b/", "https://host/hook?a=b/", "host", true, false),
        ("http://127.0.0.1.evil.example/", "http://127.0.0.1.evil.example", "127.0.0.1.evil.example", false, false),
        ("http://127.0.0.256/", "http://127.0.0.256", "127.0.0.256", false, false),
        ("http://localhost.evil.example", "http://localhost.evil.example", "localhost.evil.example", false, false),
        ("http://10.0.0.1", "http://10.0.0.1", "10.0.0.1", false, false),
    ])
    func anAddressIsTakenApart(text: String, kept: String, host: String, isEncrypted: Bool, isLoopback: Bool) throws {
        let address = try HTTPAddress(text)
        #expect(address.text == kept)
        #expect(address.host == host)
        #expect(address.isEncrypted == isEncrypted)
        #expect(address.isLoopback == isLoopback)
    }

    @Test(arguments: [
        ("", "not an address (got nothing); write https://HOST/PATH"),
        ("api.openai.com/v1", "not an address (got \"api.openai.com/v1\"); write https://HOST/PATH"),
        ("ftp://host/", "not an address (got \"ftp://host/\"); write https://HOST/PATH"),
        ("https:/host/", "not an address (got \"https:/host/\"); write https://HOST/PATH"),
        ("https://", "not an address (got \"https://\"); the host or its port is wrong"),
        ("https:///v1", "not an address (got \"https:///v1\"); the host or its port is wrong"),
        ("https://host:0/", "not an address (got \"https://host:0/\"); the host or its port is wrong"),
        ("https://host:65536/", "not an address (got \"https://host:65536/\"); the host or its port is wrong"),
        ("https://host:/", "not an address (got \"https://host:/\"); the host or its port is wrong"),
        ("https://ho%2Fst/", "not an address (got \"https://ho%2Fst/\"); the host or its port is wrong"),
        ("https://ho\\st/", "not an address (got \"https://ho\\st/\"); the host or its port is wrong"),
        ("https://[::1/", "not an address (got \"https://[::1/\"); the host or its port is wrong"),
        ("https://[evil]/", "not an address (got \"https://[evil]/\"); the host or its port is wrong"),
        ("https://host/a#b", "not an address (got \"https://host/a#b\"); leave out the # and what follows it"),
        (
            "https://host/a b",
            "not an address (got \"https://host/a b\"); blanks and other letters must be percent-encoded"
        ),
        ("https://a:b@host/", "has a user name or password in the address; secrets belong in files"),
        ("https://host:80@evil/", "has a user name or password in the address; secrets belong in files"),
    ])
    func anythingElseIsRefused(text: String, message: String) {
        let problem = #expect(throws: ValueError.self) { try HTTPAddress(text) }
        #expect(problem?.description == message)
    }
}
