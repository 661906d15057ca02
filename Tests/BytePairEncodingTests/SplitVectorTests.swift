import Glibc
import JSONText
import Testing

@testable import BytePairEncoding

/// Where the texts are.
enum SplitVectorFile {
    static let path: String? = getenv("FTD_SPLIT_VECTORS").map { String(cString: $0) }
}

/// Texts with their pieces and tokens, written by `Tests/Benchmarks/python/split_vectors.py`.
///
/// Python and its modules are not needed to build or test, so this runs only where `FTD_SPLIT_VECTORS` names a file.
@Suite(.enabled(if: SplitVectorFile.path != nil, "FTD_SPLIT_VECTORS names no file of split_vectors.py"))
struct SplitVectorTests {
    @Test func piecesAndTokensAreThoseOfPython() throws {
        let path: String = try #require(SplitVectorFile.path)
        let file = try #require(fopen(path, "re"))
        defer { fclose(file) }
        var line: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(line) }
        var encoders: [Encoder] =
            try PublishedRanks.areThere ? Encoding.all.map { Encoder(try PublishedRanks.vocabulary($0)) } : []
        var texts = 0
        while case let length = getline(&line, &capacity, file), length > 0, let line {
            let bytes = UnsafeRawBufferPointer(start: line, count: length - 1)
            let row = try JSONValue.parse(Array(bytes))
            try compare(row, &encoders)
            texts += 1
        }
        #expect(texts > 0)
        print("\(texts) texts compared")
    }

    private func compare(_ row: JSONValue, _ encoders: inout [Encoder]) throws {
        let text = try #require(row["text"]?.string)
        for encoding in Encoding.all {
            let expected = try #require(row[encoding.name])
            let pieces = Splitter.pieces(of: Array(text.utf8), pattern: encoding.splitPattern).map(\.count)
            let same = pieces == numbers(expected["pieces"])
            #expect(same, "\(encoding.name): \(text.unicodeScalars.map { String($0.value, radix: 16) }): \(pieces)")
            guard let ids = expected["ids"],
                let index = encoders.firstIndex(where: { $0.vocabulary.encoding == encoding })
            else { continue }
            let sameIDs = encoders[index].encode(text).map { Int($0) } == numbers(ids)
            #expect(sameIDs, "\(encoding.name): \(text.unicodeScalars.map { String($0.value, radix: 16) })")
        }
    }

    private func numbers(_ value: JSONValue?) -> [Int] {
        (value?.array ?? []).compactMap { $0.number?.integer.map { Int($0) } }
    }
}
