import Glibc
import TestSupport
import Testing

@testable import BytePairEncoding

@Suite struct VocabularyTests {
    private static let hint = "; install it again with ftctl tokenizer install"

    /// The message when the lines of the 256 bytes are followed by this one.
    private static func message(with line: String, tokens: Int = 1) -> String? {
        do throws(VocabularyError) {
            _ = try Vocabulary(
                TinyVocabulary.encoding(tokens: tokens), contents: Array((TinyVocabulary.lines([]) + line).utf8),
                source: "tiny.tiktoken")
            return nil
        } catch {
            return error.description
        }
    }

    @Test func wellFormedLineIsTaken() {
        #expect(Self.message(with: "YWI= 256\n") == nil)
        #expect(Self.message(with: "YWJj 256\n") == nil)
        #expect(Self.message(with: "YWJjZA== 256\n") == nil)
    }

    @Test(arguments: [
        ("YWI 256\n", "the token is not base64"),
        ("Y*I= 256\n", "the token is not base64"),
        ("YWI=YWI= 256\n", "the token is not base64"),
        ("YW=I 256\n", "the token is not base64"),
        ("Y=== 256\n", "the token is not base64"),
        ("==== 256\n", "the token is not base64"),
        ("YWJ= 256\n", "the token is not base64"),
        ("YR== 256\n", "the token is not base64"),
        ("YWI=\n", "the token is not base64"),
        ("Zg", "the token is not base64"),
        ("\n", "the token is not base64"),
        (" 256\n", "there is no token before the rank"),
        ("YWJj", "there is no blank and rank behind the token"),
        ("YWI= \n", "there is no rank behind the token"),
        ("YWI=  256\n", "there is no rank behind the token"),
        ("YWI= 256", "the line is cut short"),
        ("YWI= 256\r\n", "something stands behind the rank"),
        ("YWI= 256x\n", "something stands behind the rank"),
        ("YWI= 99999999999\n", "something stands behind the rank"),
        ("YWI= 257\n", "the rank is not 256, although ranks count up from 0"),
        ("YWI= 0256\n", "the rank is not 256, although ranks count up from 0"),
        ("YQ== 256\n", "an earlier line has the same token"),
    ])
    func malformedLineIsRefused(line: String, cause: String) {
        #expect(Self.message(with: line) == "cannot use rank file tiny.tiktoken:257: \(cause)\(Self.hint)")
    }

    @Test func otherNumberOfTokensIsRefused() {
        #expect(
            Self.message(with: "", tokens: 3)
                == "cannot use rank file tiny.tiktoken: it has 256 tokens, and tiny has 259\(Self.hint)")
    }

    @Test func missingByteIsRefused() {
        let lines = TinyVocabulary.lines([]).split(separator: "\n")
        // Line 256 becomes another token.
        let contents = lines.dropLast().joined(separator: "\n") + "\nYWI= 255\n"
        #expect(throws: VocabularyError.self) {
            _ = try Vocabulary(
                TinyVocabulary.encoding(tokens: 0), contents: Array(contents.utf8), source: "tiny.tiktoken")
        }
    }

    private static func write(_ text: String, to path: String) throws {
        let file = try #require(fopen(path, "we"))
        #expect(fputs(text, file) >= 0)
        #expect(fclose(file) == 0)
    }

    @Test func fileIsRead() throws {
        let folder = try TemporaryDirectory()
        let path = "\(folder.path)/tiny.tiktoken"
        try Self.write(TinyVocabulary.lines([Array("ab".utf8)]), to: path)
        var encoder = Encoder(try Vocabulary(TinyVocabulary.encoding(tokens: 1), file: path))
        #expect(encoder.encode("ab") == [256])
    }

    @Test func fileThatIsNoneIsRefused() throws {
        let folder = try TemporaryDirectory()
        let encoding = TinyVocabulary.encoding(tokens: 0)
        let missing = "\(folder.path)/none"
        #expect {
            _ = try Vocabulary(encoding, file: missing)
        } throws: {
            "\($0)" == "cannot use rank file \(missing): it cannot be opened: No such file or directory\(Self.hint)"
        }
        #expect {
            _ = try Vocabulary(encoding, file: folder.path)
        } throws: {
            "\($0)" == "cannot use rank file \(folder.path): it is not a regular file\(Self.hint)"
        }
    }

    /// Every prefix and every single changed byte of a good file ends in a vocabulary or in an error.
    @Test func damagedContentsNeverTrap() throws {
        let good = Array(TinyVocabulary.lines([Array("ab".utf8)]).utf8)
        let encoding = TinyVocabulary.encoding(tokens: 1)
        var generator = SeededGenerator(seed: 2)
        var refused = 0
        for length in stride(from: 0, to: good.count, by: 7) {
            var damaged = good
            damaged[length] = UInt8.random(in: 0...255, using: &generator)
            for contents in [Array(good[..<length]), damaged] {
                do throws(VocabularyError) {
                    _ = try Vocabulary(encoding, contents: contents, source: "damaged")
                } catch {
                    refused += 1
                }
            }
        }
        #expect(refused > good.count / 7)
    }

    @Test func everyTokenOfALargeTableIsFound() throws {
        var generator = SeededGenerator(seed: 9)
        let tokens = TinyVocabulary.randomTokens(3000, alphabet: 0x61...0x64, using: &generator)
        let vocabulary = try TinyVocabulary.vocabulary(tokens)
        for (index, token) in tokens.enumerated() {
            #expect(vocabulary.bytes(ofToken: UInt32(256 + index)) == token)
            token.withUnsafeBytes { bytes in
                guard let base = bytes.baseAddress else { return }
                RankLookup.over(vocabulary.table) { lookup in
                    let rank = lookup.rank(of: base, token.count, limit: base + token.count)
                    #expect(rank == UInt32(256 + index))
                }
            }
        }
    }
}
