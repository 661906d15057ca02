import Files
import Glibc
import TrainingData

/// The directory of the copies, which all together stay within a bound.
struct HubCopyStore {
    /// Bytes of all copies but the one in use: with that one, 2 GB.
    private static let largestStore = 1 << 30

    /// Bytes of a first line that may still be a header.
    private static let longestHeader = 1 << 20

    private let directory: String

    init(_ directory: String) { self.directory = directory }

    /// Removes what was not used for the longest time until the rest fits; copies in use stay, and so does every file
    /// that is no copy.
    func makeRoom(keeping name: String) {
        guard let names = try? WholeFile.names(in: directory) else { return }
        var copies: [(path: String, size: Int, time: Int)] = []
        for other in names where other != name && HubCopy.isName(other) {
            var status = stat()
            let path = "\(directory)/\(other)"
            guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, isCopy(path) else { continue }
            copies.append((path, Int(status.st_size), status.st_mtim.tv_sec))
        }
        var sum = copies.reduce(0) { $0 + $1.size }
        for copy in copies.sorted(by: { $0.time < $1.time }) where sum > Self.largestStore {
            if removeUnused(copy.path) { sum -= copy.size }
        }
    }

    /// Whether a file begins as a copy does.
    private func isCopy(_ path: String) -> Bool {
        do throws(TrainingDataError) {
            var lines = LineReader(try InputFile(.file(path)), limit: Self.longestHeader)
            return try lines.next().flatMap { HubCopyHeader($0) } != nil
        } catch {
            return false
        }
    }

    private func removeUnused(_ path: String) -> Bool {
        do throws(SystemError) {
            let file = try Descriptor(path, O_RDONLY | O_NOFOLLOW)
            guard try file.lock() else { return false }
            // While the lock is held: whoever opens it now must find a file with a name.
            return withExtendedLifetime(file) { unlink(path) == 0 }
        } catch {
            return false
        }
    }
}
