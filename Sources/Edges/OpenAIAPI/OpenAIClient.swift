public import FineTuning
package import HTTPClient
import JSONText

/// OpenAI's API, and servers that speak it: one call a method, no retries, nothing remembered.
public struct OpenAIClient: Provider {
    let endpoint: APIEndpoint
    private let transport: any HTTPTransport

    /// A client that sends over the transport it is given.
    package init(endpoint: APIEndpoint, transport: any HTTPTransport) {
        self.endpoint = endpoint
        self.transport = transport
    }

    /// A client that sends with libcurl; plain `http` is for this machine only.
    ///
    /// - Parameters:
    ///   - baseURL: everything before `/fine_tuning/jobs`.
    ///   - key: sent to that server and nowhere else; part of no description.
    ///   - organization: the `OpenAI-Organization` header.
    ///   - project: the `OpenAI-Project` header.
    ///   - userAgent: the `User-Agent` header.
    public init(
        baseURL: String = StandardServer.baseURL, key: String, organization: String? = nil,
        project: String? = nil, userAgent: String = "FineTuningPipeline/\(ProductVersion.text)"
    ) {
        self.init(
            endpoint: APIEndpoint(
                baseURL: baseURL, key: EndpointKey(key), organization: organization, project: project),
            transport: CurlTransport(userAgent: userAgent))
    }

    /// The longest that an ordinary call takes, connection included.
    public var callBound: Duration { endpoint.timeout + endpoint.connectTimeout }
}

extension OpenAIClient: CustomStringConvertible, CustomReflectable {
    /// The server's address.
    public var description: String { endpoint.description }
    /// The address only: `dump` and debuggers look in here.
    public var customMirror: Mirror { Mirror(self, children: ["endpoint": endpoint.description]) }
}

extension OpenAIClient {
    /// What a call is about, for its errors.
    struct Call {
        let operation: ProviderOperation
        var object: String?
    }

    func request(
        _ method: HTTPMethod, _ segments: [String], query: [(name: String, value: String)] = [],
        body: HTTPBody = .none
    ) -> HTTPRequest {
        HTTPRequest(
            method: method, url: endpoint.url(segments, query), headers: endpoint.headers, body: body,
            timeout: endpoint.timeout, connectTimeout: endpoint.connectTimeout, allowPlainHTTP: endpoint.allowHTTP,
            authorities: endpoint.authorities)
    }

    func request(_ method: HTTPMethod, _ segments: [String], json: JSONValue) -> HTTPRequest {
        var request = request(method, segments, body: .bytes(JSONWriter.bytes(json)))
        request.headers.append(HTTPHeader("Content-Type", "application/json"))
        return request
    }

    /// The answer of a call that succeeded.
    func send(
        _ request: HTTPRequest, for call: Call, receive: ((UnsafeRawBufferPointer) -> Bool)? = nil
    ) throws(ProviderError) -> HTTPResponse {
        let response: HTTPResponse
        do throws(HTTPTransportError) {
            if let receive {
                response = try transport.download(request, receive: receive)
            } else {
                response = try transport.send(request)
            }
        } catch {
            throw ProviderError(error, for: call)
        }
        guard response.isSuccess else {
            throw ProviderError(response, for: call, endpoint: endpoint)
        }
        return response
    }

    /// A page of a call that succeeded, which some servers answer with a stream of server-sent events: all there are.
    func pageOrStream<Item>(
        _ request: HTTPRequest, asked: Int, for call: Call, read: (JSONValue, _ raw: String) -> Item?
    ) throws(ProviderError) -> Page<Item> {
        let response = try send(request, for: call)
        guard response.mediaType == "text/event-stream" else {
            return try page(response, asked: asked, for: call, read: read)
        }
        var entries: [ReceivedList.Entry] = []
        var received = Array(#"{"data":["#.utf8)
        for message in EventStream.messages(response.body) where message != Array("[DONE]".utf8) {
            // A message that is no JSON counts as an entry that could not be read.
            do throws(JSONSyntaxError) {
                entries.append(ReceivedList.Entry(value: try TolerantJSON.parse(message)))
            } catch {
                entries.append(ReceivedList.Entry(value: .null))
            }
            if entries.count > 1 { received.append(UInt8(ascii: ",")) }
            received += message
        }
        received += Array("]}".utf8)
        return try page(
            ReceivedList(whole: entries), received, response, asked: asked, for: call, read: read)
    }

    /// The JSON of a call that succeeded, with its answer.
    func json(_ request: HTTPRequest, for call: Call) throws(ProviderError) -> (JSONValue, HTTPResponse) {
        let response = try send(request, for: call)
        return (try json(response, for: call), response)
    }

    private func json(_ response: HTTPResponse, for call: Call) throws(ProviderError) -> JSONValue {
        try checkMediaType(response, for: call)
        do throws(JSONSyntaxError) {
            return try TolerantJSON.parse(response.body)
        } catch {
            throw bad(response, "the answer is \(error)", for: call)
        }
    }

    /// Refuses an answer that does not even claim to be JSON.
    func checkMediaType(_ response: HTTPResponse, for call: Call) throws(ProviderError) {
        guard !response.looksLikeJSON else { return }
        throw bad(response, "the answer is not JSON: \(response.likelySender)", kind: .notTheAPI, for: call)
    }

    /// One object of a call that succeeded.
    func one<Item>(
        _ request: HTTPRequest, for call: Call, named name: String, read: (JSONValue) -> Item?
    ) throws(ProviderError) -> Item {
        let (value, response) = try json(request, for: call)
        guard let item = read(value) else { throw bad(response, "the answer is not \(name)", for: call) }
        return item
    }

    /// A page of a call that succeeded.
    func page<Item>(
        _ request: HTTPRequest, asked: Int, for call: Call, read: (JSONValue, _ raw: String) -> Item?
    ) throws(ProviderError) -> Page<Item> {
        try page(send(request, for: call), asked: asked, for: call, read: read)
    }

    /// The page that an answer holds.
    func page<Item>(
        _ response: HTTPResponse, asked: Int, for call: Call, read: (JSONValue, _ raw: String) -> Item?
    ) throws(ProviderError) -> Page<Item> {
        try checkMediaType(response, for: call)
        let list: ReceivedList
        do throws(JSONSyntaxError) {
            list = try TolerantJSON.list(response.body)
        } catch {
            throw bad(response, "the answer is \(error)", for: call)
        }
        return try page(list, response.body, response, asked: asked, for: call, read: read)
    }

    private func page<Item>(
        _ list: ReceivedList, _ received: [UInt8], _ response: HTTPResponse, asked: Int, for call: Call,
        read: (JSONValue, _ raw: String) -> Item?
    ) throws(ProviderError) -> Page<Item> {
        guard let page = Page(list, received: received, response: response, asked: asked, item: read) else {
            throw bad(response, "the answer is not a list", for: call)
        }
        return page
    }

    /// A success that is not what was asked for.
    func bad(
        _ response: HTTPResponse, _ cause: String, kind: FailureKind = .badReply, for call: Call
    ) -> ProviderError {
        ProviderError(badReply: cause, response, kind: kind, for: call, endpoint: endpoint)
    }
}
