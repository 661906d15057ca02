import Glibc

/// Lines of a file through one buffer, which grows only to the longest line.
package struct LineReader: ~Copyable {
    /// A longer line, in bytes without its line feed, is refused: whoever has one has no rows.
    package static let longestLine = 100_000_000

    private let file: InputFile
    private let limit: Int
    private var buffer: UnsafeMutableRawBufferPointer
    /// The part of the buffer that has been read and not yet been given out.
    private var pending = 0..<0
    private var reachedEnd = false
    /// Number of the last line given out, from 1.
    package private(set) var lineNumber = 0
    /// Whether the last line given out ended in a line feed; the last one of a file may have none.
    package private(set) var hadLineFeed = false
    /// Bytes read from the file so far.
    private(set) var bytesRead = 0

    /// Other limits than ``longestLine`` are for tests.
    package init(_ file: InputFile, capacity: Int = 64 << 10, limit: Int = longestLine) {
        self.file = file
        self.limit = limit
        buffer = .allocate(byteCount: max(capacity, 16), alignment: 16)
    }

    deinit { buffer.deallocate() }

    var name: String { file.name }

    /// The size of a regular file, in bytes.
    var size: Int? { file.size }

    /// The start of the input, as far as one fill of the buffer reaches; to be called before the first line.
    mutating func start() throws(TrainingDataError) -> UnsafeRawBufferPointer {
        while !reachedEnd, pending.count < 16 { try fill() }
        return UnsafeRawBufferPointer(rebasing: buffer[pending])
    }

    /// The first line with something on it, as far as the buffer reaches; to be called before the first line is given
    /// out.
    mutating func firstLine() throws(TrainingDataError) -> UnsafeRawBufferPointer {
        while true {
            let start = pending.first { buffer[$0] != 0x20 && buffer[$0] != 0x0A && buffer[$0] != 0x0D }
            let line = (start ?? pending.upperBound)..<pending.upperBound
            if let end = lineFeed(in: line) {
                return UnsafeRawBufferPointer(rebasing: buffer[line.lowerBound..<end])
            }
            guard !reachedEnd, pending.count < buffer.count else {
                return UnsafeRawBufferPointer(rebasing: buffer[line])
            }
            try fill()
        }
    }

    /// The first lines, so many or as many as there are, as far as the buffer reaches; to be called before the first line
    /// is given out.
    mutating func firstLines(_ count: Int) throws(TrainingDataError) -> UnsafeRawBufferPointer {
        while true {
            let read = UnsafeRawBufferPointer(rebasing: buffer[pending])
            if read.count(where: { $0 == 0x0A }) >= count || reachedEnd || pending.count == buffer.count {
                let end = reachedEnd ? nil : read.lastIndex(of: 0x0A)
                return end.map { UnsafeRawBufferPointer(rebasing: read[...$0]) } ?? read
            }
            try fill()
        }
    }

    /// Whether nothing but blanks follows the first line; false where the buffer does not reach so far.
    mutating func hasOneLine() throws(TrainingDataError) -> Bool {
        while !reachedEnd, pending.count < buffer.count { try fill() }
        guard reachedEnd else { return false }
        let text = buffer[pending].drop { $0 <= 0x20 }
        guard let end = text.firstIndex(of: 0x0A) else { return true }
        return text[end...].allSatisfy { $0 <= 0x20 }
    }

    /// Whether the buffer is full and has no whole line.
    var isLongLine: Bool { pending.count == buffer.count && lineFeed(in: pending) == nil }

    /// What the bytes were before they were read, in a few words each.
    var decoded: [String] { file.decoded }

    /// Steps over bytes at the start, such as a byte order mark.
    mutating func skip(_ count: Int) { pending = pending.lowerBound + count..<pending.upperBound }

    /// Goes on byte by byte with all that has not been given out, before the first line was.
    ///
    /// - Parameter line: the line that this begins on, from 1.
    consuming func rest(line: Int = 1) -> ByteStream {
        let read = Array(buffer[pending])
        return ByteStream(file, read: read, bytesRead: bytesRead, line: line)
    }

    /// The next line without its line feed, valid until the next call; nil at the end.
    package mutating func next() throws(TrainingDataError) -> UnsafeRawBufferPointer? {
        var searched = 0
        while true {
            let unsearched = pending.dropFirst(searched)
            if let end = lineFeed(in: unsearched) {
                try bound(end - pending.lowerBound)
                lineNumber += 1
                hadLineFeed = true
                let line = UnsafeRawBufferPointer(rebasing: buffer[pending.lowerBound..<end])
                pending = end + 1..<pending.upperBound
                return line
            }
            searched = pending.count
            try bound(searched)
            if reachedEnd {
                guard !pending.isEmpty else { return nil }
                lineNumber += 1
                hadLineFeed = false
                let line = UnsafeRawBufferPointer(rebasing: buffer[pending])
                pending = pending.upperBound..<pending.upperBound
                return line
            }
            try fill()
        }
    }

    private func bound(_ length: Int) throws(TrainingDataError) {
        guard length <= limit else {
            throw TrainingDataError(name, .lineTooLong(line: lineNumber + 1, limit: limit))
        }
    }

    private func lineFeed(in range: Range<Int>) -> Int? {
        guard !range.isEmpty, let base = buffer.baseAddress,
            let found = memchr(base + range.lowerBound, 0x0A, range.count)
        else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }

    private mutating func fill() throws(TrainingDataError) {
        if pending.lowerBound > 0, let base = buffer.baseAddress {
            memmove(base, base + pending.lowerBound, pending.count)
            pending = 0..<pending.count
        }
        if pending.count == buffer.count {
            let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: buffer.count * 2, alignment: 16)
            larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[pending]))
            buffer.deallocate()
            buffer = larger
        }
        let count = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[pending.upperBound...]))
        bytesRead += count
        reachedEnd = count == 0
        pending = 0..<pending.upperBound + count
    }
}
