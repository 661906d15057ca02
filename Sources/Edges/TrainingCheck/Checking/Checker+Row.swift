import TrainingData

extension Checker {
    /// What is wrong with one row by itself: what needs the other rows, such as duplicates, is not looked for.
    ///
    /// - Parameter line: the row without its line feed; the findings are of line 1.
    package func findings(inRow line: [UInt8]) -> [Finding] {
        var rows = RowChecker(
            shape: shape ?? .supervised, tokenLimit: tokenLimit, counter: counter, mostOfARule: listedOfARule,
            demands: demands)
        line.withUnsafeBytes { rows.check(lines: $0) }
        return rows.findings.kept
    }
}

extension Checker {
    /// What is asked of every row.
    var demands: RowDemands { RowDemands(imageTokens: imageTokens, graderFields: grader?.fields ?? []) }
}
