import Glibc

/// Bytes in memory or in an unlinked temporary file, or a slice of either.
package struct ServerBody: Sendable {
    private enum Storage: Sendable {
        case memory([UInt8])
        case file(SpooledFile)
    }

    private let storage: Storage
    private let range: Range<Int>

    /// The bytes given.
    package init(_ bytes: [UInt8] = []) {
        storage = .memory(bytes)
        range = 0..<bytes.count
    }

    /// A spooled file, all of it.
    init(file: SpooledFile, count: Int) {
        storage = .file(file)
        range = 0..<count
    }

    private init(storage: Storage, range: Range<Int>) {
        self.storage = storage
        self.range = range
    }

    /// Size in bytes.
    package var count: Int { range.count }

    /// All bytes; for bodies that are known to be small.
    package var bytes: [UInt8] { read(at: 0, count: count) }

    /// Up to `count` bytes from an offset; fewer only at the end, or when the temporary file cannot be read.
    package func read(at offset: Int, count: Int) -> [UInt8] {
        let start = min(range.upperBound, range.lowerBound + max(0, offset))
        let end = min(range.upperBound, start + max(0, count))
        switch storage {
        case .memory(let bytes): return Array(bytes[start..<end])
        case .file(let file): return file.read(at: start, count: end - start)
        }
    }

    /// A part of the bytes; sharing them, not copying.
    package func slice(_ part: Range<Int>) -> ServerBody {
        ServerBody(storage: storage, range: (range.lowerBound + part.lowerBound)..<(range.lowerBound + part.upperBound))
    }

    /// Calls with each line, without its line feed, reading the bytes piece by piece; stops when told `false`.
    ///
    /// A last line without a line feed counts; an empty rest behind the last line feed does not.
    package func forEachLine(_ body: (ArraySlice<UInt8>) -> Bool) {
        let piece = 1 << 18
        var rest: [UInt8] = []
        var offset = 0
        while offset < count {
            let bytes = read(at: offset, count: piece)
            guard !bytes.isEmpty else { return }
            offset += bytes.count
            var lineStart = 0
            while let feed = bytes.firstIndex(of: UInt8(ascii: "\n"), from: lineStart) {
                var line = bytes[lineStart..<feed]
                if !rest.isEmpty {
                    rest.append(contentsOf: line)
                    line = rest[...]
                    rest = []
                }
                guard body(line) else { return }
                lineStart = feed + 1
            }
            rest.append(contentsOf: bytes[lineStart...])
        }
        if !rest.isEmpty { _ = body(rest[...]) }
    }

    /// The open file and the place in it, when the bytes lie in one.
    var spooled: (file: SpooledFile, offset: Int)? {
        switch storage {
        case .memory: nil
        case .file(let file): (file, range.lowerBound)
        }
    }
}

extension [UInt8] {
    /// The next place of a byte, by memchr: byte loops in Swift are slow without optimization.
    func firstIndex(of byte: UInt8, from start: Int) -> Int? {
        withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress, start < buffer.count,
                let found = memchr(base + start, Int32(byte), buffer.count - start)
            else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }
}
