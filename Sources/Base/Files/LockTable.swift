internal import Glibc

/// The locks of all files as the kernel lists them: who may not open a file still sees that somebody has locked it.
package struct LockTable: Sendable {
    /// A lock that nobody else may have at the same time.
    fileprivate struct Entry: Hashable {
        /// Of an open file (`flock`), or of a process's bytes of a file (`fcntl`).
        enum Kind: String {
            case openFile = "FLOCK"
            case process = "POSIX"
        }

        let kind: Kind
        /// The process; not above 0 where it is of another namespace, or of no process alone.
        let process: Int32
        let major: UInt64
        let minor: UInt64
        let inode: UInt64
    }

    private let entries: Set<Entry>

    /// Reads the text of `/proc/locks`; lines about waiting for a lock and about other kinds of locks are passed over.
    package init(_ text: String) {
        entries = Set(
            text.split(separator: "\n").compactMap { line in
                // 1: FLOCK  ADVISORY  WRITE 18839 fe:00:16245162 0 EOF
                let words = line.split(separator: " ")
                guard words.count >= 6, let kind = Entry.Kind(rawValue: String(words[1])), words[3] == "WRITE" else {
                    return nil
                }
                let file = words[5].split(separator: ":")
                guard file.count == 3, let major = UInt64(file[0], radix: 16), let minor = UInt64(file[1], radix: 16),
                    let inode = UInt64(file[2])
                else { return nil }
                return Entry(
                    kind: kind, process: Int32(words[4]) ?? 0, major: major, minor: minor, inode: inode)
            })
    }

    /// The locks that there are now.
    package static func current() throws(SystemError) -> LockTable {
        let bytes: [UInt8]
        do throws(RegularFileError) {
            let file = try RegularFile("/proc/locks", followsLinks: false)
            do throws(SystemError) { bytes = try file.bytes(limit: 1 << 22) } catch { throw .notExamined(error) }
        } catch {
            switch error {
            case .notOpened(let error), .notExamined(let error): throw error
            case .notRegular: throw SystemError(code: ENOENT)
            }
        }
        return LockTable(String(decoding: bytes, as: UTF8.self))
    }

    /// Whether somebody has a file locked.
    package func locks(_ file: FileIdentity) -> Bool { entries.contains { $0.kind == .openFile && $0.isOf(file) } }

    /// The processes that have bytes of a file locked for writing, as far as their ids are known here.
    package func writers(of file: FileIdentity) -> [Int32] {
        Set(entries.filter { $0.kind == .process && $0.process > 0 && $0.isOf(file) }.map(\.process)).sorted()
    }
}

extension LockTable.Entry {
    fileprivate func isOf(_ file: FileIdentity) -> Bool {
        // Where a file system has no device (major 0: Btrfs, overlays), the table and stat may number it differently.
        let fileMajor = file.device >> 8 & 0xFFF | file.device >> 32 & ~0xFFF
        let fileMinor = file.device & 0xFF | file.device >> 12 & ~0xFF
        return inode == file.inode && major == fileMajor && (minor == fileMinor || fileMajor == 0)
    }
}
