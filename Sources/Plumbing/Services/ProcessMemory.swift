import Glibc

/// Who may look into this process, and how much it keeps.
package enum ProcessMemory {
    /// `PR_SET_DUMPABLE` of linux/prctl.h, which no module shows.
    private static let setDumpable: CInt = 4
    /// `M_ARENA_MAX` of malloc.h, which no module shows either.
    private static let arenaMax: CInt = -8

    /// Keeps other processes of the same user from reading our memory, where keys are, and the kernel from dumping it.
    ///
    /// `/proc/self` belongs to root from then on. A program that is started from here is not affected (prctl(2)).
    package static func close() {
        // The C function takes a variable number of arguments, which Swift does not import; on Linux's ABIs integers are
        // passed to it as to this type.
        typealias Control = @convention(c) (CInt, CUnsignedLong, CUnsignedLong, CUnsignedLong, CUnsignedLong) -> CInt
        guard let symbol = dlsym(nil, "prctl") else { return }
        _ = unsafeBitCast(symbol, to: Control.self)(setDumpable, 0, 0, 0, 0)
    }

    /// Lets all threads take memory from one arena, so that each keeps no pages of its own.
    ///
    /// glibc has an arena for each thread that allocates (mallopt(3), `M_ARENA_MAX`). A service whose threads are mostly
    /// idle pays for that with memory, and has nothing from it. To be called before the first thread is made.
    package static func useOneArena() {
        typealias Option = @convention(c) (CInt, CInt) -> CInt
        guard let symbol = dlsym(nil, "mallopt") else { return }
        _ = unsafeBitCast(symbol, to: Option.self)(arenaMax, 1)
    }
}
