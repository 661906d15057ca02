import CMicroHTTPD
import Glibc

/// One request on its way in and its answer on the way out.
///
/// Owned by libmicrohttpd from ``begin`` to ``end``; only the connection's own thread touches it.
final class Exchange {
    private let service: Service
    private let target: String
    private let clock = ContinuousClock()
    private let started: ContinuousClock.Instant
    private var request: ServerRequest?
    private var body: BodyCollector
    private var refusal: ServerResponse?

    private init(service: Service, target: String) {
        self.service = service
        self.target = target
        started = clock.now
        body = BodyCollector(limits: service.limits)
    }

    // MARK: libmicrohttpd's callbacks

    typealias Begin =
        @convention(c) (
            UnsafeMutableRawPointer?, UnsafePointer<CChar>?, OpaquePointer?
        ) -> UnsafeMutableRawPointer?

    typealias End =
        @convention(c) (
            UnsafeMutableRawPointer?, OpaquePointer?, UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
            MHD_RequestTerminationCode
        ) -> Void

    /// The request line is read: its result becomes the request's own pointer.
    static let begin: Begin = { context, uri, _ in
        guard let context, let uri else { return nil }
        let service = Unmanaged<Service>.fromOpaque(context).takeUnretainedValue()
        return Unmanaged.passRetained(Exchange(service: service, target: String(cString: uri))).toOpaque()
    }

    /// The request is over, answered or not.
    static let end: End = { _, _, pointer, _ in
        guard let own = pointer?.pointee else { return }
        Unmanaged<Exchange>.fromOpaque(own).release()
        pointer?.pointee = nil
    }

    /// Called once with the header, then for each piece of the body, then once more when the request is whole.
    static let access: MHD_AccessHandlerCallback = { _, connection, _, method, version, data, size, pointer in
        guard let connection, let method, let version, let size, let own = pointer?.pointee else { return .NO }
        let exchange = Unmanaged<Exchange>.fromOpaque(own).takeUnretainedValue()
        if exchange.request == nil {
            return exchange.receivedHeader(
                connection, method: String(cString: method), version: String(cString: version))
        }
        if size.pointee > 0, let data {
            let piece = UnsafeRawBufferPointer(start: data, count: size.pointee)
            size.pointee = 0
            return exchange.received(piece) ? .YES : .NO
        }
        return exchange.answer(connection)
    }

    // MARK: The way in

    private func receivedHeader(_ connection: OpaquePointer, method: String, version: String) -> MHD_Result {
        let headers = Self.headers(of: connection)
        let request = ServerRequest(method: method, target: target, headers: headers)
        self.request = request
        if let refusal = Framing.refusal(target: target, headers: headers, version: version) {
            return Reply.queue(refusal, on: connection, service: service)
        }
        if let length = headers["Content-Length"].flatMap(Int.init), length > service.limits.body {
            refusal = Framing.tooLarge(service.limits.body)
            // Whoever asks first gets the answer first; others are read on for a while, see BodyCollector.
            if headers["Expect"] != nil {
                return Reply.queue(Framing.tooLarge(service.limits.body), on: connection, service: service)
            }
        }
        return .YES
    }

    private func received(_ piece: UnsafeRawBufferPointer) -> Bool {
        guard started.duration(to: clock.now) < service.limits.receiving else { return false }
        switch body.append(piece, keep: refusal == nil) {
        case .taken: return true
        case .tooLarge:
            refusal = refusal ?? Framing.tooLarge(service.limits.body)
            return true
        case .noSpace:
            refusal = refusal ?? .text(507, Framing.message("the server has no room for the request body"))
            return true
        case .hopeless: return false
        }
    }

    private static func headers(of connection: OpaquePointer) -> ServerHeaders {
        var collected = ServerHeaders()
        withUnsafeMutablePointer(to: &collected) { pointer in
            _ = MHD_get_connection_values_n(
                connection, .HEADER_KIND,
                { context, _, name, nameSize, value, valueSize in
                    guard let context, let name else { return .YES }
                    context.assumingMemoryBound(to: ServerHeaders.self).pointee.append(
                        Exchange.text(name, nameSize), value.map { Exchange.text($0, valueSize) } ?? "")
                    return .YES
                }, pointer)
        }
        return collected
    }

    /// libmicrohttpd leaves the blanks behind a value.
    private static func text(_ start: UnsafePointer<CChar>, _ count: Int) -> String {
        var bytes = UnsafeRawBufferPointer(start: start, count: count)[...]
        while let last = bytes.last, last == UInt8(ascii: " ") || last == UInt8(ascii: "\t") { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    // MARK: The way out

    private func answer(_ connection: OpaquePointer) -> MHD_Result {
        guard var request else { return .NO }
        if let refusal { return Reply.queue(refusal, on: connection, service: service) }
        request.body = body.finished()
        let response = service.handler(request)
        guard response.delay <= .zero || service.stopping.wait(response.delay) else { return .NO }
        return Reply.queue(response, on: connection, service: service)
    }
}
