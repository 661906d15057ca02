import Glibc
import JSONText
import Testing

/// Where documents come from: `python/documents.py`, by default a few hundred, the same each time.
private enum PythonDocuments {
    static let isThere = system("exec python3 -c pass > /dev/null 2>&1") == 0

    static var command: String {
        let script = #filePath.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" } + "/python/documents.py"
        let count = getenv("FTD_JSON_DOCUMENTS").map { String(cString: $0) } ?? "400"
        let seed = getenv("FTD_JSON_SEED").map { String(cString: $0) } ?? "1"
        return "exec python3 '\(script)' --count \(Int(count) ?? 400) --seed \(Int(seed) ?? 1)"
    }
}

/// The second opinion on what is JSON, and what it says; the differences are listed in `python/documents.py`.
///
/// `FTD_JSON_DOCUMENTS` and `FTD_JSON_SEED` choose more and other documents.
@Suite(.enabled(if: PythonDocuments.isThere, "skipped: there is no python3"))
struct PythonJSONTests {
    @Test func documentsAreTakenAndReadAsByPython() throws {
        let output = try #require(popen(PythonDocuments.command, "re"))
        var line: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(line) }
        var (taken, refused) = (0, 0)
        while case let length = getline(&line, &capacity, output), length > 0, let line {
            let text = String(decoding: UnsafeRawBufferPointer(start: line, count: length - 1), as: UTF8.self)
            let parts = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
            try #require(parts.count == 2)
            let found = (try? JSONValue.parse(bytes(hexadecimal: parts[0]))).map(plain) ?? "-"
            #expect(found == parts[1], "document \(parts[0])")
            if parts[1] == "-" { refused += 1 } else { taken += 1 }
        }
        #expect(pclose(output) == 0)
        #expect(taken >= 100 && refused >= 100)
        print("\(taken) documents taken and \(refused) refused, as by Python")
    }

    private func bytes(hexadecimal text: String) -> [UInt8] {
        let digits = Array(text.utf8).map { $0 < 0x3A ? $0 - 0x30 : $0 - 0x57 }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    /// The form of `documents.py`.
    private func plain(_ value: JSONValue) -> String {
        switch value {
        case .null: return "n"
        case .bool(let bool): return bool ? "t" : "f"
        case .number(let number):
            return "#\(number.text)=\(number.double.map { String($0.bitPattern, radix: 16) } ?? "none");"
        case .string(let text): return plain(text)
        case .array(let elements): return "[" + elements.map(plain).joined() + "]"
        case .object(let object): return "{" + object.members.map { plain($0.key) + plain($0.value) }.joined() + "}"
        }
    }

    private func plain(_ text: String) -> String {
        "s" + text.unicodeScalars.map { String($0.value, radix: 16) }.joined(separator: ".") + ";"
    }
}
