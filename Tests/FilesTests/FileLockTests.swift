import Files
import Glibc
import TestSupport
import Testing

@Suite struct FileLockTests {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    @Test func oneHolderAtATime() throws {
        let path = directory.path("lock")
        #expect(try !FileLock.isHeld(path))
        var lock = try FileLock.take(path, mode: 0o600)
        #expect(lock != nil)
        #expect(try FileLock.isHeld(path))
        #expect(try FileLock.take(path, mode: 0o600) == nil)
        #expect(try FileLock.take(path, mode: 0o600, within: .milliseconds(30)) == nil)
        lock = nil
        #expect(try !FileLock.isHeld(path))
        #expect(try FileLock.take(path, mode: 0o600) != nil)
    }

    @Test func aLockOnAFileThatLostItsNameIsNotTaken() throws {
        let path = directory.path("lock")
        let first = try FileLock.take(path, mode: 0o600)
        #expect(unlink(path) == 0)
        let second = try FileLock.take(path, mode: 0o600)
        #expect(first != nil && second != nil)
        #expect(try FileLock.take(path, mode: 0o600) == nil)
    }

    @Test func theNoteOfTheHolderIsInTheFile() throws {
        let path = directory.path("lock")
        try WholeFile.replace(path, with: Array("an older, longer note".utf8), mode: 0o600, durability: .process)
        let lock = try FileLock.take(path, mode: 0o600)
        lock?.note("17\n")
        #expect(try WholeFile.read(path) == Array("17\n".utf8))
    }

    @Test func theModeMayIgnoreTheUmask() throws {
        let path = directory.path("lock")
        let lock = try FileLock.take(path, mode: 0o666, ignoresUmask: true)
        #expect(lock != nil)
        #expect(try RegularFile(path, followsLinks: false).mode == 0o666)
    }

    @Test func theKernelsTableNamesLockedFiles() throws {
        let path = directory.path("lock")
        var lock = try FileLock.take(path, mode: 0o600)
        let file = try FileIdentity(of: path)
        #expect(try LockTable.current().locks(file))
        withExtendedLifetime(lock) {}
        lock = nil
        #expect(try !LockTable.current().locks(file))
    }

    @Test func onlyExclusiveLocksOfOpenFilesCount() throws {
        let inode = try inode(of: "/proc/self/exe")
        let identity = try FileIdentity(of: "/proc/self/exe")
        let table = try LockTable.current()
        #expect(!table.locks(identity))
        for line in [
            "1: FLOCK  ADVISORY  READ 7 fe:00:\(inode) 0 EOF", "2: -> FLOCK  ADVISORY  WRITE 7 fe:00:\(inode) 0 EOF",
            "3: POSIX  ADVISORY  WRITE 7 fe:00:\(inode) 0 EOF", "4: FLOCK", "",
        ] { #expect(!LockTable(line).locks(identity)) }
    }

    private func inode(of path: String) throws -> UInt64 {
        var status = stat()
        try #require(stat(path, &status) == 0)
        return UInt64(status.st_ino)
    }

    @Test func aLinkIsNoLockFile() throws {
        let link = directory.path("link")
        #expect(symlink(directory.path("elsewhere"), link) == 0)
        let error = #expect(throws: FileError.self) { try FileLock.take(link, mode: 0o600) }
        #expect(error?.description == "could not lock \(link): Too many levels of symbolic links")
        #expect(throws: SystemError(code: ELOOP)) { try FileLock.isHeld(link) }
    }

    @Test func theTableNamesTheProcessesThatLockBytesForWriting() throws {
        let file = open(directory.path("file"), O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        defer { close(file) }
        var region = flock(l_type: Int16(F_WRLCK), l_whence: Int16(SEEK_SET), l_start: 120, l_len: 1, l_pid: 0)
        try #require(fcntl(file, F_SETLK, &region) == 0)
        let identity = try FileIdentity(of: directory.path("file"))
        #expect(try LockTable.current().writers(of: identity) == [getpid()])
        region.l_type = Int16(F_UNLCK)
        try #require(fcntl(file, F_SETLK, &region) == 0)
        #expect(try LockTable.current().writers(of: identity) == [])
    }
}
