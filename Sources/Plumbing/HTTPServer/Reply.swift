import CMicroHTTPD
import Glibc

/// Hands a response to libmicrohttpd.
enum Reply {
    /// Names that the server itself decides.
    private static let reserved = ["Content-Length", "Transfer-Encoding", "Connection"]

    /// Queues the response; `NO` closes the connection without an answer.
    static func queue(_ response: ServerResponse, on connection: OpaquePointer, service: Service) -> MHD_Result {
        if response.fault == .drop { return .NO }
        guard let made = make(response, service: service) else { return .NO }
        defer { MHD_destroy_response(made) }
        for field in response.headers.fields where !reserved.contains(where: field.name.equalsIgnoringCase) {
            // A name or value with a line break is refused here, and so left off.
            _ = MHD_add_response_header(made, field.name, field.value)
        }
        if response.closes { _ = MHD_add_response_header(made, "Connection", "close") }
        return MHD_queue_response(connection, UInt32(response.status), made)
    }

    private static func make(_ response: ServerResponse, service: Service) -> OpaquePointer? {
        switch (response.fault, response.body) {
        case (.cut(let count), .bytes(let bytes)):
            return make(BrokenBody(ServerBody(bytes), count: count), size: bytes.count)
        case (.cut(let count), .stored(let body)):
            return make(BrokenBody(body, count: count), size: body.count)
        case (.cut(let count), .pieces(let pieces, _)):
            let bytes = Array(pieces.joined())
            return make(BrokenBody(ServerBody(bytes), count: count), size: bytes.count)
        case (_, .bytes(let bytes)): return make(bytes)
        case (_, .stored(let body)):
            guard let (file, offset) = body.spooled else { return make(body.bytes) }
            // libmicrohttpd closes its descriptor with the response.
            let copy = fcntl(file.descriptor, F_DUPFD_CLOEXEC, 0)
            guard copy >= 0 else { return nil }
            return MHD_create_response_from_fd_at_offset64(UInt64(body.count), copy, UInt64(offset))
        case (_, .pieces(let pieces, let pause)):
            return make(PacedBody(pieces, pause: pause, stopping: service.stopping), size: nil)
        }
    }

    private static func make(_ bytes: [UInt8]) -> OpaquePointer? {
        var copy = bytes
        return copy.withUnsafeMutableBytes { buffer in
            MHD_create_response_from_buffer(buffer.count, buffer.baseAddress, .RESPMEM_MUST_COPY)
        }
    }

    /// A response that asks for its bytes; without a size it is sent chunked.
    private static func make(_ source: BodySource, size: Int?) -> OpaquePointer? {
        // MHD_SIZE_UNKNOWN is a cast macro, which Swift does not import: all bits set.
        MHD_create_response_from_callback(
            size.map(UInt64.init) ?? .max, 1 << 16,
            { context, _, buffer, room in
                guard let context, let buffer else { return BodySource.broken }
                let source = Unmanaged<BodySource>.fromOpaque(context).takeUnretainedValue()
                return source.fill(UnsafeMutableRawBufferPointer(start: buffer, count: room))
            }, Unmanaged.passRetained(source).toOpaque(),
            { context in
                guard let context else { return }
                Unmanaged<BodySource>.fromOpaque(context).release()
            })
    }
}

/// Gives out a body piece by piece; used by one connection's thread.
class BodySource {
    /// MHD_CONTENT_READER_END_OF_STREAM and MHD_CONTENT_READER_END_WITH_ERROR, cast macros that Swift does not import.
    static let ended = -1
    static let broken = -2

    /// Fills the front of the buffer and returns how much, or one of the two ends.
    func fill(_ buffer: UnsafeMutableRawBufferPointer) -> Int { Self.ended }
}

/// The start of a body, and then a closed connection.
final class BrokenBody: BodySource {
    private let body: ServerBody
    private let count: Int
    private var sent = 0

    init(_ body: ServerBody, count: Int) {
        self.body = body
        self.count = min(count, body.count)
    }

    override func fill(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard sent < count else { return Self.broken }
        let piece = body.read(at: sent, count: min(count - sent, buffer.count))
        guard !piece.isEmpty else { return Self.broken }
        buffer.copyBytes(from: piece)
        sent += piece.count
        return piece.count
    }
}

/// Pieces with a pause before each but the first.
final class PacedBody: BodySource {
    private let pause: Duration
    private let stopping: StopSignal
    private var pieces: ArraySlice<[UInt8]>
    private var current: ArraySlice<UInt8>

    init(_ pieces: [[UInt8]], pause: Duration, stopping: StopSignal) {
        self.pause = pause
        self.stopping = stopping
        self.pieces = pieces.dropFirst()
        current = pieces.first?[...] ?? []
    }

    override func fill(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        while current.isEmpty {
            guard let next = pieces.popFirst() else { return Self.ended }
            guard pause <= .zero || stopping.wait(pause) else { return Self.broken }
            current = next[...]
        }
        let piece = current.prefix(buffer.count)
        buffer.copyBytes(from: piece)
        current = current.dropFirst(piece.count)
        return piece.count
    }
}
