import Glibc

/// Reads the lines `BASE64 RANK` of a rank file into one run of bytes.
///
/// Strict, since one wrong rank makes every count wrong: canonical base64, ranks 0, 1, 2 … in order, one blank, LF.
struct RankFileReader {
    /// A rank file is 1.7 or 3.6 MB; what is longer than this many bytes is not read.
    static let greatestByteCount = 64 << 20

    /// The bytes of all tokens, rank after rank.
    private(set) var bytes: [UInt8] = []

    /// Where each rank's bytes start, and at the end where the last stop.
    private(set) var offsets: [UInt32] = [0]

    private let source: String

    init(source: String, contents: UnsafeBufferPointer<UInt8>) throws(VocabularyError) {
        self.source = source
        bytes.reserveCapacity(contents.count)
        offsets.reserveCapacity(contents.count / 16)
        var position = 0
        while position < contents.count {
            position = try readLine(of: contents, from: position)
        }
    }

    /// The contents of a regular file of at most ``greatestByteCount`` bytes.
    static func contents(ofFile path: String) throws(VocabularyError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw systemError(path, "cannot be opened") }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw systemError(path, "cannot be examined") }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw VocabularyError(source: path, cause: "it is not a regular file")
        }
        guard status.st_size <= greatestByteCount else {
            throw VocabularyError(
                source: path,
                cause: "it has \(status.st_size) bytes, and no rank file has more than \(greatestByteCount)")
        }
        let size = Int(status.st_size)
        var failure: VocabularyError?
        let contents = [UInt8](unsafeUninitializedCapacity: size) { buffer, initialized in
            while initialized < size {
                let step = read(descriptor, buffer.baseAddress?.advanced(by: initialized), size - initialized)
                if step < 0 && errno == EINTR { continue }
                if step < 0 { failure = systemError(path, "cannot be read") }
                guard step > 0 else { break }
                initialized += step
            }
        }
        if let failure { throw failure }
        return contents
    }

    private static func systemError(_ path: String, _ what: String) -> VocabularyError {
        VocabularyError(source: path, cause: "it \(what): \(String(cString: strerror(errno)))")
    }

    private mutating func readLine(
        of contents: UnsafeBufferPointer<UInt8>, from start: Int
    ) throws(VocabularyError) -> Int {
        var position = start
        let rank = offsets.count - 1
        func failure(_ cause: String) -> VocabularyError {
            VocabularyError(source: source, line: rank + 1, cause: cause)
        }

        while position &+ 4 <= contents.count {
            let group = Base64.group(contents, at: position)
            guard group >= 0 else { break }
            bytes.append(UInt8(truncatingIfNeeded: group &>> 16))
            bytes.append(UInt8(truncatingIfNeeded: group &>> 8))
            bytes.append(UInt8(truncatingIfNeeded: group))
            position &+= 4
        }
        if position < contents.count, contents[position] != 0x20 {
            guard let rest = Base64.lastGroup(contents, at: position) else { throw failure("the token is not base64") }
            bytes.append(contentsOf: rest)
            position += 4
        }
        guard bytes.count > Int(offsets[rank]) else { throw failure("there is no token before the rank") }
        guard position < contents.count, contents[position] == 0x20 else {
            throw failure("there is no blank and rank behind the token")
        }
        position += 1

        var value = 0
        let firstDigit = position
        while position < contents.count, contents[position] &- 0x30 < 10, position - firstDigit < 10 {
            value = value &* 10 &+ Int(contents[position] &- 0x30)
            position += 1
        }
        guard position > firstDigit else { throw failure("there is no rank behind the token") }
        guard position < contents.count else { throw failure("the line is cut short") }
        guard contents[position] == 0x0A else { throw failure("something stands behind the rank") }
        guard value == rank, firstDigit + 1 == position || contents[firstDigit] != 0x30 else {
            throw failure("the rank is not \(rank), although ranks count up from 0")
        }
        offsets.append(UInt32(bytes.count))
        return position + 1
    }
}

/// RFC 4648 base64, as far as lines of tokens need it.
enum Base64 {
    /// The six bits of each character, -1 for what is none.
    private static let values: [Int32] = {
        var values = [Int32](repeating: -1, count: 256)
        for (value, byte) in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8.enumerated() {
            values[Int(byte)] = Int32(value)
        }
        return values
    }()

    /// Three bytes from four characters; negative when one of them is none of the alphabet.
    @inline(__always)
    static func group(_ text: UnsafeBufferPointer<UInt8>, at start: Int) -> Int32 {
        values[Int(text[start])] << 18 | values[Int(text[start + 1])] << 12 | values[Int(text[start + 2])] << 6
            | values[Int(text[start + 3])]
    }

    /// One or two bytes from a group that ends in `=`, nil when it is none or has bits left over.
    static func lastGroup(_ text: UnsafeBufferPointer<UInt8>, at start: Int) -> [UInt8]? {
        guard start + 4 <= text.count, text[start + 3] == UInt8(ascii: "=") else { return nil }
        let first = values[Int(text[start])]
        let second = values[Int(text[start + 1])]
        guard first >= 0, second >= 0 else { return nil }
        let head = UInt8(truncatingIfNeeded: first << 2 | second >> 4)
        if text[start + 2] == UInt8(ascii: "=") { return second & 0x0F == 0 ? [head] : nil }
        let third = values[Int(text[start + 2])]
        guard third >= 0, third & 0x03 == 0 else { return nil }
        return [head, UInt8(truncatingIfNeeded: second << 4 | third >> 2)]
    }
}
