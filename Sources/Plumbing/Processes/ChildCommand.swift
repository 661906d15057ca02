/// A program to run, and the bounds it runs in.
package struct ChildCommand: Sendable, Hashable {
    /// The program's absolute path, then its arguments; no shell reads them.
    package var arguments: [String]
    /// The whole environment: nothing of ours is inherited.
    package var environment: [String: String]
    /// What the program reads on its standard input.
    package var input: [UInt8]
    /// How long it may run before its process group is sent SIGTERM.
    package var timeout: Duration
    /// How long a group that was sent SIGTERM may take before it is killed.
    package var grace: Duration
    /// How long output is still awaited from processes that outlive the program.
    package var linger: Duration
    /// How many bytes of each output are kept; the rest is read and dropped.
    package var outputLimit: Int

    package init(
        arguments: [String], environment: [String: String] = [:], input: [UInt8] = [],
        timeout: Duration = .seconds(20), grace: Duration = .seconds(2), linger: Duration = .milliseconds(500),
        outputLimit: Int = 64 * 1024
    ) {
        self.arguments = arguments
        self.environment = environment
        self.input = input
        self.timeout = timeout
        self.grace = grace
        self.linger = linger
        self.outputLimit = outputLimit
    }
}

/// How a program ended, and what it wrote.
package struct ChildResult: Sendable, Hashable {
    /// How a program ended.
    package enum Ending: Sendable, Hashable {
        /// It ended by itself, with this status from 0 to 255.
        case exited(Int32)
        /// A signal that we did not send ended it.
        case signalled(Int32)
        /// It ran out of time, and we stopped it.
        case timedOut
        /// The run was cancelled, and we stopped it.
        case cancelled
        /// It never ran.
        case notStarted(ChildStartError)
    }

    /// How it ended.
    package let ending: Ending
    /// What it wrote on its standard output.
    package let standardOutput: CapturedOutput
    /// What it wrote on its standard error.
    package let standardError: CapturedOutput
    /// How many other processes of its group still ran when it ended, and were stopped.
    package let leftBehind: Int
    /// From the start of the program to its end.
    package let took: Duration
}

/// The first bytes that a program wrote to one of its outputs.
package struct CapturedOutput: Sendable, Hashable {
    /// At most as many as the command allowed.
    package private(set) var bytes: [UInt8] = []
    /// Whether more came than was kept.
    package private(set) var isTruncated = false
    private let limit: Int

    init(limit: Int) { self.limit = max(0, limit) }

    /// Keeps what there is room for.
    mutating func append(_ more: UnsafeRawBufferPointer) {
        let room = limit - bytes.count
        bytes.append(contentsOf: more.prefix(room))
        if more.count > room { isTruncated = true }
    }

    /// The bytes as text: what is no UTF-8 becomes U+FFFD, and cut output says `truncated` on a line of its own.
    package var text: String {
        String(decoding: bytes, as: UTF8.self) + (isTruncated ? "\n[truncated after \(bytes.count) bytes]" : "")
    }

    /// The last line that is not blank, where programs say what went wrong; nil when there is none.
    package var lastLine: String? {
        bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
            .last { line in line.contains { $0 != 0x20 && $0 != 0x09 } }
            .map { String(decoding: $0, as: UTF8.self) }
    }
}
