package import HTTPClient
import Synchronization

// Not there in a static release build, which builds this target along with the programs.
#if canImport(Testing)
    import Testing
#endif

/// A transport that answers from a script, in order, and fails the test on the unexpected.
///
/// Each step names the request line it waits for, for example `GET /v1/files?limit=2`: the method, and the URL without
/// scheme and host. Call ``finish()`` at the end, so that a request that never came fails the test, too.
package final class ScriptedTransport: HTTPTransport {
    /// One expected request and its answer.
    package struct Step: Sendable {
        let line: String
        let answer: Result<HTTPResponse, HTTPTransportError>

        /// Any answer.
        package static func expect(_ line: String, answer: HTTPResponse) -> Step {
            Step(line: line, answer: .success(answer))
        }

        /// An answer in JSON.
        package static func expect(
            _ line: String, status: Int = 200, headers: [HTTPHeader] = [], json: String
        ) -> Step {
            expect(
                line,
                answer: HTTPResponse(
                    status: status, headers: [HTTPHeader("Content-Type", "application/json")] + headers,
                    body: Array(json.utf8)))
        }

        /// No answer.
        package static func expect(_ line: String, failure: HTTPTransportError) -> Step {
            Step(line: line, answer: .failure(failure))
        }
    }

    private struct State {
        var steps: ArraySlice<Step>
        var requests: [HTTPRequest] = []
    }

    private let state: Mutex<State>

    package init(_ steps: [Step]) { state = Mutex(State(steps: steps[...])) }

    /// The requests so far.
    package var requests: [HTTPRequest] { state.withLock { $0.requests } }

    package func send(_ request: HTTPRequest) throws(HTTPTransportError) -> HTTPResponse {
        let step = state.withLock { state in
            state.requests.append(request)
            return state.steps.popFirst()
        }
        let line = "\(request.method.rawValue) \(Self.target(of: request.url))"
        guard let step, step.line == line else {
            Self.fail("unexpected request: \(line); the script expected \(step?.line ?? "no more")")
            throw HTTPTransportError(.other(code: 0), detail: "not in the script")
        }
        return try step.answer.get()
    }

    /// Fails the test when requests of the script never came.
    package func finish() {
        let missing = state.withLock { $0.steps.map(\.line) }
        if !missing.isEmpty { Self.fail("requests that never came: \(missing.joined(separator: ", "))") }
    }

    private static func fail(_ text: String) {
        #if canImport(Testing)
            Issue.record(Comment(rawValue: text))
        #else
            preconditionFailure(text)
        #endif
    }

    private static func target(of url: String) -> Substring {
        let rest = url.split(separator: "://", maxSplits: 1).last ?? ""
        return rest.firstIndex(of: "/").map { rest[$0...] } ?? "/"
    }
}
