package import FineTuning
import Glibc
// Where the optimizer sees the whole module, the compiler takes `timespec` for a type of the standard library's own shims.
import SwiftOverlayShims

extension UnixTime {
    /// Now, by the wall clock of the system.
    package static func now() -> UnixTime {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return UnixTime(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
