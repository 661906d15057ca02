import Files
import Glibc

/// The processes of a group as the kernel shows them.
enum ProcessGroup {
    /// More are not looked at.
    private static let most = 100_000

    /// How many processes of a group run besides its leader; those that have ended do not count, and 0 where `/proc` cannot
    /// be read.
    static func others(than leader: pid_t) -> Int {
        let names: [String]
        do throws(FileError) { names = try WholeFile.names(in: "/proc", atMost: most) } catch { return 0 }
        return names.count { name in
            guard let process = pid_t(name), process != leader else { return false }
            return runs(process, in: leader)
        }
    }

    /// Asks the kernel for the group first: few processes are in it, and reading `stat` is dear.
    private static func runs(_ process: pid_t, in group: pid_t) -> Bool {
        guard getpgid(process) == group else { return false }
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try WholeFile.read("/proc/\(process)/stat", greatestSize: 4096) ?? []
        } catch {
            return false
        }
        // The state follows the name, which stands in parentheses and may hold some itself (proc_pid_stat(5)).
        guard let end = bytes.lastIndex(of: UInt8(ascii: ")")), end + 2 < bytes.count else { return false }
        return ![UInt8(ascii: "Z"), UInt8(ascii: "X")].contains(bytes[end + 2])
    }
}
