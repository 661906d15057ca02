import FineTuning
package import HTTPClient
import JSONText

/// The API, one method an operation: one call each, no retries, nothing remembered.
///
/// Every method blocks for as long as its timeout allows and throws `APIError`.
package struct OpenAIClient: Sendable {
    /// The account it speaks for.
    package let endpoint: APIEndpoint
    private let transport: any HTTPTransport

    package init(endpoint: APIEndpoint, transport: any HTTPTransport) {
        self.endpoint = endpoint
        self.transport = transport
    }

    /// A client that really sends, through libcurl.
    package init(endpoint: APIEndpoint, userAgent: String, isCancelled: @escaping @Sendable () -> Bool = { false }) {
        self.init(endpoint: endpoint, transport: CurlTransport(userAgent: userAgent, isCancelled: isCancelled))
    }
}

extension OpenAIClient {
    /// What a call is about, for its errors.
    struct Call {
        let operation: APIOperation
        var object: String?
    }

    func request(
        _ method: HTTPMethod, _ segments: [String], query: [(name: String, value: String)] = [],
        body: HTTPBody = .none
    ) -> HTTPRequest {
        HTTPRequest(
            method: method, url: endpoint.url(segments, query), headers: endpoint.headers, body: body,
            timeout: endpoint.timeout, connectTimeout: endpoint.connectTimeout, allowPlainHTTP: endpoint.allowHTTP)
    }

    func request(_ method: HTTPMethod, _ segments: [String], json: JSONValue) -> HTTPRequest {
        var request = request(method, segments, body: .bytes(JSONWriter.bytes(json)))
        request.headers.append(HTTPHeader("Content-Type", "application/json"))
        return request
    }

    /// The answer of a call that succeeded.
    func send(
        _ request: HTTPRequest, for call: Call, receive: ((UnsafeRawBufferPointer) -> Bool)? = nil
    ) throws(APIError) -> HTTPResponse {
        let response: HTTPResponse
        do throws(HTTPTransportError) {
            if let receive {
                response = try transport.download(request, receive: receive)
            } else {
                response = try transport.send(request)
            }
        } catch {
            throw APIError(error, operation: call.operation, object: call.object)
        }
        guard response.isSuccess else {
            throw APIError(response, operation: call.operation, object: call.object, key: endpoint.key)
        }
        return response
    }

    /// The JSON of a call that succeeded, with its answer.
    func json(_ request: HTTPRequest, for call: Call) throws(APIError) -> (JSONValue, HTTPResponse) {
        let response = try send(request, for: call)
        guard response.looksLikeJSON else {
            throw bad(response, "the answer is not JSON", kind: .notTheAPI, for: call)
        }
        do throws(JSONSyntaxError) {
            return (try JSONValue.parse(response.body), response)
        } catch {
            throw bad(response, "the answer is \(error)", for: call)
        }
    }

    /// One object of a call that succeeded.
    func one<Item>(
        _ request: HTTPRequest, for call: Call, named name: String, read: (JSONValue) -> Item?
    ) throws(APIError) -> Item {
        let (value, response) = try json(request, for: call)
        guard let item = read(value) else { throw bad(response, "the answer is not \(name)", for: call) }
        return item
    }

    /// A page of a call that succeeded.
    func page<Item>(
        _ request: HTTPRequest, asked: Int, for call: Call, read: (JSONValue) -> Item?
    ) throws(APIError) -> Page<Item> {
        let (value, response) = try json(request, for: call)
        guard let page = Page(value, response: response, asked: asked, item: read) else {
            throw bad(response, "the answer is not a list", for: call)
        }
        return page
    }

    func bad(_ response: HTTPResponse, _ cause: String, kind: FailureKind = .badReply, for call: Call) -> APIError {
        APIError(
            badReply: cause, response, kind: kind, operation: call.operation, object: call.object, key: endpoint.key)
    }
}
