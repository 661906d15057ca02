import FineTuning
import HTTPClient
import Hooks
import Settings
import Synchronization
import TestSupport
import Testing

@testable import FTDaemon

/// A service that keeps what it is told.
private final class Service: HTTPTransport {
    private let seen = Mutex<[String]>([])
    private let status = Mutex(200)

    var lines: [String] { seen.withLock { $0 } }
    func answer(_ status: Int) { self.status.withLock { $0 = status } }

    func send(_ request: HTTPRequest) throws(HTTPTransportError) -> HTTPResponse {
        var line = "\(request.method.rawValue) \(request.url)"
        if case .bytes(let bytes) = request.body { line += " \(String(decoding: bytes, as: UTF8.self))" }
        seen.withLock { $0.append(line) }
        return HTTPResponse(status: status.withLock { $0 })
    }
}

@Suite struct HeartbeatLoopTests {
    private static func loop(_ url: String, _ bench: Workbench, _ service: Service) throws -> (
        HeartbeatLoop, DaemonContext
    ) {
        let context = bench.context(transport: service)
        let parameters = HeartbeatLoop.Parameters(url: try HTTPAddress(url), accounts: [.default])
        return (HeartbeatLoop(parameters, context: context), context)
    }

    @Test func startLifeAndFailureGoToTheirAddresses() throws {
        let service = Service()
        let (loop, context) = try Self.loop("https://hc.example/uuid?create=1", Workbench(), service)
        #expect(loop.beat())
        context.polled(.default, isGood: true, degraded: nil)
        #expect(loop.beat())
        context.polled(.default, isGood: false, degraded: "401 invalid_api_key")
        #expect(loop.beat())
        #expect(
            service.lines == [
                "GET https://hc.example/uuid/start?create=1", "GET https://hc.example/uuid?create=1",
                "POST https://hc.example/uuid/fail?create=1 account default cannot be watched: 401 invalid_api_key",
            ])
    }

    @Test func aFailureIsToldUntilItGetsThereAndTroubleIsLoggedOnce() throws {
        let service = Service()
        let bench = try Workbench()
        let (loop, context) = try Self.loop("https://hc.example/uuid", bench, service)
        service.answer(500)
        #expect(loop.beat())
        context.polled(.default, isGood: false, degraded: "HTTP 401")
        #expect(!loop.beat())
        #expect(!loop.beat())
        #expect(bench.log == ["heartbeat failed account=default cause=\"HTTP 500\""])
        service.answer(200)
        #expect(loop.beat())
        #expect(service.lines.count == 4)
        #expect(loop.beat())
        #expect(service.lines.count == 4)
    }

    @Test func everyAccountCanHaveItsOwn() throws {
        var settings = Settings()
        settings.heartbeat.url = try HTTPAddress("https://hc.example/all")
        settings.accounts[0].heartbeat = try HTTPAddress("https://hc.example/one")
        let reading = Configuration.Reading(settings: settings, hooks: [], background: NoticeBackground())
        let names = LoopSettings.all(reading).map(\.name).filter(\.isHeartbeat)
        #expect(names == [.heartbeat(nil), .heartbeat(.default)])
    }
}
