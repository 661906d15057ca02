import FineTuning
import Testing

@testable import TrainingCheck

@Suite struct SketchIndexTests {
    private static func sketch(_ text: String) -> [UInt8] {
        var sketcher = Sketcher()
        sketcher.begin()
        Array(text.utf8).withUnsafeBytes { sketcher.add($0) }
        sketcher.endPart()
        var bytes: [UInt8] = []
        sketcher.appendWhole(to: &bytes)
        return bytes
    }

    private static func similarity(_ left: String, _ right: String) -> Double {
        sketch(left).withUnsafeBytes { left in sketch(right).withUnsafeBytes { Sketch.similarity(left, $0) } }
    }

    /// What is estimated: the share that the sets of runs have in common, computed with sets.
    private static func exact(_ left: String, _ right: String) -> Double {
        func runs(_ text: String) -> Set<[UInt8]> {
            let bytes = Array(text.utf8) + [0x1E]
            return Set((0...(bytes.count - 8)).map { Array(bytes[$0..<$0 + 8]) })
        }
        let (left, right) = (runs(left), runs(right))
        return Double(left.intersection(right).count) / Double(left.union(right).count)
    }

    private static func words(_ count: Int, _ random: inout SplitMix64) -> [String] {
        (0..<count).map { _ in
            let length = Int.random(in: 2...9, using: &random)
            return String(
                decoding: (0..<length).map { _ in UInt8.random(in: 0x61...0x7A, using: &random) }, as: UTF8.self)
        }
    }

    @Test(arguments: [
        ("The same thing, twice.", "the  SAME\tthing, twice. ", 1.0), ("short", "short", 0),
        ("a text that is long enough", "a text that is long enough ", 1), ("", "", 0),
        ("The same thing, once more", "Quite something else, though", 0),
    ])
    func blanksAndCaseDoNotCount(left: String, right: String, similarity: Double) {
        #expect(Self.similarity(left, right) == similarity)
    }

    @Test func partsAreApart() {
        func sketch(_ parts: [String]) -> [UInt8] {
            var sketcher = Sketcher()
            sketcher.begin()
            for part in parts {
                Array(part.utf8).withUnsafeBytes { sketcher.add($0) }
                sketcher.endPart()
            }
            var bytes: [UInt8] = []
            sketcher.appendWhole(to: &bytes)
            return bytes
        }
        #expect(sketch(["one two three", "four five"]) != sketch(["one two", "three four five"]))
        #expect(sketch([" one two ", " three"]) == sketch(["one two", "three"]))
    }

    /// 20, 60 and 200 words: few bins filled, most, and all.
    @Test(arguments: [(20, 0.045), (60, 0.045), (200, 0.045)])
    func theEstimateIsAsGoodAsStated(count: Int, error: Double) {
        var random = SplitMix64(seed: 7)
        var squares = 0.0
        var sum = 0.0
        let pairs = 200
        for pair in 0..<pairs {
            let left = Self.words(count, &random)
            var right = left
            for _ in 0..<pair * count / pairs / 2 {
                right[Int.random(in: 0..<count, using: &random)] = Self.words(1, &random)[0]
            }
            let texts = (left.joined(separator: " "), right.joined(separator: " "))
            let off = Self.similarity(texts.0, texts.1) - Self.exact(texts.0, texts.1)
            squares += off * off
            sum += off
        }
        #expect((squares / Double(pairs)).squareRoot() < error)
        #expect(abs(sum / Double(pairs)) < 0.01)
    }

    @Test(arguments: [(0.5, 2), (0.6, 3), (0.7, 4), (0.8, 7), (0.9, 8), (1, 8)])
    func asMuchOfABandCountsAsTheThresholdAllows(similarity: Double, bytes: Int) {
        #expect(SketchIndex.bytesThatCount(at: similarity) == bytes)
    }

    @Test func theLikestTextIsFound() {
        var random = SplitMix64(seed: 3)
        var words = Self.words(60, &random)
        var index = SketchIndex(NearDuplicates())
        let first = words.joined(separator: " ")
        words[3] = "another"
        words[40] = "further"
        let second = words.joined(separator: " ")
        words[3] = "others"
        let third = words.joined(separator: " ")
        #expect(Self.sketch(first).withUnsafeBytes { index.insert($0, line: 1, unlessLike: 1) } == nil)
        #expect(Self.sketch(second).withUnsafeBytes { index.insert($0, line: 5, unlessLike: 1) }?.line == 1)
        #expect(Self.sketch(third).withUnsafeBytes { index.nearest(to: $0) }?.line == 5)
        #expect(Self.sketch(second).withUnsafeBytes { index.insert($0, line: 9, unlessLike: 1) }?.line == 5)
        #expect(index.count == 2)
    }

    /// Rows that share most of their text fill the same bands; those that are nearly the same are found all the same.
    @Test func crowdedBandsHideNothing() {
        var random = SplitMix64(seed: 11)
        let boilerplate = Self.words(80, &random).joined(separator: " ")
        var index = SketchIndex(NearDuplicates())
        var texts: [String] = []
        for line in 1...2_000 {
            texts.append(boilerplate + " " + Self.words(50, &random).joined(separator: " "))
            Self.sketch(texts[line - 1]).withUnsafeBytes { _ = index.insert($0, line: line) }
        }
        #expect(index.count == 2_000)
        let found = (0..<200).count { place in
            Self.sketch(texts[place * 10] + " more").withUnsafeBytes { index.nearest(to: $0) }?.line == place * 10 + 1
        }
        #expect(found >= 196)
    }
}
