import HTTPClient
import TestSupport
import Testing

@Suite struct AddressGuardTests {
    @Test(arguments: [
        "169.254.169.254", "169.254.0.1", "fe80::1", "febf::1", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe",
        "fd00:ec2::254", "fd20:ce::254", "100.100.100.200", "192.0.0.192", "168.63.129.16", "::ffff:100.100.100.200",
    ])
    func addressesOfTheLinkAndOfMetadataAreGuarded(address: String) { #expect(AddressGuard.isGuarded(address)) }

    @Test(arguments: [
        "127.0.0.1", "::1", "169.253.255.255", "169.255.0.0", "10.0.0.1", "192.168.1.1", "fec0::1", "fd00::1",
        "::ffff:8.8.8.8", "8.8.8.8", "nonsense", "",
    ])
    func othersAreNot(address: String) { #expect(!AddressGuard.isGuarded(address)) }

    @Test(arguments: [
        "http://169.254.169.254/latest/meta-data", "http://[::ffff:169.254.169.254]/", "http://2852039166/",
    ])
    func nothingIsConnectedToWhatIsRefused(url: String) {
        var request = HTTPRequest(url: url, timeout: .seconds(5), allowPlainHTTP: true)
        request.refusesLinkLocal = true
        let error = #expect(throws: HTTPTransportError.self) {
            try CurlTransport(userAgent: "ftd/0", trusted: TrustedCertificates()).send(request)
        }
        guard case .addressRefused = error?.kind else {
            Issue.record("\(error.map { "\($0)" } ?? "nothing")")
            return
        }
        #expect(error?.description.contains("a link-local or metadata address") == true)
    }

    @Test func reachingSendsNothing() throws {
        let server = LoopbackServer { connection in #expect(connection.head() == nil) }
        var request = HTTPRequest(url: server.url, timeout: .seconds(5))
        request.connectsOnly = true
        request.refusesLinkLocal = true
        let transport = CurlTransport(userAgent: "ftd/0")
        #expect(try transport.send(request).status == 0)
        #expect(eventually { server.connectionCount == 1 })
        // The handle that was kept serves ordinary requests afterwards.
        let other = LoopbackServer { connection in
            _ = connection.request()
            connection.reply(204)
        }
        #expect(try transport.send(HTTPRequest(url: other.url)).status == 204)
    }
}
