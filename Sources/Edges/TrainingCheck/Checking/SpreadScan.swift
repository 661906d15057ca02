import Glibc
import JSONText

/// Finds objects that go on over several lines, so that each counts as one row and as one finding.
///
/// Lines are taken in the order of the file; what is known does not depend on how they come in blocks. An object begins on
/// a line that opens more brackets than it closes, and ends where the last one is closed; a line that begins with a whole
/// object of its own ends what is unfinished before it.
struct SpreadScan {
    /// Lines of an object that went on, the first of them 1 in the block at hand; they are no rows of their own.
    typealias Continuation = Range<Int>

    private var nesting = JSONNesting()
    private var lines = 0
    private var bytes = 0
    /// What the open object reads on one line.
    private var text = JoinedText()
    /// The line that the open object began on, in the file.
    private var start = 0
    /// First lines of objects that went on and came to a good end, in the file; the first ones of a long list.
    private(set) var ended: [Int] = []
    /// How many there were.
    private(set) var endedCount = 0
    /// The lines that were looked through last.
    private(set) var lineCount = 0

    /// An object over more lines or bytes is none.
    private static let mostLines = 100_000
    private static let mostBytes = 16 << 20
    private static let mostEnded = 100_000

    /// Looks through whole lines; `line` is the number in the file of the line before the first one.
    mutating func continuations(in text: UnsafeRawBufferPointer, after line: Int) -> [Continuation] {
        var found: [Continuation] = []
        var number = 0
        var offset = 0
        while offset < text.count, let base = text.baseAddress {
            let feed = memchr(base + offset, 0x0A, text.count - offset)
            let end = feed.map { UnsafeRawPointer($0) - base } ?? text.count
            number += 1
            if take(UnsafeRawBufferPointer(rebasing: text[offset..<end]), line + number) {
                if let last = found.last, last.upperBound == number {
                    found[found.count - 1] = last.lowerBound..<number + 1
                } else {
                    found.append(number..<number + 1)
                }
            }
            offset = end + 1
        }
        lineCount = number
        return found
    }

    /// Whether an object goes on in the next line, as far as has been seen.
    var isOpen: Bool { nesting.depth > 0 }

    /// Takes a line; true when it belongs to the object of a line before.
    mutating func take(_ line: UnsafeRawBufferPointer, _ number: Int) -> Bool {
        if !isOpen {
            begin(line, number)
            return false
        }
        lines += 1
        bytes += line.count
        if Self.isWholeObject(line) || lines > Self.mostLines || bytes > Self.mostBytes {
            close()
            begin(line, number)
            return false
        }
        text.append(0x0A)
        for byte in line { text.append(byte) }
        walk(line)
        guard !isOpen else { return true }
        // What is broken besides is left to a person.
        if text.bytes.withUnsafeBytes({ FixPass.objects(in: $0) != nil }) {
            endedCount += 1
            if ended.count < Self.mostEnded { ended.append(start) }
        }
        close()
        return true
    }

    private mutating func begin(_ line: UnsafeRawBufferPointer, _ number: Int) {
        // Nearly every line ends with the brace of its own object: it is not looked into.
        guard let last = line.last(where: { $0 > 0x20 }), last != UInt8(ascii: "}"),
            line.first(where: { $0 > 0x20 }) == UInt8(ascii: "{")
        else { return }
        walk(line)
        if !isOpen { return close() }
        (start, lines, bytes) = (number, 1, line.count)
        for byte in line { text.append(byte) }
    }

    private mutating func close() {
        text = JoinedText()
        nesting = JSONNesting()
        (lines, bytes) = (0, 0)
    }

    /// Follows brackets and texts; stops where the object has ended.
    private mutating func walk(_ line: UnsafeRawBufferPointer) {
        for byte in line where nesting.take(byte) { return }
        nesting.endLine()
    }

    /// Whether a line that is not indented is one object from its first byte to its last.
    private static func isWholeObject(_ line: UnsafeRawBufferPointer) -> Bool {
        guard line.first == UInt8(ascii: "{"),
            line.last(where: { $0 > 0x20 && $0 != UInt8(ascii: ",") }) == UInt8(ascii: "}")
        else { return false }
        var scan = SpreadScan()
        scan.walk(line)
        return !scan.isOpen && !scan.nesting.isInString
    }
}
