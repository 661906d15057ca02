import Glibc
import Preparing
import Synchronization
import TestSupport
import Testing
import TrainingData

@Suite struct OutputTests {
    private static func rows(_ count: Int) -> String {
        (0..<count).map { "{\"q\": \"q\($0)\", \"a\": \"a\($0)\"}\n" }.joined()
    }

    private func prepare(
        _ scratch: TemporaryDirectory, rows count: Int = 200, to output: DataOutput, validation: DataOutput? = nil,
        share: Double = 0.5, _ change: (inout Preparation) -> Void = { _ in }
    ) throws -> PreparationReport {
        var preparation = Preparation(mapping: try .questions())
        change(&preparation)
        return try preparation.run(
            from: .file(scratch.write("in", Self.rows(count))), to: output,
            validation: validation.map { ValidationPart(output: $0, share: share) })
    }

    @Test(arguments: [("out", "./out"), ("out", "link"), ("link", "out"), ("out", "loop/out"), ("new", "loop/./new")])
    func oneFileUnderTwoNamesIsRefusedBeforeItIsTouched(training: String, validation: String) throws {
        let scratch = try TemporaryDirectory()
        try scratch.write("out", "old")
        symlink("out", "\(scratch.path)/link")
        symlink(".", "\(scratch.path)/loop")
        let (first, second) = ("\(scratch.path)/\(training)", "\(scratch.path)/\(validation)")
        let error = #expect(throws: TrainingDataError.self) {
            _ = try prepare(scratch, to: .file(first), validation: .file(second))
        }
        #expect(
            error?.description == "cannot write \(second): \(first) is the same file; name another for one of them")
        #expect(try scratch.text("out") == "old")
        #expect(scratch.names == ["in", "link", "loop", "out"])
    }

    @Test func twoDescriptorsOfOneFileAreOneFile() throws {
        let scratch = try TemporaryDirectory()
        let file = open(try scratch.write("out", ""), O_WRONLY | O_CLOEXEC)
        defer { close(file) }
        let error = #expect(throws: TrainingDataError.self) {
            _ = try prepare(scratch, to: .descriptor(file, name: "output"), validation: .file("/dev/fd/\(file)"))
        }
        #expect(error?.reason == .sameOutput(other: "output"))
        _ = try prepare(scratch, to: .file("/dev/null"), validation: .file("/dev/null"))
    }

    @Test(
        arguments: [
            (
                0.999, nil,
                "with a share of 0.999 every example (3) falls to validation and none to training; "
                    + "choose a smaller share or another seed"
            ),
            (
                0.001, 4,
                "with a share of 0.001 every example (3) falls to training and none to validation; "
                    + "choose a larger share or another seed"
            ),
        ] as [(Double, UInt64?, String)])
    func aSplitWithAnEmptySideLeavesBothFiles(share: Double, shuffle: UInt64?, message: String) throws {
        let scratch = try TemporaryDirectory()
        let training = try scratch.write("out", "old")
        let validation = try scratch.write("valid", "old too")
        let error = #expect(throws: PreparationError.self) {
            _ = try prepare(scratch, rows: 3, to: .file(training), validation: .file(validation), share: share) {
                $0.shuffleSeed = shuffle
            }
        }
        #expect(error?.description == "\(scratch.path)/in: \(message)")
        #expect(try (scratch.text("out"), scratch.text("valid")) == ("old", "old too"))
        #expect(scratch.names == ["in", "out", "valid"])
    }

    @Test(arguments: ["/dev/fd/", "/proc/self/fd/", "link"])
    func aNameOfADescriptorAppendsWhereTheDescriptorStands(name: String) throws {
        let scratch = try TemporaryDirectory()
        let file = open(try scratch.write("all", "before\n"), O_WRONLY | O_APPEND | O_CLOEXEC)
        defer { close(file) }
        symlink("/dev/fd/\(file)", "\(scratch.path)/link")
        let path = name == "link" ? "\(scratch.path)/link" : "\(name)\(file)"
        _ = try prepare(scratch, rows: 2, to: .file(path)) { $0.shuffleSeed = 1 }
        let lines = try scratch.text("all").split(separator: "\n")
        #expect(lines.count == 3 && lines.first == "before")
        #expect(fcntl(file, F_GETFD) >= 0)
    }

    @Test func aLinkToNothingIsFollowed() throws {
        let scratch = try TemporaryDirectory()
        symlink("later", "\(scratch.path)/link")
        _ = try prepare(scratch, rows: 2, to: .file("\(scratch.path)/link"))
        #expect(try scratch.text("later").split(separator: "\n").count == 2)
        var status = stat()
        #expect(lstat("\(scratch.path)/link", &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
        symlink("round", "\(scratch.path)/round")
        let error = #expect(throws: TrainingDataError.self) {
            _ = try prepare(scratch, rows: 2, to: .file("\(scratch.path)/round"))
        }
        #expect(error?.reason == .unwritable(errno: ELOOP))
    }

    @Test func aFullPipeThatDoesNotBlockGetsEveryByte() throws {
        let scratch = try TemporaryDirectory()
        let pipe = try Pipe()
        // What asks whether to stop empties the pipe meanwhile.
        let report = try prepare(scratch, rows: 3_000, to: .descriptor(pipe.writing, name: "standard output")) {
            $0.isCancelled = {
                pipe.empty()
                return false
            }
        }
        pipe.empty()
        #expect(report.bytesWritten > 1 << 17)
        #expect(pipe.taken.withLock { $0 } == report.bytesWritten)
    }

    @Test func aPipeThatNobodyEmptiesIsLeftWhenTheRunIsStopped() throws {
        let scratch = try TemporaryDirectory()
        let pipe = try Pipe()
        // Too few rows for a question between them: it is asked at the pipe.
        let error = #expect(throws: TrainingDataError.self) {
            _ = try prepare(scratch, rows: 900, to: .descriptor(pipe.writing, name: "standard output")) {
                $0.isCancelled = { true }
            }
        }
        #expect(error?.reason == .stopped)
    }

    @Test func aReaderThatIsGoneIsToldByItsNumber() throws {
        signal(SIGPIPE, SIG_IGN)
        let scratch = try TemporaryDirectory()
        let pipe = try Pipe()
        pipe.closeReading()
        let error = #expect(throws: TrainingDataError.self) {
            _ = try prepare(scratch, to: .descriptor(pipe.writing, name: "standard output"))
        }
        #expect(error?.description == "cannot write standard output: Broken pipe; the output is cut")
        #expect(error?.reason == .cut(errno: EPIPE))
    }
}

/// A pipe whose ends do not block.
private final class Pipe: Sendable {
    private let reading: Int32
    let writing: Int32
    /// Bytes that have come out of it.
    let taken = Mutex(0)
    private let isReading = Mutex(true)

    init() throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw TemporaryDirectory.FileFailure() }
        for end in ends { _ = (fcntl(end, F_SETFL, O_NONBLOCK), fcntl(end, F_SETFD, FD_CLOEXEC)) }
        (reading, writing) = (ends[0], ends[1])
    }

    deinit {
        closeReading()
        close(writing)
    }

    func closeReading() {
        isReading.withLock { isReading in
            if isReading { close(reading) }
            isReading = false
        }
    }

    /// Takes what is in it.
    func empty() {
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(reading, &bytes, bytes.count)
            guard count > 0 else { return }
            taken.withLock { $0 += count }
        }
    }
}
