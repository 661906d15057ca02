import Glibc

/// Finds the parts of a multipart body, reading it window by window.
struct MultipartParser {
    /// A part's header may have that many bytes.
    static let greatestHeader = 16_384

    private let body: ServerBody
    private let delimiter: [UInt8]
    private var window: [UInt8] = []
    private var windowStart = 0
    private let windowSize = 1 << 20

    init(body: ServerBody, boundary: String) {
        self.body = body
        delimiter = Array("\r\n--\(boundary)".utf8)
    }

    /// All parts.
    ///
    /// - Throws: `MultipartError`.
    mutating func parts() throws(MultipartError) -> [MultipartForm.Part] {
        // Nobody sends a preamble; the first boundary lacks the line break before it.
        let opening = Array(delimiter.dropFirst(2))
        guard body.read(at: 0, count: opening.count) == opening else { throw .unterminated }
        var position = opening.count
        var parts: [MultipartForm.Part] = []
        while true {
            let tail = body.read(at: position, count: 2)
            if tail == Array("--".utf8) { return parts }
            guard tail == Array("\r\n".utf8) else { throw .unterminated }
            guard parts.count < MultipartForm.greatestPartCount else { throw .tooManyParts }
            let (header, contentStart) = try header(at: position + 2, number: parts.count + 1)
            // An empty part's content ends with the line break that ended its header.
            guard let end = nextDelimiter(from: contentStart - 2) else { throw .unterminated }
            let content = body.slice(contentStart..<max(contentStart, end))
            parts.append(try part(header, content, number: parts.count + 1))
            position = end + delimiter.count
        }
    }

    private func header(at start: Int, number: Int) throws(MultipartError) -> (ServerHeaders, Int) {
        let bytes = body.read(at: start, count: Self.greatestHeader)
        var headers = ServerHeaders()
        var lineStart = 0
        while let feed = bytes.firstIndex(of: UInt8(ascii: "\n"), from: lineStart) {
            guard feed > lineStart, bytes[feed - 1] == UInt8(ascii: "\r") else { throw .partHeader(number: number) }
            let line = bytes[lineStart..<(feed - 1)]
            lineStart = feed + 1
            if line.isEmpty { return (headers, start + lineStart) }
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else {
                throw .partHeader(number: number)
            }
            let value = line[(colon + 1)...].drop { $0 == 0x20 || $0 == 0x09 }
            headers.append(String(decoding: line[..<colon], as: UTF8.self), String(decoding: value, as: UTF8.self))
        }
        throw .partHeader(number: number)
    }

    private func part(
        _ headers: ServerHeaders, _ content: ServerBody, number: Int
    ) throws(MultipartError) -> MultipartForm.Part {
        let disposition = HeaderValue(headers["Content-Disposition"] ?? "")
        guard disposition.value.equalsIgnoringCase("form-data"), let name = disposition.parameters["name"] else {
            throw .partHeader(number: number)
        }
        return MultipartForm.Part(
            name: name, filename: disposition.parameters["filename"], headers: headers, body: content)
    }

    /// The place of the next delimiter that is followed by a line break or two dashes.
    private mutating func nextDelimiter(from start: Int) -> Int? {
        var position = start
        while let found = nextCandidate(from: position) {
            let tail = body.read(at: found + delimiter.count, count: 2)
            if tail == Array("--".utf8) || tail == Array("\r\n".utf8) { return found }
            position = found + 1
        }
        return nil
    }

    private mutating func nextCandidate(from start: Int) -> Int? {
        var position = start
        while position + delimiter.count <= body.count {
            if position < windowStart || position + delimiter.count > windowStart + window.count {
                window = body.read(at: position, count: windowSize)
                windowStart = position
                guard window.count >= delimiter.count else { return nil }
            }
            guard let index = window.firstIndex(of: UInt8(ascii: "\r"), from: position - windowStart) else {
                position = windowStart + window.count
                continue
            }
            position = windowStart + index
            guard index + delimiter.count <= window.count else {
                // The candidate crosses the window's end: read again from it, unless the body ends there.
                guard position + delimiter.count <= body.count, index > 0 else { return nil }
                window = []
                continue
            }
            let equal = window.withUnsafeBytes { bytes in
                delimiter.withUnsafeBytes { wanted in
                    guard let bytes = bytes.baseAddress, let wanted = wanted.baseAddress else { return false }
                    return memcmp(bytes + index, wanted, delimiter.count) == 0
                }
            }
            if equal { return position }
            position += 1
        }
        return nil
    }
}
