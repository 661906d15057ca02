package import JSONText

/// Counts of whole numbers in buckets that grow with the number: exact below 64, within 1/32 above.
public struct Histogram: Sendable, Equatable {
    /// Numbers counted.
    public private(set) var count = 0
    /// Their sum.
    public private(set) var sum = 0
    /// The least; nil when there is none.
    public private(set) var least: Int?
    /// The greatest; nil when there is none.
    public private(set) var greatest: Int?
    private var buckets: [Int] = []

    /// A histogram of nothing.
    public init() {}

    /// Counts a number; one below 0 counts as 0.
    public mutating func add(_ number: Int) {
        let number = max(number, 0)
        let bucket = Self.bucket(of: number)
        if bucket >= buckets.count { buckets.append(contentsOf: repeatElement(0, count: bucket + 1 - buckets.count)) }
        buckets[bucket] += 1
        count += 1
        sum &+= number
        least = min(least ?? number, number)
        greatest = max(greatest ?? number, number)
    }

    /// The mean; 0 for none.
    public var mean: Double { count == 0 ? 0 : Double(sum) / Double(count) }

    /// The number that a share of all numbers does not exceed, for example 0.5 for the median; 0 for none.
    public func quantile(_ share: Double) -> Int {
        var rest = max(1, Int((Double(count) * min(max(share, 0), 1)).rounded(.up)))
        for (bucket, many) in buckets.enumerated() where many > 0 {
            rest -= many
            if rest <= 0 { return min(max(Self.start(of: bucket), least ?? 0), greatest ?? 0) }
        }
        return greatest ?? 0
    }

    /// The middle number.
    public var median: Int { quantile(0.5) }

    /// The counts of equally wide ranges from the least number to the greatest, for a bar chart.
    public func bars(_ number: Int) -> [Int] {
        guard let least, let greatest, number > 0 else { return [] }
        var bars = [Int](repeating: 0, count: number)
        let width = greatest - least + 1
        for (bucket, many) in buckets.enumerated() where many > 0 {
            let value = min(max(Self.start(of: bucket), least), greatest) - least
            bars[min(number - 1, Int(Double(value) * Double(number) / Double(width)))] += many
        }
        return bars
    }

    /// How many numbers are in buckets wholly above a number.
    func count(above number: Int) -> Int {
        let bucket = Self.bucket(of: max(number, 0)) + 1
        return bucket < buckets.count ? buckets[bucket...].reduce(0, +) : 0
    }

    mutating func merge(_ other: Histogram) {
        guard let otherLeast = other.least, let otherGreatest = other.greatest else { return }
        if other.buckets.count > buckets.count {
            buckets.append(contentsOf: repeatElement(0, count: other.buckets.count - buckets.count))
        }
        for (bucket, many) in other.buckets.enumerated() { buckets[bucket] += many }
        count += other.count
        sum &+= other.sum
        least = min(least ?? otherLeast, otherLeast)
        greatest = max(greatest ?? otherGreatest, otherGreatest)
    }

    /// 32 buckets for each doubling.
    static func bucket(of number: Int) -> Int {
        guard number >= 64 else { return number }
        let exponent = Int.bitWidth - 1 - number.leadingZeroBitCount
        return (exponent - 5) * 32 + number >> (exponent - 5)
    }

    private static func start(of bucket: Int) -> Int {
        guard bucket >= 64 else { return bucket }
        let exponent = bucket / 32 + 4
        return (bucket - (exponent - 5) * 32) << (exponent - 5)
    }
}

extension Histogram {
    /// The numbers of all buckets, for a file: `{"count": …, "sum": …, "least": …, "greatest": …, "buckets": […]}`.
    package var json: JSONValue {
        .object([
            "count": .integer(count), "sum": .integer(sum), "least": least.map { .integer($0) } ?? .null,
            "greatest": greatest.map { .integer($0) } ?? .null, "buckets": .array(buckets.map { .integer($0) }),
        ])
    }

    /// Reads what ``json`` is; nil for anything whose numbers do not fit together.
    package init?(json: JSONValue) {
        func number(_ key: String) -> Int? { json[key]?.number?.integer.flatMap { Int(exactly: $0) } }
        guard let count = number("count"), let sum = number("sum"), let buckets = json["buckets"]?.array,
            count >= 0, buckets.count <= Self.bucket(of: .max) + 1
        else { return nil }
        let numbers = buckets.compactMap { $0.number?.integer.flatMap { Int(exactly: $0) } }
        var total = 0
        for number in numbers {
            let (next, isTooMuch) = total.addingReportingOverflow(number)
            guard number >= 0, !isTooMuch else { return nil }
            total = next
        }
        guard numbers.count == buckets.count, total == count else { return nil }
        self.init()
        guard count > 0 else { return }
        guard let least = number("least"), let greatest = number("greatest"), 0 <= least, least <= greatest,
            Self.bucket(of: greatest) == numbers.count - 1
        else { return nil }
        (self.count, self.sum, self.least, self.greatest) = (count, sum, least, greatest)
        self.buckets = numbers
    }
}
