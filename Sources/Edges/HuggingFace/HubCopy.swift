import Digest
import Files
import Glibc
import Text
import TrainingData

/// The rows of one split on this machine: a header line, then a row a line, in the server's order.
///
/// Lines are appended page by page. What a crash left behind the last line feed is cut off when the copy is opened
/// again. While a run holds it, others do without.
final class HubCopy {
    /// A copy grows to so many bytes; the rows behind are asked for again in every run.
    private static let largestCopy = 1 << 30

    let path: String
    private let file: Descriptor
    private var size: Int
    /// What it holds; nil when it is new or not ours.
    private(set) var header: HubCopyHeader?
    /// Whole rows in it.
    private(set) var rows = 0
    /// When its rows were last known to be those of the server, in seconds since 1970.
    private(set) var checked: Int64
    /// Whether a page has been left out.
    private var isFull = false

    /// Opens the copy of a dataset as it was asked for, new if need be.
    init(of dataset: HuggingFaceDataset, in directory: String) throws(FileError) {
        let name = try Self.name(of: dataset)
        path = "\(directory)/\(name)"
        try Self.make(directory)
        let isLocked: Bool
        let status: stat
        do throws(SystemError) {
            file = try Descriptor(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_APPEND, mode: 0o600)
            // A child that is just being started holds copies of our descriptors for an instant.
            isLocked = try file.lock(within: .milliseconds(300))
            // Behind the lock: until then another run may append, and the size would not be that of what is there.
            status = try file.status()
        } catch {
            throw FileError("open", path, errno: error.code)
        }
        guard isLocked else { throw FileError("use", path, cause: "another run is reading the same rows") }
        guard status.st_mode & S_IFMT == S_IFREG else { throw FileError("open", path, cause: "it is no regular file") }
        size = Int(status.st_size)
        checked = Int64(status.st_mtim.tv_sec)
        do throws(TrainingDataError) { try survey() } catch { header = nil }
        HubCopyStore(directory).makeRoom(keeping: name)
    }

    deinit {
        // Nothing came of a name that does not exist.
        if size == 0 { remove() }
    }

    /// Whether the header's rows are all there.
    var isWhole: Bool { header.map { rows >= $0.total } ?? false }

    /// Counts the whole lines and cuts off what is behind them.
    private func survey() throws(TrainingDataError) {
        guard size > 0 else { return }
        var lines = LineReader(try InputFile(.file(path)))
        guard let first = try lines.next(), let found = HubCopyHeader(first) else { return }
        let length = first.count + 1
        guard length <= size else { return }
        var whole = length
        var count = 0
        while let line = try lines.next() {
            guard whole + line.count < size else { break }
            whole += line.count + 1
            count += 1
        }
        if whole < size {
            guard ftruncate(file.number, off_t(whole)) == 0 else { return }
            setTime(checked)
        }
        size = whole
        rows = count
        header = found
    }

    /// Reads the rows that are there.
    func reader() throws(TrainingDataError) -> LineReader {
        var lines = LineReader(try InputFile(.file(path)))
        _ = try lines.next()
        return lines
    }

    /// Forgets what it holds and begins again.
    func restart(_ header: HubCopyHeader) throws(FileError) {
        self.header = nil
        rows = 0
        isFull = false
        guard ftruncate(file.number, 0) == 0 else { throw FileError("empty", path, errno: errno) }
        size = 0
        try append(header.line + [0x0A])
        self.header = header
    }

    /// Adds the page that follows; false when there is no more room for it.
    func append(_ page: HubPage) throws(FileError) -> Bool {
        guard !isFull, size + page.lines.count <= Self.largestCopy else {
            isFull = true
            return false
        }
        try append(page.lines)
        rows += page.ends.count
        return true
    }

    private func append(_ bytes: [UInt8]) throws(FileError) {
        do throws(SystemError) { try file.write(bytes) } catch { throw FileError("write", path, errno: error.code) }
        size += bytes.count
    }

    /// The rows are those of the server now.
    func confirm(at now: Int64) {
        checked = now
        setTime(now)
    }

    /// Takes it away, so that the next run begins anew.
    func remove() { unlink(path) }

    private func setTime(_ seconds: Int64) {
        let times = [timespec(tv_sec: Int(seconds), tv_nsec: 0), timespec(tv_sec: Int(seconds), tv_nsec: 0)]
        _ = futimens(file.number, times)
    }

    /// A name that says what it is and is never the same for two.
    private static func name(of dataset: HuggingFaceDataset) throws(FileError) -> String {
        let asked = [dataset.server.baseURL, dataset.name, dataset.subset ?? "", dataset.split]
        let digest: SHA256Digest
        do throws(DigestError) {
            digest = try SHA256.digest(of: Array(asked.joined(separator: "\n").utf8))
        } catch {
            throw FileError("name", dataset.label, cause: "\(error)")
        }
        let readable = [dataset.name.replacing("/", with: "--"), dataset.split].joined(separator: "-")
        let safe = readable.utf8.filter { byte in
            byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
                || Unicode.Scalar(byte).properties.isAlphabetic && byte < 0x80 || (0x30...0x39).contains(byte)
        }
        return "\(String(decoding: safe.prefix(120), as: UTF8.self))-\(digest.hex.prefix(16)).jsonl"
    }

    /// Whether a file's name is of the form that ``name(of:)`` gives.
    static func isName(_ name: String) -> Bool {
        let end = name.utf8.suffix(23)
        return end.count == 23 && end.first == UInt8(ascii: "-") && end.suffix(6).elementsEqual(".jsonl".utf8)
            && end.dropFirst().prefix(16).allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    /// Makes the directory with its parents, for its owner only.
    private static func make(_ directory: String) throws(FileError) {
        var path = directory.hasPrefix("/") ? "" : "."
        for part in directory.split(separator: "/") {
            path += "/\(part)"
            if mkdir(path, 0o700) != 0, errno != EEXIST { throw FileError("make", path, errno: errno) }
        }
    }
}
