import Glibc
import HTTPClient
import TestSupport
import Testing
import Text

@Suite struct TrustedCertificatesTests {
    @Test(arguments: [
        ([:], TrustedCertificates()), (["SSL_CERT_FILE": ""], TrustedCertificates()),
        (
            ["SSL_CERT_FILE": "/f", "SSL_CERT_DIR": "/d"],
            TrustedCertificates(file: "/f", directory: "/d")
        ),
        (["SSL_CERT_FILE": "/f", "SSL_CERT_DIR": "/d", "CURL_CA_BUNDLE": "/b"], TrustedCertificates(file: "/b")),
    ])
    func theEnvironmentIsReadAsCurlReadsIt(_ environment: [String: String], _ expected: TrustedCertificates) {
        #expect(TrustedCertificates { environment[$0] } == expected)
    }

    /// A server whose certificate is its own authority, by the program that comes with the library.
    private static func withServer(_ test: (_ url: String, _ certificate: String) throws -> Void) throws {
        let directory = try TemporaryDirectory()
        let (key, certificate) = (directory.path("key.pem"), directory.path("cert.pem"))
        let script = """
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout \(key) -out \(certificate) \
            -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 2>/dev/null && \
            exec timeout 60 openssl s_server -accept 127.0.0.1:0 -naccept 4 -cert \(certificate) -key \(key) -www 2>/dev/null
            """
        let pipe = try #require(popen(script, "re"))
        var line = [CChar](repeating: 0, count: 256)
        var port: Substring?
        while port == nil, fgets(&line, Int32(line.count), pipe) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            if text.hasPrefix("ACCEPT ") { port = text.trimmed.split(separator: ":").last }
        }
        let url = "https://127.0.0.1:\(try #require(port))/"
        try test(url, certificate)
        // It ends by itself after its fourth connection.
        let transport = CurlTransport(userAgent: "ftd-tests/1", trusted: TrustedCertificates(file: certificate))
        while (try? transport.send(HTTPRequest(url: url, freshConnection: true))) != nil {}
        pclose(pipe)
    }

    @Test func aCertificateIsTrustedByTheRequestOrTheEnvironment() throws {
        try Self.withServer { (url, certificate) throws in
            let plain = CurlTransport(userAgent: "ftd-tests/1", trusted: TrustedCertificates())
            let error = #expect(throws: HTTPTransportError.self) { try plain.send(HTTPRequest(url: url)) }
            #expect(error?.kind == .untrusted)
            #expect(error?.requestMayHaveArrived == false)
            #expect(
                error?.description
                    == "the certificate of \(url.dropLast()) is not trusted: SSL certificate problem: self-signed "
                    + "certificate; to trust it, name its authority's certificate, a PEM file, in SSL_CERT_FILE")
            let asked = try plain.send(HTTPRequest(url: url, freshConnection: true, authorities: certificate))
            #expect(asked.status == 200)
            let trusting = CurlTransport(userAgent: "ftd-tests/1", trusted: TrustedCertificates(file: certificate))
            let trusted = try trusting.send(HTTPRequest(url: url, freshConnection: true))
            #expect(trusted.status == 200)
        }
    }
}
