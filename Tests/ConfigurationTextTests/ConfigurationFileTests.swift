import ConfigurationText
import Files
import Glibc
import TestSupport
import Testing

@Suite struct ConfigurationFileTests {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    @Test func aFileIsReadAsText() throws {
        let path = directory.path("x.conf")
        try WholeFile.replace(path, with: Array("[one]\na = é\n".utf8), mode: 0o600, durability: .process)
        #expect(try ConfigurationFile.text(of: path) == "[one]\na = é\n")
    }

    /// Who can write it names the server that gets the key, and the programs that run.
    @Test(arguments: [0o620, 0o602] as [UInt32])
    func aFileThatOthersCanWriteIsRefused(mode: UInt32) throws {
        let path = directory.path("x.conf")
        try WholeFile.replace(path, with: [], mode: 0o600, durability: .process)
        #expect(chmod(path, mode) == 0)
        let error = #expect(throws: ConfigurationError.self) { try ConfigurationFile.text(of: path) }
        #expect(
            error?.description
                == "\(path): can be written by others (mode 0\(String(mode, radix: 8))): run chmod go-w \(path)")
    }

    @Test(.enabled(if: getuid() == 0, "only root can give files away"))
    func aFileOfSomebodyElseIsRefused() throws {
        let path = directory.path("x.conf")
        try WholeFile.replace(path, with: [], mode: 0o644, durability: .process)
        #expect(chown(path, 65534, 0) == 0)
        let error = #expect(throws: ConfigurationError.self) { try ConfigurationFile.text(of: path) }
        #expect(
            error?.description
                == "\(path): belongs to user 65534, not to us (user 0) or root: run chown 0 \(path)")
    }

    @Test(arguments: [
        ([0x61, 0x0A, 0xC3, 0x28] as [UInt8], ":2: not UTF-8 text; save the file as UTF-8"),
        ([UInt8](repeating: 0x20, count: (1 << 20) + 1), ": longer than 1 MiB; that is not a configuration"),
    ])
    func whatIsNoConfigurationIsRefused(bytes: [UInt8], message: String) throws {
        let path = directory.path("x.conf")
        try WholeFile.replace(path, with: bytes, mode: 0o600, durability: .process)
        let error = #expect(throws: ConfigurationError.self) { try ConfigurationFile.text(of: path) }
        #expect(error?.description == path + message)
    }
}
