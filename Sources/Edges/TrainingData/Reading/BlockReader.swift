import Glibc

/// Whole lines in a buffer of their own, which a thread may take along.
package struct LineBlock: Sendable {
    fileprivate var buffer: [UInt8] = []
    fileprivate var start = 0
    fileprivate var used = 0

    package init() {}

    /// Lends the bytes of the lines.
    package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        buffer.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[start..<used])) }
    }

    fileprivate var lengthOfFirstLine: Int {
        withBytes { bytes in
            guard let base = bytes.baseAddress, let end = memchr(base, 0x0A, bytes.count) else { return bytes.count }
            return UnsafeRawPointer(end) - base
        }
    }

    /// Leaves out a byte order mark at the start, or several; true when there is one.
    package mutating func dropByteOrderMark() -> Bool {
        while used - start >= 3, buffer[start..<start + 3].elementsEqual([0xEF, 0xBB, 0xBF]) { start += 3 }
        return start > 0
    }
}

/// Cuts a file into blocks of whole lines.
package struct BlockReader: ~Copyable {
    private let file: InputFile
    private let capacity: Int
    private let limit: Int
    /// What was read behind the last line feed.
    private var carried: [UInt8] = []
    private var reachedEnd = false
    /// Bytes read from the file so far.
    package private(set) var bytesRead = 0

    /// Other limits than `LineReader.longestLine` are for tests.
    package init(_ file: InputFile, capacity: Int, limit: Int = LineReader.longestLine) {
        self.file = file
        self.limit = limit
        self.capacity = max(capacity, 16)
    }

    /// The size of a regular file, in bytes.
    package var size: Int? { file.size }

    /// Fills a block with the next lines, as many whole ones as it holds; false at the end.
    ///
    /// A block grows to hold one line of up to `LineReader.longestLine` bytes and shrinks again.
    ///
    /// - Throws: `TrainingDataError`, of reason `lineTooLong` (line 0) for a longer one.
    package mutating func next(into block: inout LineBlock) throws(TrainingDataError) -> Bool {
        if block.buffer.count != capacity || carried.count > capacity {
            block.buffer = [UInt8](repeating: 0, count: max(capacity, carried.count))
        }
        block.buffer.replaceSubrange(..<carried.count, with: carried)
        var filled = carried.count
        // Behind a block's start there is no line feed in what was carried.
        var searched = 0
        var end: Int?
        carried.removeAll(keepingCapacity: carried.count < capacity)
        while !reachedEnd, filled < block.buffer.count || end == nil {
            if filled == block.buffer.count {
                try bound(filled)
                block.buffer.append(contentsOf: repeatElement(0, count: filled))
            }
            let count = try fill(&block.buffer, from: filled)
            filled += count
            if let found = block.buffer[searched..<filled].lastIndex(of: 0x0A) { end = found + 1 }
            searched = filled
        }
        block.start = 0
        block.used = reachedEnd ? filled : end ?? filled
        // Only the first line of a block can be as long, since the block grew for it.
        if block.used > limit { try bound(block.lengthOfFirstLine) }
        carried.append(contentsOf: block.buffer[block.used..<filled])
        return block.used > 0
    }

    private func bound(_ length: Int) throws(TrainingDataError) {
        guard length <= limit else {
            throw TrainingDataError(file.name, .lineTooLong(line: 0, limit: limit))
        }
    }

    private mutating func fill(_ buffer: inout [UInt8], from start: Int) throws(TrainingDataError) -> Int {
        let result = buffer.withUnsafeMutableBytes { bytes in
            Result { () throws(TrainingDataError) in
                try file.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[start...]))
            }
        }
        let count = try result.get()
        bytesRead += count
        reachedEnd = count == 0
        return count
    }
}
