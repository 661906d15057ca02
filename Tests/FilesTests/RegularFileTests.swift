import Files
import Glibc
import TestSupport
import Testing

@Suite struct RegularFileTests {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func file(_ bytes: [UInt8], mode: UInt32 = 0o600) throws -> String {
        try WholeFile.replace(directory.path("x"), with: bytes, mode: mode, durability: .process)
        return directory.path("x")
    }

    @Test func whatIsKnownIsOfTheOpenFile() throws {
        let path = try file([1, 2, 3], mode: 0o640)
        let opened = try RegularFile(path, followsLinks: false)
        _ = try file([4])
        #expect(opened.path == path && opened.size == 3 && opened.mode == 0o640 && opened.owner == geteuid())
        #expect(try opened.bytes(limit: 10) == [1, 2, 3])
    }

    @Test(arguments: [0, 1, 2, 3, 100_000, 200_000, 200_001, 1 << 20])
    func bytesEndAtTheLimitOrTheEnd(limit: Int) throws {
        let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let opened = try RegularFile(try file(bytes), followsLinks: false)
        #expect(try opened.bytes(limit: limit) == Array(bytes.prefix(limit)))
    }

    @Test func aFileThatGrowsIsReadToItsNewEnd() throws {
        let path = try file([1])
        let opened = try RegularFile(path, followsLinks: false)
        let more = [UInt8](repeating: 7, count: 100_000)
        try Descriptor(path, O_WRONLY | O_APPEND).write(more)
        #expect(try opened.bytes(limit: 1 << 20) == [1] + more)
    }

    /// The kernel gives files of `/proc` the size 0.
    @Test func aFileWithoutASizeIsReadAllTheSame() throws {
        #expect(try !RegularFile("/proc/self/status", followsLinks: false).bytes(limit: 1 << 20).isEmpty)
    }

    @Test func aLinkIsFollowedOnlyWhereThatIsAsked() throws {
        let link = directory.path("link")
        #expect(symlink(try file([1]), link) == 0)
        #expect(throws: RegularFileError.notOpened(SystemError(code: ELOOP))) {
            try RegularFile(link, followsLinks: false)
        }
        #expect(try RegularFile(link, followsLinks: true).size == 1)
    }

    @Test func aPipeOrDirectoryIsRefusedAtOnce() throws {
        let pipe = directory.path("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        for path in [pipe, directory.path, "/dev/null"] {
            #expect(throws: RegularFileError.notRegular) { try RegularFile(path, followsLinks: true) }
        }
    }

    @Test func aSmallFileThatIsNoneSaysSo() throws {
        let error = #expect(throws: FileError.self) { try WholeFile.read(directory.path) }
        #expect(error?.description == "could not read \(directory.path): it is not a small regular file")
    }
}
