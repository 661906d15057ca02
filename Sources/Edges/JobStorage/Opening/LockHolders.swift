internal import Files
internal import Glibc

/// Which processes keep others from writing a database, by `/proc/locks`.
enum LockHolders {
    /// The other processes that hold a lock for writing on the file, or on the index of its log.
    ///
    /// - Returns: Their ids; none where `/proc` does not tell, or has no ids of theirs.
    static func processes(of path: String) -> [Int32] {
        do throws(SystemError) {
            let table = try LockTable.current()
            let files = [try FileIdentity(of: path), try FileIdentity(of: path + "-shm")]
            return Set(files.flatMap { table.writers(of: $0) }).filter { $0 != getpid() }.sorted()
        } catch {
            return []
        }
    }

    /// The name of a process as the kernel has it; nil where it cannot be read.
    static func name(of process: Int32) -> String? {
        let text: [UInt8]?
        do throws(FileError) { text = try WholeFile.read("/proc/\(process)/comm", greatestSize: 64) } catch {
            return nil
        }
        return text.map { String(decoding: $0.prefix { $0 != 0x0A }, as: UTF8.self) }
    }
}
