internal import Files

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

    init(source: String, contents: UnsafeBufferPointer<UInt8>) throws(VocabularyError) {
        // Three bytes are written for every four, the last time one or two too many.
        bytes = [UInt8](repeating: 0, count: contents.count / 4 * 3 + 3)
        offsets.reserveCapacity(contents.count / 12)
        var offsets = offsets
        let base64 = TokenBase64()
        var end = 0
        try bytes.withUnsafeMutableBufferPointer { bytes throws(VocabularyError) in
            var position = 0
            while position < contents.count {
                position = try Self.line(
                    of: contents, from: position, rank: offsets.count - 1, source: source, base64: base64,
                    into: bytes, &end)
                offsets.append(UInt32(truncatingIfNeeded: end))
            }
        }
        self.offsets = offsets
        bytes.removeLast(bytes.count - end)
    }

    /// The contents of a regular file of at most ``greatestByteCount`` bytes.
    static func contents(ofFile path: String) throws(VocabularyError) -> [UInt8] {
        let file: RegularFile
        do throws(RegularFileError) { file = try RegularFile(path, followsLinks: true) } catch {
            switch error {
            case .notOpened(let error): throw VocabularyError(source: path, cause: "it cannot be opened: \(error)")
            case .notExamined(let error): throw VocabularyError(source: path, cause: "it cannot be examined: \(error)")
            case .notRegular: throw VocabularyError(source: path, cause: "it is not a regular file")
            }
        }
        guard file.size <= greatestByteCount else {
            throw VocabularyError(
                source: path, cause: "it has \(file.size) bytes, and no rank file has more than \(greatestByteCount)")
        }
        do throws(SystemError) { return try file.bytes(limit: greatestByteCount) } catch {
            throw VocabularyError(source: path, cause: "it cannot be read: \(error)")
        }
    }

    /// Reads one line, and returns where the next one starts.
    private static func line(
        of contents: UnsafeBufferPointer<UInt8>, from start: Int, rank: Int, source: String, base64: TokenBase64,
        into bytes: UnsafeMutableBufferPointer<UInt8>, _ end: inout Int
    ) throws(VocabularyError) -> Int {
        func failure(_ cause: String) -> VocabularyError {
            VocabularyError(source: source, line: rank + 1, cause: cause)
        }
        let tokenStart = end
        guard var position = base64.decode(contents, from: start, into: bytes, &end) else {
            throw failure("the token is not base64")
        }
        guard end > tokenStart else { throw failure("there is no token before the rank") }
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
        return position + 1
    }
}
