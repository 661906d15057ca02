internal import Glibc

/// The locks of all files as the kernel lists them: who may not open a file still sees that somebody has locked it.
package struct LockTable: Sendable {
    /// A lock of an open file (`flock`) that nobody else may have at the same time.
    private struct Entry: Hashable {
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
                guard words.count >= 6, words[1] == "FLOCK", words[3] == "WRITE" else { return nil }
                let file = words[5].split(separator: ":")
                guard file.count == 3, let major = UInt64(file[0], radix: 16), let minor = UInt64(file[1], radix: 16),
                    let inode = UInt64(file[2])
                else { return nil }
                return Entry(major: major, minor: minor, inode: inode)
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
    package func locks(_ file: FileIdentity) -> Bool {
        let major = file.device >> 8 & 0xFFF | file.device >> 32 & ~0xFFF
        let minor = file.device & 0xFF | file.device >> 12 & ~0xFF
        return entries.contains { entry in
            // Where a file system has no device (major 0: Btrfs, overlays), the table and stat may number it differently.
            entry.inode == file.inode && entry.major == major && (entry.minor == minor || major == 0)
        }
    }
}
