import Glibc

/// Whole lines in a buffer of their own, which a thread may take along.
struct LineBlock: Sendable {
    fileprivate var buffer: [UInt8] = []
    fileprivate var start = 0
    fileprivate var used = 0

    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        buffer.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[start..<used])) }
    }

    /// Leaves out a byte order mark at the start; true when there is one.
    mutating func dropByteOrderMark() -> Bool {
        guard start == 0, used >= 3, buffer.starts(with: [0xEF, 0xBB, 0xBF]) else { return false }
        start = 3
        return true
    }
}

/// Cuts a file into blocks of whole lines.
struct BlockReader: ~Copyable {
    private let file: InputFile
    private let capacity: Int
    /// What was read behind the last line feed.
    private var carried: [UInt8] = []
    private var reachedEnd = false
    /// Bytes read from the file so far.
    private(set) var bytesRead = 0

    init(_ file: InputFile, capacity: Int) {
        self.file = file
        self.capacity = max(capacity, 16)
    }

    /// The size of a regular file, in bytes.
    var size: Int? { file.size }

    /// Fills a block with the next lines, as many whole ones as it holds; false at the end.
    ///
    /// A block grows to hold one line of up to `LineReader.longestLine` bytes and shrinks again.
    ///
    /// - Throws: `TrainingDataError`, of reason `lineTooLong` (line 0) for a longer one.
    mutating func next(into block: inout LineBlock) throws(TrainingDataError) -> Bool {
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
                guard filled <= LineReader.longestLine else {
                    throw TrainingDataError(file.name, .lineTooLong(line: 0, limit: LineReader.longestLine))
                }
                block.buffer.append(contentsOf: repeatElement(0, count: filled))
            }
            let count = try fill(&block.buffer, from: filled)
            filled += count
            if let found = block.buffer[searched..<filled].lastIndex(of: 0x0A) { end = found + 1 }
            searched = filled
        }
        block.start = 0
        block.used = reachedEnd ? filled : end ?? filled
        carried.append(contentsOf: block.buffer[block.used..<filled])
        return block.used > 0
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
