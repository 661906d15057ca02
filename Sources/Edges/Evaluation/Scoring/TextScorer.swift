/// How like an answer is to the expected text, each from 0 to 1.
public struct TextScores: Sendable, Hashable {
    /// 1 where both have the same bytes.
    public let exact: Double
    /// 1 where both are the same words once normalized: SQuAD's exact match.
    ///
    /// Source: `compute_exact` of SQuAD 2.0's evaluation script (Rajpurkar, Jia and Liang, 2018): lower case, without ASCII
    /// punctuation, `a`, `an`, `the` and runs of blanks.
    public let normalized: Double
    /// 1 where the expected words stand in the answer one behind the other, both normalized as above.
    ///
    /// An expected text without words is contained in an answer without words only.
    public let contained: Double
    /// The harmonic mean of precision and recall of the normalized words, each counted as often as it occurs.
    ///
    /// Source: `compute_f1` of SQuAD 2.0's evaluation script: 0 without a common word, and where either has no words 1 if
    /// neither has, else 0.
    public let f1: Double
    /// The F-measure of the longest common subsequence of words.
    ///
    /// Source: ROUGE-L (Lin, "ROUGE: A Package for Automatic Evaluation of Summaries", 2004) as rouge-score 0.1.2 computes
    /// it: `RougeScorer(["rougeL"], use_stemmer=False)`; 0 where either has no words.
    public let rougeL: Double
    /// The words of the shorter text for each word of the longer one, words being what stands between blanks.
    ///
    /// 1 is as long as expected; two texts without words are as long as each other.
    public let lengthRatio: Double
}

/// Scores answers against expected texts; one scorer for many, since it knows words again.
public struct TextScorer {
    private var cutter = WordCutter()
    private var subsequence = CommonSubsequence()
    /// How often each word of the expected text is still to be found.
    private var open: [Int32] = []

    /// A scorer that has seen no words.
    public init() {}

    /// Compares an answer with the text that was expected.
    public mutating func score(_ answer: String, expected: String) -> TextScores {
        let (said, wanted) = (cutter.normalizedWords(answer), cutter.normalizedWords(expected))
        let (saidRouge, wantedRouge) = (cutter.rougeWords(answer), cutter.rougeWords(expected))
        let common = subsequence.length(saidRouge, wantedRouge, words: cutter.table.count)
        return TextScores(
            exact: answer.utf8.elementsEqual(expected.utf8) ? 1 : 0, normalized: said == wanted ? 1 : 0,
            contained: Self.contains(said, wanted) ? 1 : 0, f1: f1(said, wanted),
            rougeL: Self.harmonic(common, saidRouge.count, wantedRouge.count),
            lengthRatio: Self.ratio(PythonText.wordCount(answer), PythonText.wordCount(expected)))
    }

    private mutating func f1(_ said: [Int], _ wanted: [Int]) -> Double {
        guard !said.isEmpty, !wanted.isEmpty else { return said.isEmpty && wanted.isEmpty ? 1 : 0 }
        if open.count < cutter.table.count {
            open += [Int32](repeating: 0, count: cutter.table.count - open.count)
        }
        for word in wanted { open[word] += 1 }
        var common = 0
        for word in said where open[word] > 0 {
            open[word] -= 1
            common += 1
        }
        for word in wanted { open[word] = 0 }
        return Self.harmonic(common, said.count, wanted.count)
    }

    /// The harmonic mean of what is common of either count; 0 where nothing is.
    private static func harmonic(_ common: Int, _ said: Int, _ wanted: Int) -> Double {
        guard common > 0 else { return 0 }
        let (precision, recall) = (Double(common) / Double(said), Double(common) / Double(wanted))
        return 2 * precision * recall / (precision + recall)
    }

    private static func ratio(_ first: Int, _ second: Int) -> Double {
        max(first, second) == 0 ? 1 : Double(min(first, second)) / Double(max(first, second))
    }

    /// Whether a list of words stands in another one, in time proportional to both (Knuth, Morris and Pratt, 1977).
    private static func contains(_ words: [Int], _ part: [Int]) -> Bool {
        guard !part.isEmpty else { return words.isEmpty }
        guard part.count <= words.count else { return false }
        var fallback = [0]
        fallback.reserveCapacity(part.count)
        var matched = 0
        for place in part.indices.dropFirst() {
            while matched > 0, part[place] != part[matched] { matched = fallback[matched - 1] }
            if part[place] == part[matched] { matched += 1 }
            fallback.append(matched)
        }
        matched = 0
        for word in words {
            while matched > 0, word != part[matched] { matched = fallback[matched - 1] }
            if word == part[matched] { matched += 1 }
            if matched == part.count { return true }
        }
        return false
    }
}
