import Compression
import Files
import Glibc

/// A file or a descriptor that rows are read from.
package final class InputFile {
    /// The file as the caller named it.
    package let name: String
    /// The size in bytes of a regular file that is read as it is; nil for all others.
    let size: Int?
    /// What the bytes were before they were read, each in a few words: "gzip", "UTF-16".
    let decoded: [String]
    private let source: any ByteSource

    /// Opens a file whose bytes are read as they are.
    ///
    /// - Parameter isCancelled: Asked while a pipe has nothing to read; true ends the wait with an error.
    package init(_ input: DataInput, isCancelled: (() -> Bool)? = nil) throws(TrainingDataError) {
        let file = try PlainBytes(input, isCancelled: isCancelled)
        name = input.name
        size = file.size
        decoded = []
        source = file
    }

    /// Opens a file that may be compressed, or of another encoding than UTF-8.
    ///
    /// - Parameter encoding: What its text is encoded as; nil for UTF-8, or UTF-16 where the first bytes say so.
    init(
        decoding input: DataInput, as encoding: TextEncoding?, isCancelled: (() -> Bool)?
    ) throws(TrainingDataError) {
        let file = try PlainBytes(input, isCancelled: isCancelled)
        name = input.name
        var decoded: [String] = []
        var bytes = try PeekedBytes(file, count: 16)
        if let format = CompressionFormat(start: bytes.start) {
            bytes = try PeekedBytes(try DecompressedBytes(bytes, format, name: input.name), count: 16)
            decoded.append(format.name)
        }
        let start = bytes.start
        if var actual = encoding ?? TextEncoding(start: start), actual != .utf8 {
            if actual == .utf16 { actual = TextEncoding(start: start) ?? .utf16LittleEndian }
            source = TranscodedBytes(bytes, from: actual, name: input.name)
            decoded.append(actual.rawValue)
        } else {
            source = bytes
        }
        self.decoded = decoded
        size = decoded.isEmpty ? file.size : nil
    }

    /// Fills the start of a buffer; 0 bytes at the end of the input.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(TrainingDataError) -> Int {
        try source.read(into: buffer)
    }
}

/// The bytes of a file or a descriptor, as they are.
private final class PlainBytes: ByteSource {
    private let name: String
    private let descriptor: Descriptor
    private let isCancelled: (() -> Bool)?

    init(_ input: DataInput, isCancelled: (() -> Bool)?) throws(TrainingDataError) {
        name = input.name
        self.isCancelled = isCancelled
        switch input {
        case .file(let path):
            do throws(SystemError) { descriptor = try Descriptor(path, O_RDONLY) } catch {
                throw TrainingDataError(path, .unreadable(errno: error.code))
            }
            // The kernel then reads ahead; refusing the advice changes nothing.
            _ = posix_fadvise(descriptor.number, 0, 0, POSIX_FADV_SEQUENTIAL)
        case .descriptor(let lent, _): descriptor = Descriptor(lent: lent)
        }
    }

    /// The size in bytes of a regular file; nil for a pipe or terminal.
    var size: Int? { descriptor.regularSize }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(TrainingDataError) -> Int {
        if let isCancelled, size == nil { try waitForBytes(isCancelled) }
        do throws(SystemError) { return try descriptor.read(into: buffer) } catch {
            throw TrainingDataError(name, .unreadable(errno: error.code))
        }
    }

    /// Returns when there is something to read, be it the end.
    private func waitForBytes(_ isCancelled: () -> Bool) throws(TrainingDataError) {
        var request = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
        while poll(&request, 1, 200) == 0 {
            if isCancelled() { throw TrainingDataError(name, .stopped) }
        }
    }
}
