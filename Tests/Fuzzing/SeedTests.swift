import Glibc
import Testing

/// Every input that the fuzzers start from, those that once broke something among them.
@Suite struct SeedTests {
    static let directory = #filePath.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" } + "/Seeds"

    @Test(arguments: FuzzTarget.allCases)
    func everySeedEndsWell(target: FuzzTarget) throws {
        let names = try Self.names(of: target)
        #expect(names.count >= 3)
        for name in names {
            let input = try Self.bytes(of: "\(Self.directory)/\(target)/\(name)")
            #expect(throws: Never.self, "\(target)/\(name)") { try target.run(on: input) }
            // Whatever a seed is good for, its beginnings are too.
            for length in stride(from: 0, to: min(input.count, 64), by: 1) {
                #expect(throws: Never.self, "\(length) bytes of \(target)/\(name)") {
                    try target.run(on: Array(input[..<length]))
                }
            }
        }
    }

    static func names(of target: FuzzTarget) throws -> [String] {
        let folder = try #require(opendir("\(directory)/\(target)"))
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    static func bytes(of path: String) throws -> [UInt8] {
        let file = try #require(fopen(path, "re"))
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        return Array(bytes[..<fread(&bytes, 1, bytes.count, file)])
    }
}
