/// Findings counted exactly by rule, of which the first of each rule are kept.
struct FindingTally {
    private(set) var kept: [Finding] = []
    private var counts = [Int](repeating: 0, count: CheckRule.allCases.count)
    private var keptCounts = [Int](repeating: 0, count: CheckRule.allCases.count)
    private(set) var total = 0
    private let mostOfARule: Int

    init(mostOfARule: Int) { self.mostOfARule = mostOfARule }

    func count(of rule: CheckRule) -> Int { counts[rule.index] }

    /// Every rule that found something, in the order of the rules.
    var byRule: [RuleCount] {
        CheckRule.allCases.filter { count(of: $0) > 0 }.map { RuleCount(rule: $0, count: count(of: $0)) }
    }

    /// Counts findings of a rule; true when the next one of it is to be kept.
    mutating func count(_ rule: CheckRule, _ many: Int = 1) -> Bool {
        counts[rule.index] += many
        total += many
        return keptCounts[rule.index] < most(of: rule)
    }

    /// An encoding is the whole file's: where it shows first is enough.
    private func most(of rule: CheckRule) -> Int { rule == .notUTF8 ? min(1, mostOfARule) : mostOfARule }

    /// Keeps a finding that has been counted.
    mutating func keep(_ finding: Finding) {
        keptCounts[finding.rule.index] += 1
        kept.append(finding)
    }

    /// Takes over the findings of a part of the file, whose lines count from a base.
    mutating func add(_ other: FindingTally, after line: Int = 0) {
        guard other.total > 0 else { return }
        for index in counts.indices { counts[index] += other.counts[index] }
        total += other.total
        for var finding in other.kept {
            let index = finding.rule.index
            guard keptCounts[index] < most(of: finding.rule) else { continue }
            keptCounts[index] += 1
            finding.line = finding.line.map { $0 + line }
            kept.append(finding)
        }
    }

    /// Forgets the findings of a rule.
    mutating func remove(_ rule: CheckRule) {
        total -= counts[rule.index]
        (counts[rule.index], keptCounts[rule.index]) = (0, 0)
        kept.removeAll { $0.rule == rule }
    }

    mutating func removeAll() {
        guard total > 0 else { return }
        kept.removeAll(keepingCapacity: true)
        for index in counts.indices {
            counts[index] = 0
            keptCounts[index] = 0
        }
        total = 0
    }
}
