package import FineTuning
import Glibc
package import HTTPServer
import JSONText
import Synchronization
import Text

/// The simulator on a socket.
package final class SimulatorServer: Sendable {
    private let server: HTTPServer
    private let api: Shared
    private let basePath: String
    private let sender: WebhookSender?

    /// The state, and the clock it is asked with.
    private final class Shared: Sendable {
        let state: Mutex<SimulatedAPI>
        let clock: @Sendable () -> UnixTime

        init(_ state: SimulatedAPI, clock: @escaping @Sendable () -> UnixTime) {
            self.state = Mutex(state)
            self.clock = clock
        }

        func answer(_ request: ServerRequest) -> ServerResponse {
            let started = ContinuousClock.now
            var response = state.withLock { $0.answer(request, at: clock()) }
            response.headers["openai-processing-ms"] =
                "\(started.duration(to: .now) / .milliseconds(1))"
                .prefix { $0 != "." }.description
            return response
        }
    }

    /// Starts to serve.
    ///
    /// - Parameters:
    ///   - faults: the JSON text of a fault, or of an array of them, as `POST /_ftsim/faults` takes it.
    ///   - webhook: is told of the end of every job.
    /// - Throws: `ServerError` when it cannot listen there, `SimulatorError` when the faults are malformed.
    package init(
        address: ListenAddress = .anyLoopbackPort, settings: SimulatedAPI.Parameters = SimulatedAPI.Parameters(),
        faults: [UInt8]? = nil, webhook: Webhook? = nil, clock: @escaping @Sendable () -> UnixTime = { .now() }
    ) throws {
        var settings = settings
        settings.keepsEvents = webhook != nil
        var state = SimulatedAPI(settings: settings)
        if let faults { try state.add(faults: faults) }
        let shared = Shared(state, clock: clock)
        var limits = HTTPServer.Limits()
        // The form around the largest file has some bytes of its own.
        limits.body = SimulatedAPI.greatestFile + (1 << 20)
        limits.connections = 512
        limits.idleSeconds = 120
        server = try HTTPServer(address: address, limits: limits) { shared.answer($0) }
        api = shared
        basePath = settings.likeness.basePath
        sender = webhook.map { WebhookSender(url: $0.url, signer: $0.signer) }
        sender?.start { shared.state.withLock { $0.takeWebhookEvents(at: shared.clock()) } }
    }

    /// What clients take as the API's base URL: `http://127.0.0.1:8080/v1`.
    package var baseURL: String { server.url + basePath }

    /// Where it listens.
    package var address: ListenAddress { server.address }

    /// Closes every connection; the state is kept until the end of the object.
    package func stop() {
        sender?.stop()
        server.stop()
    }
}

/// Why a simulator could not start.
package enum SimulatorError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file of faults cannot be read, and why.
    case unreadableFaults(path: String, why: String)
    /// The faults are no JSON, or no faults; what is wrong, as the end of a sentence.
    case malformedFaults(String)

    package var description: String {
        switch self {
        case .unreadableFaults(let path, let why): "--fault: cannot read \(path): \(why)"
        case .malformedFaults(let problem): "the faults are \(problem)"
        }
    }
}

extension SimulatedAPI {
    /// Adds faults from the JSON text of a `--fault` file.
    mutating func add(faults text: [UInt8]) throws(SimulatorError) {
        let value: JSONValue
        do {
            value = try JSONValue.parse(text)
        } catch {
            throw .malformedFaults("\(error)")
        }
        do {
            faults.add(try Fault.list(value))
        } catch {
            throw .malformedFaults("malformed: \(error.message)")
        }
    }
}
