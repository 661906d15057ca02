import Glibc

/// Our ends of a program's three standard streams: fed and drained without ever blocking.
///
/// Owns the three descriptors; belongs to the thread that runs the program.
final class ChildStreams {
    /// What came on standard output so far.
    private(set) var output: CapturedOutput
    /// What came on standard error so far.
    private(set) var error: CapturedOutput

    private static let closed: Int32 = -1
    /// How many buffers one turn reads, so that a flood does not keep us from looking at the clock.
    private static let buffersATurn = 16

    private var inputEnd: Int32
    private var outputEnd: Int32
    private var errorEnd: Int32
    private let bytes: [UInt8]
    private var written = 0
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)
    private let brokenPipeSignal = BrokenPipeSignal()

    /// Takes over our ends, all three non-blocking.
    init(input: Int32, output: Int32, error: Int32, feeding bytes: [UInt8], outputLimit: Int) {
        self.bytes = bytes
        self.output = CapturedOutput(limit: outputLimit)
        self.error = CapturedOutput(limit: outputLimit)
        inputEnd = input
        outputEnd = output
        errorEnd = error
        if bytes.isEmpty { Self.shut(&inputEnd) }
    }

    deinit {
        Self.shut(&inputEnd)
        Self.shut(&outputEnd)
        Self.shut(&errorEnd)
        buffer.deallocate()
    }

    /// Whether nobody can write to either output any more.
    var outputsAreClosed: Bool { outputEnd == Self.closed && errorEnd == Self.closed }

    /// Waits until a stream can be moved, but not longer than the bound, then moves what can be moved.
    ///
    /// - Returns: whether anything moved or closed.
    func transfer(atMost bound: Duration) -> Bool {
        // poll(2) skips negative descriptors, so that closed streams only wait.
        var ends = [
            pollfd(fd: inputEnd, events: Int16(POLLOUT), revents: 0),
            pollfd(fd: outputEnd, events: Int16(POLLIN), revents: 0),
            pollfd(fd: errorEnd, events: Int16(POLLIN), revents: 0),
        ]
        let (seconds, attoseconds) = bound.components
        let milliseconds = seconds * 1000 + attoseconds / 1_000_000_000_000_000
        guard poll(&ends, nfds_t(ends.count), Int32(clamping: milliseconds)) > 0 else { return false }
        if ends[0].revents != 0 { feed() }
        if ends[1].revents != 0 { drain(&outputEnd, into: &output) }
        if ends[2].revents != 0 { drain(&errorEnd, into: &error) }
        return true
    }

    private func feed() {
        let count = bytes[written...].withUnsafeBytes { write(inputEnd, $0.baseAddress, $0.count) }
        if count > 0 {
            written += count
        } else if errno == EAGAIN || errno == EINTR {
            return
        } else {
            // EPIPE: the program closed its input, which is no failure.
            written = bytes.count
        }
        if written == bytes.count { Self.shut(&inputEnd) }
    }

    private func drain(_ end: inout Int32, into captured: inout CapturedOutput) {
        for _ in 0..<Self.buffersATurn {
            let count = read(end, buffer.baseAddress, buffer.count)
            if count > 0 {
                captured.append(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            } else if count < 0, errno == EINTR {
                continue
            } else if count < 0, errno == EAGAIN {
                return
            } else {
                return Self.shut(&end)
            }
        }
    }

    private static func shut(_ end: inout Int32) {
        guard end != closed else { return }
        close(end)
        end = closed
    }
}
