/// An encoding with its ranks in memory: read-only, to be shared by all threads.
///
/// ```swift
/// let vocabulary = try Vocabulary(.o200kBase, file: "o200k_base.tiktoken")
/// var encoder = Encoder(vocabulary)   // one for each thread
/// encoder.count("hello world")        // 2
/// ```
package final class Vocabulary: Sendable {
    /// The encoding the ranks belong to.
    package let encoding: Encoding

    let table: RankTable

    /// Reads a rank file, which takes about 30 ms of processor time for the larger one and 15 for the other.
    ///
    /// The digest is not looked at here: whoever installs the file has checked it. The form is checked line by line,
    /// and the number of tokens against the encoding.
    ///
    /// - Throws: ``VocabularyError`` when the file cannot be read, a line is malformed, a token is there twice, the number of
    ///   tokens is another one, or one of the 256 single bytes is missing.
    package convenience init(_ encoding: Encoding, file path: String) throws(VocabularyError) {
        try self.init(encoding, contents: RankFileReader.contents(ofFile: path), source: path)
    }

    /// Takes the contents of a rank file; see ``init(_:file:)``.
    ///
    /// `source` names it in errors.
    package init(_ encoding: Encoding, contents: [UInt8], source: String) throws(VocabularyError) {
        let lines = try contents.withUnsafeBufferPointer { buffer throws(VocabularyError) in
            try RankFileReader(source: source, contents: buffer)
        }
        let count = lines.offsets.count - 1
        guard count == encoding.rankCount else {
            throw VocabularyError(
                source: source, cause: "it has \(count) tokens, and \(encoding.name) has \(encoding.rankCount)")
        }
        do {
            table = try RankTable(bytes: lines.bytes, offsets: lines.offsets)
        } catch {
            throw VocabularyError(
                source: source, line: error.rank + 1, cause: "an earlier line has the same token")
        }
        self.encoding = encoding
        let single = (0..<count).count { lines.offsets[$0 + 1] - lines.offsets[$0] == 1 }
        guard single == 256 else {
            throw VocabularyError(
                source: source, cause: "only \(single) of the 256 single bytes are tokens of their own")
        }
    }

    /// The bytes of a token, nil when the encoding has no such id.
    ///
    /// A special token has the bytes of its spelling.
    package func bytes(ofToken id: UInt32) -> [UInt8]? {
        if id < UInt32(encoding.rankCount) {
            var bytes: [UInt8] = []
            RankLookup.over(table) { lookup in
                bytes.append(contentsOf: UnsafeRawBufferPointer(start: lookup.token(id), count: lookup.length(of: id)))
            }
            return bytes
        }
        return encoding.specialTokens.first { $0.id == id }.map { Array($0.spelling.utf8) }
    }

    /// The bytes that tokens stand for, nil when one of them is none of the encoding.
    ///
    /// A token may end inside a scalar, so the bytes need not be UTF-8.
    package func decode(_ ids: some Sequence<UInt32>) -> [UInt8]? {
        var bytes: [UInt8] = []
        for id in ids {
            guard let token = self.bytes(ofToken: id) else { return nil }
            bytes.append(contentsOf: token)
        }
        return bytes
    }
}
