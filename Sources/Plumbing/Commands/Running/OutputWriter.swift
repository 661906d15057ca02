import Files
import Glibc
import Synchronization

/// Why text could not be written.
package enum OutputError: Error, Equatable, CustomStringConvertible {
    /// The reader is gone, as `head` goes after its ten lines: no failure, but nothing more is wanted.
    case closed
    /// Any other reason, by its errno.
    case failed(code: Int32)

    package var description: String {
        switch self {
        case .closed: "standard output was closed by its reader"
        case .failed(let code): "cannot write to standard output: \(systemMessage(code))"
        }
    }
}

/// A stream that text goes to: buffered, and written whole whatever the descriptor does in between.
package final class OutputWriter: Sendable {
    /// Takes all the bytes or throws.
    package typealias Sink = @Sendable (ArraySlice<UInt8>) throws(OutputError) -> Void

    private static let capacity = 1 << 16
    private let buffer = Mutex<[UInt8]>([])
    private let sink: Sink
    private let isAbandoned: @Sendable () -> Bool

    /// - Parameter isAbandoned: whether nobody can read any more what is written.
    package init(isAbandoned: @escaping @Sendable () -> Bool = { false }, sink: @escaping Sink) {
        self.isAbandoned = isAbandoned
        self.sink = sink
    }

    /// Writes to an open descriptor; SIGPIPE must be ignored.
    package convenience init(descriptor: Int32) {
        self.init(isAbandoned: { Self.isAbandoned(descriptor) }) { bytes throws(OutputError) in
            try Self.write(bytes, to: descriptor)
        }
    }

    /// Whether the descriptor is a pipe whose reader is gone; a write would tell, and there may be none for long.
    private static func isAbandoned(_ descriptor: Int32) -> Bool {
        var request = pollfd(fd: descriptor, events: 0, revents: 0)
        return poll(&request, 1, 0) > 0 && request.revents & Int16(POLLERR) != 0
    }

    /// Ends a verb that waits for something to write when nobody would read it.
    ///
    /// - Throws: ``OutputError/closed``.
    package func checkReader() throws(OutputError) {
        if isAbandoned() { throw .closed }
    }

    /// Appends text; it leaves when the buffer is full or flushed.
    package func write(_ text: String) throws(OutputError) { try append(text.utf8) }

    /// Appends text and a line break.
    package func line(_ text: String = "") throws(OutputError) {
        try write(text)
        try append(CollectionOfOne(UInt8(ascii: "\n")))
    }

    /// Appends bytes.
    package func write(bytes: [UInt8]) throws(OutputError) { try append(bytes) }

    private func append(_ bytes: some Sequence<UInt8>) throws(OutputError) {
        let full: [UInt8]? = buffer.withLock { buffer in
            buffer.append(contentsOf: bytes)
            guard buffer.count >= Self.capacity else { return nil }
            defer { buffer.removeAll(keepingCapacity: true) }
            return buffer
        }
        if let full { try sink(full[...]) }
    }

    /// Sends what is buffered on its way.
    package func flush() throws(OutputError) {
        let rest = buffer.withLock { buffer in
            defer { buffer.removeAll(keepingCapacity: true) }
            return buffer
        }
        if !rest.isEmpty { try sink(rest[...]) }
    }

    private static func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) throws(OutputError) {
        var rest = bytes
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written >= 0 {
                rest = rest.dropFirst(written)
                continue
            }
            switch errno {
            case EINTR: continue
            case EAGAIN:
                // Somebody else set the shared pipe to non-blocking: wait until it takes more.
                var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&wait, 1, 1000)
            case EPIPE: throw .closed
            case let code: throw .failed(code: code)
            }
        }
    }
}
