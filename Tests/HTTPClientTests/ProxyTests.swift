import Glibc
import HTTPClient
import TestSupport
import Testing

@Suite struct ProxyTests {
    /// What libcurl counts as sent holds the CONNECT: the call seemed to have lost its answer.
    @Test func aProxyThatDoesNotOpenTheWayIsNamedAndNothingWasSent() async {
        await #expect(processExitsWith: .success) {
            for status in [407, 503] {
                let proxy = LoopbackServer { connection in
                    _ = connection.request()
                    connection.reply(status, "<html>no</html>")
                }
                setenv("https_proxy", "http://ada:secret@127.0.0.1:\(proxy.port)", 1)
                let transport = CurlTransport(userAgent: "ftd-tests/1")
                do throws(HTTPTransportError) {
                    _ = try transport.send(
                        HTTPRequest(
                            method: .post, url: "https://api.invalid/v1/x", body: .bytes([1]), freshConnection: true))
                    preconditionFailure("it was sent")
                } catch {
                    let address = "127.0.0.1:\(proxy.port)"
                    precondition(error.kind == .proxyRefused(status: status, address: address))
                    precondition(!error.requestMayHaveArrived)
                    precondition(
                        error.description
                            == "the proxy at \(address) refused: \(status), asked for the way to https://api.invalid"
                    )
                }
            }
        }
    }

    /// The way was open, but the handshake with the server behind it failed.
    @Test func nothingIsSentBeforeTheHandshake() async {
        await #expect(processExitsWith: .success) {
            let proxy = LoopbackServer { connection in
                _ = connection.request()
                connection.reply(200)
                connection.reply(200)
            }
            setenv("https_proxy", proxy.url, 1)
            do throws(HTTPTransportError) {
                _ = try CurlTransport(userAgent: "ftd-tests/1").send(
                    HTTPRequest(method: .post, url: "https://api.invalid/v1/x", body: .bytes([1])))
                preconditionFailure("it was sent")
            } catch {
                precondition(!error.requestMayHaveArrived)
            }
        }
    }
}
