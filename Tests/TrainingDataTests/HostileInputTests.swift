import TestSupport
import Testing

@testable import TrainingData

/// How much of one line or record is taken.
@Suite struct HostileInputTests {
    @Test func carriageReturnsWithoutEndAreARecordThatIsTooLong() throws {
        let scratch = try TemporaryDirectory()
        let path = try scratch.write(
            "rows.csv", Array("q,a\n".utf8) + [UInt8](repeating: 0x0D, count: 200_000))
        let source = SeparatedSource(
            ByteStream(try InputFile(.file(path)), read: [], bytesRead: 0, line: 1), separator: 0x2C,
            longestRecord: 100_000)
        var row = Row()
        let error = #expect(throws: TrainingDataError.self) { try source.next(into: &row) }
        #expect(error?.reason == .lineTooLong(line: 2, limit: 100_000))
    }

    @Test(arguments: [(1_000, 16), (1_000, 900), (5_000, 4_096)])
    func theLongestLineIsTakenToTheByte(limit: Int, capacity: Int) throws {
        let scratch = try TemporaryDirectory()
        let longest = [UInt8](repeating: 0x20, count: limit)
        let taken = try scratch.write("taken", longest + [0x0A] + longest)
        let refused = try scratch.write("refused", [0x0A] + longest + [0x20, 0x0A])

        var lines = LineReader(try InputFile(.file(taken)), capacity: capacity, limit: limit)
        #expect(try lines.next()?.count == limit)
        #expect(try lines.next()?.count == limit)
        #expect(try lines.next() == nil)
        var blocks = BlockReader(try InputFile(.file(taken)), capacity: capacity, limit: limit)
        var block = LineBlock()
        var bytes = 0
        while try blocks.next(into: &block) { bytes += block.withBytes { $0.count } }
        #expect(bytes == 2 * limit + 1)

        var others = LineReader(try InputFile(.file(refused)), capacity: capacity, limit: limit)
        #expect(try others.next()?.isEmpty == true)
        do throws(TrainingDataError) {
            _ = try others.next()
            Issue.record("the line was taken")
        } catch {
            #expect(error.reason == .lineTooLong(line: 2, limit: limit))
        }
        var otherBlocks = BlockReader(try InputFile(.file(refused)), capacity: capacity, limit: limit)
        do throws(TrainingDataError) {
            while try otherBlocks.next(into: &block) {}
            Issue.record("the block was taken")
        } catch {
            #expect(error.reason == .lineTooLong(line: 0, limit: limit))
        }
    }
}
