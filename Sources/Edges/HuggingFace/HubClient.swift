import FineTuning
import HTTPClient
import Text

/// Asks the dataset viewer, as often as it takes and no more often.
struct HubClient {
    /// Waits of one request together.
    private static let longestWait: Duration = .seconds(900)
    /// One answer may have so many bytes: a page of 100 rows of 600 kB.
    private static let largestAnswer = 64 << 20

    private let dataset: HuggingFaceDataset
    private let effects: HubEffects
    /// Whether the server has answered in this run: before that, a name that does not resolve is a mistake.
    private var hasAnswered = false

    init(_ dataset: HuggingFaceDataset, _ effects: HubEffects) {
        self.dataset = dataset
        self.effects = effects
    }

    /// The successful answer to a GET.
    mutating func get(_ path: String, _ query: [(String, String)]) throws(HubError) -> HTTPResponse {
        let request = request(path, query)
        var waited = Duration.zero
        var tries = 0
        while true {
            if dataset.isCancelled() { throw .cancelled }
            tries += 1
            let problem: HubProblem
            switch send(request) {
            case .success(let response) where response.isSuccess: return response
            case .success(let response): problem = HubProblem(response, token: dataset.server.token)
            case .failure(let error): problem = HubProblem(error, hasAnswered: hasAnswered)
            }
            guard tries < problem.mostTries else { throw problem.error(after: tries) }
            let wait = Backoff.wait(
                failures: tries, interval: .seconds(1), cap: .seconds(60), retryAfter: problem.retryAfter,
                jitter: effects.jitter())
            waited += wait
            guard waited <= Self.longestWait else { throw .askedToWait(wait, cause: problem.cause) }
            if wait >= .seconds(2) { dataset.onNotice(.waiting(wait, cause: problem.cause)) }
            effects.sleep(wait)
        }
    }

    private mutating func send(_ request: HTTPRequest) -> Result<HTTPResponse, HTTPTransportError> {
        do throws(HTTPTransportError) {
            let response = try effects.transport.send(request)
            hasAnswered = true
            return .success(response)
        } catch {
            return .failure(error)
        }
    }

    private func request(_ path: String, _ query: [(String, String)]) -> HTTPRequest {
        let parts = query.map { "\($0.0)=\($0.1.percentEncoded)" }.joined(separator: "&")
        let base = dataset.server.baseURL.withoutSlashesAtEnd
        let headers = dataset.server.token.map { [HTTPHeader("Authorization", "Bearer \($0.text)")] } ?? []
        return HTTPRequest(
            url: "\(base)\(path)?\(parts)", headers: headers, timeout: .seconds(60), largestBody: Self.largestAnswer)
    }
}
