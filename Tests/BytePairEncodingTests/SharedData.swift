import BytePairEncoding
import Glibc
import JSONText
import Testing

/// Rank files, vectors and rows that lie beside the checkout and are never committed.
///
/// Tests that need them are skipped where they are absent, and the reason is printed.
enum SharedData {
    private static let directory: String = {
        let parts = #filePath.split(separator: "/").dropLast(3)
        return "/" + parts.joined(separator: "/") + "/../shared/data"
    }()

    static let tokenizers = directory + "/tokenizers/"
    static let rows = directory + "/sciq/"

    /// Whether the files are there; says so once where they are not.
    static let isPresent: Bool = {
        let isPresent = access(tokenizers + "o200k_base.tiktoken", R_OK) == 0 && access(rows, R_OK) == 0
        if !isPresent { print("skipped: tests with the published rank files, which are not at \(directory)") }
        return isPresent
    }()

    static let whyNot: Comment = "the published rank files are not beside the checkout"

    static let o200kBase = Result { try Vocabulary(.o200kBase, file: tokenizers + "o200k_base.tiktoken") }
    static let cl100kBase = Result { try Vocabulary(.cl100kBase, file: tokenizers + "cl100k_base.tiktoken") }

    static func vocabulary(_ encoding: Encoding) throws -> Vocabulary {
        try encoding == .o200kBase ? o200kBase.get() : cl100kBase.get()
    }

    /// The whole of a file.
    static func contents(ofFile path: String) throws -> [UInt8] {
        let descriptor = try #require(open(path, O_RDONLY | O_CLOEXEC) as Int32?)
        try #require(descriptor >= 0, "\(path): \(String(cString: strerror(errno)))")
        defer { close(descriptor) }
        var contents: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 20)
        while case let count = read(descriptor, &chunk, chunk.count), count > 0 {
            contents.append(contentsOf: chunk[..<count])
        }
        return contents
    }

    /// Each line of a file of JSON lines.
    static func lines(ofFile path: String) throws -> [JSONValue] {
        try contents(ofFile: path).split(separator: 0x0A).map { try JSONValue.parse(Array($0)) }
    }
}
