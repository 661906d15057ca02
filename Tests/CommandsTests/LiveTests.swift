import Testing

@testable import Commands

@Suite struct FrameDifferTests {
    @Test func theFirstPictureIsWrittenWhole() {
        var differ = FrameDiffer()
        #expect(differ.update(to: ["a", "b"]) == "\u{1B}[H\u{1B}[2J\u{1B}[1;1H\u{1B}[2Ka\u{1B}[2;1H\u{1B}[2Kb")
    }

    @Test func onlyLinesThatDifferAreWritten() {
        var differ = FrameDiffer()
        _ = differ.update(to: ["a", "b", "c"])
        #expect(differ.update(to: ["a", "B", "c"]) == "\u{1B}[2;1H\u{1B}[2KB")
        #expect(differ.update(to: ["a", "B", "c"]) == "")
    }

    @Test func whatIsLeftOfALongerPictureGoes() {
        var differ = FrameDiffer()
        _ = differ.update(to: ["a", "b", "c"])
        #expect(differ.update(to: ["a"]) == "\u{1B}[2;1H\u{1B}[J")
        #expect(differ.update(to: ["a", "d"]) == "\u{1B}[2;1H\u{1B}[2Kd")
    }

    @Test func aForgottenPictureIsWrittenWhole() {
        var differ = FrameDiffer()
        _ = differ.update(to: ["a"])
        differ.forget()
        #expect(differ.update(to: ["a"]) == "\u{1B}[H\u{1B}[2J\u{1B}[1;1H\u{1B}[2Ka")
    }
}

@Suite struct BlockDifferTests {
    @Test func linesAreWrittenOverTheLastOnes() {
        var differ = BlockDiffer()
        #expect(differ.update(to: ["one", "two"], width: 80) == "one\ntwo\n")
        #expect(differ.update(to: ["one", "2"], width: 80) == "\u{1B}[2A\r\u{1B}[Jone\n2\n")
        #expect(differ.update(to: ["one", "2"], width: 80) == "")
    }

    /// Sequences take no columns, and a line of before may take several rows of a window that is narrower now.
    @Test func aNarrowerWindowHasMoreRows() {
        var differ = BlockDiffer()
        _ = differ.update(to: ["\u{1B}[32m1234567890\u{1B}[0m"], width: 80)
        #expect(differ.update(to: ["x"], width: 4) == "\u{1B}[3A\r\u{1B}[Jx\n")
    }

    @Test func whatWasLeftStays() {
        var differ = BlockDiffer()
        _ = differ.update(to: ["one"], width: 80)
        differ.leave()
        #expect(differ.update(to: ["one"], width: 80) == "one\n")
        #expect(differ.erase(width: 80) == "\u{1B}[1A\r\u{1B}[J")
        #expect(differ.erase(width: 80) == "")
    }
}

@Suite struct LiveMarksTests {
    private func lines(_ states: [(String, Int)]) -> [LiveLine] {
        [LiveLine("title")] + states.map { LiveLine(key: $0.0, state: $0.1, text: "age \($0.1)") }
    }

    @Test func nothingIsMarkedInTheFirstPicture() {
        var marks = LiveMarks()
        #expect(marks.look(at: lines([("a", 1), ("b", 1)]), now: .zero) == [false, false, false])
    }

    @Test func whatChangedAndWhatIsNewIsMarkedForAWhile() {
        var marks = LiveMarks()
        _ = marks.look(at: lines([("a", 1), ("b", 1)]), now: .seconds(1))
        let changed = lines([("c", 1), ("a", 2), ("b", 1)])
        #expect(marks.look(at: changed, now: .seconds(2)) == [false, true, true, false])
        #expect(marks.look(at: changed, now: .seconds(6)) == [false, true, true, false])
        #expect(marks.look(at: changed, now: .seconds(7)) == [false, false, false, false])
    }

    @Test func aTextThatOnlyGrewOlderIsNoChange() {
        var marks = LiveMarks()
        _ = marks.look(at: [LiveLine(key: "a", state: 1, text: "3 s ago")], now: .zero)
        #expect(marks.look(at: [LiveLine(key: "a", state: 1, text: "4 s ago")], now: .seconds(1)) == [false])
    }
}

@Suite struct LiveFrameTests {
    private let frame = LiveFrame(lines: (1...5).map { LiveLine(key: "\($0)", text: "line \($0)") }, footer: ["below"])

    private func shown(_ height: Int, marked: [Bool] = Array(repeating: false, count: 5)) -> [String] {
        frame.fitted(into: height, marked: marked).map { ($0.isMarked ? "> " : "") + $0.text }
    }

    @Test func whatFitsIsWhole() {
        #expect(shown(6) == ["line 1", "line 2", "line 3", "line 4", "line 5", "below"])
    }

    @Test func whatDoesNotFitIsCounted() {
        #expect(shown(4) == ["line 1", "line 2", "… 3 more", "below"])
        #expect(shown(2) == ["line 1", "… 4 more"])
    }

    @Test func aMarkThatIsNotSeenShowsAtTheLineThatStandsForIt() {
        #expect(
            shown(4, marked: [false, true, false, false, true]) == ["line 1", "> line 2", "> … 3 more", "below"])
    }

    @Test(arguments: [
        ("\u{1B}[32m12345\u{1B}[0m", 5, "\u{1B}[32m12345\u{1B}[0m"),
        ("\u{1B}[32m12345\u{1B}[0m", 4, "\u{1B}[32m123\u{1B}[0m…"),
        ("12\u{1B}[31m345\u{1B}[0m6", 2, "1…"), ("日本語", 4, "日…"), ("ab", 0, ""), ("", 3, ""),
    ])
    func paintedTextIsCutByItsColumns(text: String, width: Int, cut: String) {
        #expect(PaintedText.clipped(text, to: width, .unicode) == cut)
    }

    @Test func withoutUnicodeTheCutIsThreeDots() {
        #expect(PaintedText.clipped("123456", to: 5, .ascii) == "12...")
        #expect(PaintedText.clipped("123456", to: 2, .ascii) == "..")
    }
}
