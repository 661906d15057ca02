import HTTPServer
import StatusPages

/// What a request must be like before anything is shown to it.
struct RequestGuard: Sendable {
    private let hosts: Set<String>
    private let token: AccessToken?

    /// - Parameters:
    ///   - address: where the server listens.
    ///   - origin: how browsers reach it where that is not the address: `https://status.example`.
    init(address: ListenAddress, origin: String?, token: AccessToken?) {
        var hosts: Set<String> = [address.description]
        // A name server cannot point localhost at us, so it may stand for the address.
        if address.isLoopback { hosts.insert("localhost:\(address.port)") }
        if address.port == 80 { hosts.formUnion(hosts.map { String($0.dropLast(":80".count)) }) }
        if let origin {
            let host = origin.drop { $0 != ":" }.dropFirst("://".count).lowercased()
            let usual = origin.hasPrefix("https") ? ":443" : ":80"
            hosts.insert(host)
            hosts.insert(host.hasSuffix(usual) ? String(host.dropLast(usual.count)) : host + usual)
        }
        self.hosts = hosts
        self.token = token
    }

    /// The answer to a request that is not let in; nil for one that is.
    ///
    /// A page of somebody else whose name leads here must not read the jobs through a visitor's browser, so `Host` must
    /// be ours.
    func refusal(of request: ServerRequest) -> ServerResponse? {
        guard let host = request.headers["Host"], hosts.contains(host.lowercased()) else {
            return .text(421, "This server has another name: see web.url in ftd.conf.\n", type: Self.plain)
        }
        guard request.method == "GET" || request.method == "HEAD" else {
            return .text(405, "There is only GET and HEAD here.\n", type: Self.plain, headers: ["Allow": "GET, HEAD"])
        }
        guard token?.admits(request.headers["Authorization"]) ?? true else {
            return .text(
                401, "The token is asked for: as a password with any user name, or as a bearer token.\n",
                type: Self.plain, headers: ["WWW-Authenticate": "Basic realm=\"ftd\", charset=\"UTF-8\""])
        }
        return nil
    }

    private static let plain = "text/plain; charset=utf-8"
}
