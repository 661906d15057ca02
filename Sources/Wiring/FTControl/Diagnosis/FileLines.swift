import Digest
import Files
import Glibc

/// Some lines of a file, and the digest of all its bytes, read in one pass.
struct FileLines {
    /// By their numbers, from 1; without line feeds, and cut where they are longer than ``longest``.
    let lines: [Int64: [UInt8]]
    /// 64 hexadecimal digits in lower case.
    let sha256: String

    /// Longer lines are not kept whole.
    static let longest = 1 << 20
    private static let bufferSize = 256 * 1024

    /// Why a file was not read to its end.
    enum Problem: Error, CustomStringConvertible {
        case file(RegularFileError)
        case system(SystemError)
        case digest(DigestError)
        case cancelled

        var description: String {
            switch self {
            case .file(let error): "\(error)"
            case .system(let error): "\(error)"
            case .digest(let error): "\(error)"
            case .cancelled: "interrupted"
            }
        }
    }

    /// Reads a regular file; anything else at the path is refused, and holds nobody up.
    ///
    /// - Throws: ``Problem``.
    init(_ wanted: Set<Int64>, of path: String, isCancelled: () -> Bool) throws(Problem) {
        let file: RegularFile
        do throws(RegularFileError) { file = try RegularFile(path, followsLinks: true) } catch { throw .file(error) }
        var collector = Collector(wanted)
        let hasher: SHA256
        do throws(DigestError) { hasher = try SHA256() } catch { throw .digest(error) }
        var buffer = [UInt8](repeating: 0, count: Self.bufferSize)
        while true {
            guard !isCancelled() else { throw .cancelled }
            let count = try Self.read(file, &buffer)
            guard count > 0 else { break }
            do throws(DigestError) { try hasher.update(Array(buffer[..<count])) } catch { throw .digest(error) }
            collector.take(buffer[..<count])
        }
        do throws(DigestError) { sha256 = try hasher.finish().hex } catch { throw .digest(error) }
        lines = collector.lines
    }

    private static func read(_ file: RegularFile, _ buffer: inout [UInt8]) throws(Problem) -> Int {
        var result: Result<Int, SystemError> = .success(0)
        buffer.withUnsafeMutableBytes { bytes in
            do throws(SystemError) { result = .success(try file.read(into: bytes)) } catch { result = .failure(error) }
        }
        do throws(SystemError) { return try result.get() } catch { throw .system(error) }
    }

    /// Counts lines, and keeps the wanted ones.
    private struct Collector {
        let wanted: Set<Int64>
        var lines: [Int64: [UInt8]] = [:]
        var number: Int64 = 1

        init(_ wanted: Set<Int64>) { self.wanted = wanted }

        mutating func take(_ bytes: ArraySlice<UInt8>) {
            var rest = bytes
            while !rest.isEmpty {
                let end = rest.firstIndex(of: UInt8(ascii: "\n"))
                keep(rest[..<(end ?? rest.endIndex)])
                guard let end else { return }
                number += 1
                rest = rest[(end + 1)...]
            }
        }

        private mutating func keep(_ part: ArraySlice<UInt8>) {
            guard wanted.contains(number) else { return }
            let room = FileLines.longest - (lines[number]?.count ?? 0)
            lines[number, default: []] += part.prefix(max(0, room))
        }
    }
}
