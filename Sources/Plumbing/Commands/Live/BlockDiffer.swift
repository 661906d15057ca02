/// What writes some lines at the end of a terminal's text over those that were written there before.
package struct BlockDiffer {
    private var shown: [String] = []

    package init() {}

    /// What was written stays: the next lines are written below.
    package mutating func leave() { shown = [] }

    /// The text that shows the lines in place of the last ones; empty when they are shown already.
    ///
    /// Every line ends with a line break, so that the cursor stands below the block.
    ///
    /// - Parameter width: columns of the terminal now: lines of before may take several rows of a narrower window.
    package mutating func update(to lines: [String], width: Int) -> String {
        guard lines != shown else { return "" }
        let start = erasing(width: width)
        shown = lines
        return start + lines.map { $0 + "\n" }.joined()
    }

    /// The text that takes the lines away.
    package mutating func erase(width: Int) -> String {
        defer { shown = [] }
        return erasing(width: width)
    }

    private func erasing(width: Int) -> String {
        let rows = shown.reduce(0) { $0 + max(1, (PaintedText.width(of: $1) + width - 1) / max(1, width)) }
        return rows == 0 ? "" : "\u{1B}[\(rows)A\r\u{1B}[J"
    }
}
