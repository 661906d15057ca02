import BytePairEncoding
import Commands
import Files
import FineTuning
import Glibc
import HTTPClient
import Settings
import Text

/// Brings rank files into a directory: each is there whole and verified, or not at all.
struct RankFileInstaller {
    let context: CommandContext
    /// Where the files go.
    let directory: String
    /// Permissions of directories that are made on the way: a person's own, or everybody's.
    let directoryMode: UInt32

    /// Bounds of a download: a connection within 10 s, a byte at least every 30 s, the whole within 10 min.
    private static let timeout = Duration.seconds(600)

    /// Fetches the rank file of an encoding, verifies it and installs it.
    ///
    /// - Returns: the installed file's path.
    func download(_ encoding: Encoding, from base: HTTPAddress) throws -> String {
        let file = encoding.rankFile
        let url = "\(base)/\(file.name)"
        context.interrupt.arm(saying: "interrupted; \(file.name) was not installed")
        let bar = ProgressBar(
            "downloading \(file.name)", total: Int64(file.byteCount), unit: .bytes, in: context.surroundings)
        defer { bar.finish() }
        let interrupt = context.interrupt
        let transport = CurlTransport(userAgent: "ftctl/\(ProductVersion.text)") { interrupt.isRaised }
        // A longer answer ends the exchange; what came until then is thrown away.
        let request = HTTPRequest(
            url: url, timeout: Self.timeout, idleTimeout: .seconds(30), largestBody: file.byteCount)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(file.byteCount)
        let response: HTTPResponse
        do throws(HTTPTransportError) {
            response = try transport.download(request) { piece in
                bytes.append(contentsOf: piece)
                bar.update(Int64(bytes.count))
                return true
            }
        } catch {
            try interrupt.check()
            throw error.kind == .tooLarge
                ? Self.wrong("\(base) sent more than that", encoding)
                : CommandError(.unreachable, "cannot download \(file.name): \(error)", hints: Self.hints)
        }
        guard response.isSuccess else {
            let cause = (300..<400).contains(response.status) ? "a redirect, which is not followed" : "no file"
            throw CommandError(
                .unreachable, "cannot download \(url): the server answered \(response.status), \(cause)",
                hints: Self.hints)
        }
        bar.finish()
        return try install(bytes, encoding, from: url)
    }

    /// Installs a local copy, recognized by its contents whatever its name.
    ///
    /// - Parameter wanted: the encodings it may belong to.
    func install(file path: String, wanted: [Encoding]) throws -> (encoding: Encoding, path: String) {
        let greatest = Encoding.all.map(\.rankFile.byteCount).max() ?? 0
        let bytes: [UInt8]
        do throws(FileError) {
            guard let found = try WholeFile.read(path, greatestSize: greatest, followsLinks: true) else {
                throw FileError("read", path, errno: ENOENT)
            }
            bytes = found
        } catch {
            guard error.code == nil else { throw error }
            throw Self.unrecognized(path, nil)
        }
        let sha256 = RankFileFolders.sha256(of: bytes)
        guard let encoding = Encoding.withRankFile(sha256: sha256) else { throw Self.unrecognized(path, sha256) }
        guard wanted.contains(encoding) else {
            throw CommandError.usage(
                "\(path) is the rank file of \(encoding.name), not of \(wanted.map(\.name).joined(separator: ", "))")
        }
        return (encoding, try install(bytes, encoding, from: path))
    }

    private func install(_ bytes: [UInt8], _ encoding: Encoding, from source: String) throws -> String {
        let file = encoding.rankFile
        let sha256 = RankFileFolders.sha256(of: bytes)
        guard sha256 == file.sha256 else {
            throw Self.wrong("\(source) has \(HumanText.count(bytes.count, "byte")), sha256 \(sha256)", encoding)
        }
        let path = "\(directory)/\(file.name)"
        try WholeFile.makeDirectory(directory, mode: directoryMode)
        let lock = try DirectoryLock(directory)
        try withExtendedLifetime(lock) {
            try WholeFile.replace(path, with: bytes, mode: 0o644, durability: .machine)
        }
        return path
    }

    private static func wrong(_ found: String, _ encoding: Encoding) -> CommandError {
        let file = encoding.rankFile
        return CommandError(
            .failed, "\(file.name) is not what was published; nothing was installed",
            hints: [
                "expected \(HumanText.number(file.byteCount)) bytes, sha256 \(file.sha256)", found,
            ] + hints)
    }

    private static func unrecognized(_ path: String, _ sha256: String?) -> CommandError {
        let known = Encoding.all.map(\.rankFile.name).joined(separator: " nor ")
        return CommandError(
            .failed, "\(path) is neither \(known) as published; nothing was installed",
            hints: sha256.map { ["its sha256 is \($0)"] } ?? [])
    }

    private static let hints = [
        "Another source: [tokenizer] url in ftd.conf, or a local copy: --from FILE"
    ]
}
