import Digest
import Glibc
import TestSupport
import Testing

@Suite struct FileDigestTests {
    private func write(_ bytes: [UInt8], to path: String) throws {
        let file = try #require(fopen(path, "w"))
        #expect(fwrite(bytes, 1, bytes.count, file) == bytes.count)
        #expect(fclose(file) == 0)
    }

    @Test(arguments: [0, 1, 256 * 1024, 256 * 1024 + 1, 3_000_000])
    func aFileHasTheDigestOfItsBytes(count: Int) throws {
        let directory = try TemporaryDirectory()
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let path = directory.path("data")
        try write(bytes, to: path)
        let found = try FileDigest.of(path: path)
        #expect(found.sha256 == (try SHA256.digest(of: bytes)))
        #expect(found.byteCount == Int64(count))
    }

    @Test func aMissingFileIsNamed() {
        let error = #expect(throws: FileDigestError.self) { try FileDigest.of(path: "/nowhere/data.jsonl") }
        #expect(error?.description == "cannot open /nowhere/data.jsonl: No such file or directory")
    }

    @Test func aPipeOrDirectoryIsRefusedAtOnce() throws {
        let directory = try TemporaryDirectory()
        let pipe = directory.path("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        for path in [pipe, directory.path] {
            let error = #expect(throws: FileDigestError.self) { try FileDigest.of(path: path) }
            #expect(error?.description == "cannot read \(path): it is not a regular file")
        }
    }
}
