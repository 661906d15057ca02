/// Bytes of a file one at a time, with the place they stand at.
struct ByteStream: ~Copyable {
    private let file: InputFile
    private var buffer: [UInt8]
    private var position = 0
    private var filled = 0
    private var reachedEnd = false
    /// Line of the next byte, from 1.
    private(set) var line: Int
    /// Column of the next byte in Unicode scalars, from 1.
    private(set) var column = 1
    /// Bytes read from the file so far.
    private(set) var bytesRead = 0

    /// Goes on behind bytes that have been read already, which come first.
    init(_ file: InputFile, read: [UInt8], bytesRead: Int, line: Int = 1) {
        self.file = file
        self.line = line
        buffer = read + [UInt8](repeating: 0, count: max(0, (64 << 10) - read.count))
        filled = read.count
        self.bytesRead = bytesRead
    }

    var name: String { file.name }

    /// The size of a regular file, in bytes.
    var size: Int? { file.size }

    /// The next byte without taking it; nil at the end.
    mutating func peek() throws(TrainingDataError) -> UInt8? {
        if position == filled {
            guard !reachedEnd else { return nil }
            position = 0
            filled = 0
            try fill()
            guard filled > 0 else { return nil }
        }
        return buffer[position]
    }

    /// Takes the next byte; nil at the end.
    mutating func take() throws(TrainingDataError) -> UInt8? {
        guard let byte = try peek() else { return nil }
        position += 1
        if byte == 0x0A {
            line += 1
            column = 1
        } else if byte & 0xC0 != 0x80 {
            column += 1
        }
        return byte
    }

    private mutating func fill() throws(TrainingDataError) {
        let start = filled
        let result = buffer.withUnsafeMutableBytes { bytes in
            Result { () throws(TrainingDataError) in
                try file.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[start...]))
            }
        }
        let count = try result.get()
        filled += count
        bytesRead += count
        reachedEnd = count == 0
    }
}
