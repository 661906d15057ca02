/// Takes a body piece by piece: small ones in memory, large ones into a temporary file.
struct BodyCollector {
    /// What became of a piece.
    enum Outcome {
        /// Kept, or skipped as asked.
        case taken
        /// The body is over the limit; what still comes is skipped.
        case tooLarge
        /// The temporary directory is full or forbidden.
        case noSpace
        /// So much was skipped that the connection is not worth keeping.
        case hopeless
    }

    private let limits: HTTPServer.Limits
    private var memory: [UInt8] = []
    private var file: SpooledFile?
    private var count = 0
    private var skipped = 0

    init(limits: HTTPServer.Limits) { self.limits = limits }

    /// Takes one piece.
    ///
    /// A body that will be refused is still read for a while, because closing a socket with unread bytes destroys the
    /// answer on its way to the client.
    mutating func append(_ piece: UnsafeRawBufferPointer, keep: Bool) -> Outcome {
        guard keep, count + piece.count <= limits.body else {
            skipped += piece.count
            return skipped > max(limits.body, 1 << 20) ? .hopeless : keep ? .tooLarge : .taken
        }
        if file == nil, count + piece.count > limits.bodyInMemory {
            guard let made = try? SpooledFile(), memory.withUnsafeBytes({ made.write($0, at: 0) }) else {
                return .noSpace
            }
            file = made
            memory = []
        }
        if let file {
            guard file.write(piece, at: count) else { return .noSpace }
        } else {
            memory.append(contentsOf: piece)
        }
        count += piece.count
        return .taken
    }

    /// The whole body.
    func finished() -> ServerBody {
        file.map { ServerBody(file: $0, count: count) } ?? ServerBody(memory)
    }
}
