package import Files
import Glibc

/// The memory that the program's own code takes.
///
/// The kernel counts every page of a program and its libraries that was ever looked at, and those around it. What only a
/// start or a rare task needs stays counted for months, although it is in the page cache all the same; given back, what is
/// used again costs a fault each.
package enum CodePages {
    /// Gives back all pages of code; those in use are back at once.
    ///
    /// - Throws: where `/proc/self/maps` cannot be read; nothing is given back then.
    package static func giveBack() throws(RegularFileError) {
        for range in ranges(in: try map()) {
            madvise(UnsafeMutableRawPointer(bitPattern: range.lowerBound), range.count, MADV_DONTNEED)
        }
    }

    private static func map() throws(RegularFileError) -> String {
        let file = try RegularFile("/proc/self/maps", followsLinks: true)
        do throws(SystemError) {
            return String(decoding: try file.bytes(limit: 1 << 20), as: UTF8.self)
        } catch {
            throw .notExamined(error)
        }
    }

    /// The addresses of what is read from files and executed and cannot be written to: nothing of that would be lost.
    static func ranges(in map: String) -> [Range<UInt>] {
        map.split(separator: "\n").compactMap { line in
            // 5581e0a51000-5581e16a3000 r-xp 00000000 fe:00 1441810    /usr/bin/ftd
            let words = line.split(separator: " ", maxSplits: 5, omittingEmptySubsequences: true)
            guard words.count == 6, words[1] == "r-xp", words[4] != "0",
                words[5].drop(while: { $0 == " " }).hasPrefix("/")
            else { return nil }
            let ends = words[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
            guard ends.count == 2, ends[0] < ends[1] else { return nil }
            return ends[0]..<ends[1]
        }
    }
}
