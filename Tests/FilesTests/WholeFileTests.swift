import Files
import Glibc
import Testing

@Suite struct WholeFileTests {
    /// A directory that is gone after the test.
    private func inTemporaryDirectory(_ body: (String) throws -> Void) throws {
        var template = Array("/tmp/ftd-files-XXXXXX".utf8CString)
        let directory = try #require(mkdtemp(&template)).withMemoryRebound(to: UInt8.self, capacity: 1) {
            String(cString: $0)
        }
        defer {
            for name in (try? WholeFile.names(in: directory)) ?? [] { unlink("\(directory)/\(name)") }
            rmdir(directory)
        }
        try body(directory)
    }

    @Test func directoriesAreMadeWithTheirParents() throws {
        try inTemporaryDirectory { directory in
            let path = directory + "/a/b"
            try WholeFile.makeDirectory(path, mode: 0o700)
            try WholeFile.makeDirectory(path, mode: 0o700)
            var facts = stat()
            #expect(stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR && facts.st_mode & 0o777 == 0o700)
            try WholeFile.replace(path + "/x", with: [1, 2], mode: 0o600, durability: .process)
            let error = #expect(throws: FileError.self) { try WholeFile.makeDirectory(path + "/x", mode: 0o700) }
            #expect(error?.description == "could not make the directory \(path)/x: File exists")
            for gone in [path + "/x", path, directory + "/a"] { remove(gone) }
        }
    }

    @Test func aDirectoryIsLockedByOneAtATime() throws {
        try inTemporaryDirectory { directory in
            var first: DirectoryLock? = try DirectoryLock(directory)
            let error = #expect(throws: FileError.self) { try DirectoryLock(directory, within: .milliseconds(20)) }
            #expect(error?.description == "could not lock \(directory): Resource temporarily unavailable")
            withExtendedLifetime(first) {}
            first = nil
            _ = try DirectoryLock(directory, within: .zero)
        }
    }

    @Test func aLinkAndALargerFileAreReadWhenAskedFor() throws {
        try inTemporaryDirectory { directory in
            let bytes = [UInt8](repeating: 7, count: WholeFile.greatestSize + 1)
            try WholeFile.replace(directory + "/x", with: bytes, mode: 0o600, durability: .process)
            symlink(directory + "/x", directory + "/link")
            #expect(throws: FileError.self) { try WholeFile.read(directory + "/x") }
            #expect(throws: FileError.self) { try WholeFile.read(directory + "/link", greatestSize: bytes.count) }
            #expect(
                try WholeFile.read(directory + "/link", greatestSize: bytes.count, followsLinks: true) == bytes)
        }
    }

    @Test(arguments: [WholeFile.Durability.process, .machine])
    func aReplacedFileHoldsTheNewTextAndTheAskedMode(durability: WholeFile.Durability) throws {
        try inTemporaryDirectory { directory in
            let path = directory + "/x"
            try WholeFile.replace(path, with: Array("old".utf8), mode: 0o600, durability: durability)
            try WholeFile.replace(path, with: Array("new".utf8), mode: 0o660, durability: durability)
            #expect(try WholeFile.read(path) == Array("new".utf8))
            var facts = stat()
            #expect(stat(path, &facts) == 0 && facts.st_mode & 0o777 == 0o660)
            #expect(try WholeFile.names(in: directory) == ["x"])
        }
    }

    @Test func whatIsNotThereIsNotAnError() throws {
        try inTemporaryDirectory { directory throws in
            #expect(try WholeFile.read(directory + "/absent") == nil)
            #expect(try WholeFile.names(in: directory + "/absent") == [])
        }
    }

    @Test func aDirectoryOrALinkIsNoFile() throws {
        try inTemporaryDirectory { directory in
            symlink("/etc/hostname", directory + "/link")
            #expect(throws: FileError.self) { try WholeFile.read(directory) }
            #expect(throws: FileError.self) { try WholeFile.read(directory + "/link") }
        }
    }

    @Test func anErrorSaysWhatWhereAndWhy() {
        #expect(throws: FileError("write", "/nowhere/x.new", errno: ENOENT)) {
            try WholeFile.replace("/nowhere/x", with: [], mode: 0o600, durability: .process)
        }
        #expect(
            FileError("write", "/nowhere/x.new", errno: ENOENT, hint: "make it").description
                == "could not write /nowhere/x.new: No such file or directory; make it")
    }

    @Test(arguments: [("/a/b", "/a"), ("/a", "/"), ("a", "."), ("a/b", "a")])
    func theDirectoryOfAPath(path: String, directory: String) {
        #expect(WholeFile.directory(of: path) == directory)
    }
}
