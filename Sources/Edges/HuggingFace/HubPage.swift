import JSONText
import Text
import TrainingData

/// One page of `/rows`, checked: its rows are where they were asked for, none is cut, and each is an object.
struct HubPage {
    /// Rows of a page at most, as the server has it.
    static let mostRows = 100
    /// More classes than these are left as numbers.
    private static let mostLabels = 10_000

    /// The names of the features, in the server's order.
    private(set) var columns: [String] = []
    /// The names of the classes of each column whose values are numbers of classes (`ClassLabel`); empty for others.
    private(set) var labels: [[String]] = []
    /// Rows of the whole split.
    private(set) var total = -1
    /// Whether the server knows only the first rows of the split.
    private(set) var isPartial = false
    /// The rows as JSON objects, a line each.
    private(set) var lines: [UInt8] = []
    /// Where each line ends, behind its line feed.
    private(set) var ends: [Int] = []
    /// The dataset's Git revision, when the server names it.
    private(set) var revision: String?

    /// Reads an answer.
    ///
    /// - Parameters:
    ///   - offset: the first row that was asked for, from 0.
    ///   - limit: how many were asked for.
    init(
        _ body: [UInt8], revision: String?, offset: Int, limit: Int
    ) throws(HubError) {
        self.revision = revision.flatMap { $0.isEmpty || $0.utf8.count > 100 ? nil : $0 }
        let result = body.withUnsafeBytes { bytes in
            Result { () throws(HubError) in
                var page = self
                try page.read(bytes, offset: offset, limit: limit)
                return page
            }
        }
        self = try result.get()
    }

    private mutating func read(
        _ bytes: UnsafeRawBufferPointer, offset: Int, limit: Int
    ) throws(HubError) {
        var hasRows = false
        var hasColumns = false
        do throws(JSONSyntaxError) {
            var scanner = JSONScanner(bytes)
            try scanner.beginObject()
            while let key = try scanner.nextMember() {
                switch scanner.text(key) {
                case "features":
                    hasColumns = takeColumns(try scanner.tree())
                case "rows":
                    guard try scanner.nextKind() == .array, !hasRows else { throw scanner.misplaced }
                    hasRows = true
                    try scanner.beginArray()
                    while try scanner.nextElement() { try takeRow(&scanner, offset: offset, limit: limit) }
                case "num_rows_total":
                    total = try scanner.tree().number?.integer.map { Int($0) } ?? -1
                case "partial": isPartial = try scanner.tree().bool == true
                default: _ = try scanner.value()
                }
            }
            try scanner.finish()
        } catch {
            throw problem ?? .malformed("\(error)")
        }
        guard hasColumns else { throw .malformed("no list of features") }
        guard hasRows else { throw .malformed("no list of rows") }
        guard total >= 0 else { throw .malformed("no number of rows") }
        guard offset + ends.count <= total else {
            throw .malformed("rows behind the last of \(HumanText.number(total))")
        }
        guard !ends.isEmpty || offset >= total else {
            throw .malformed("no row behind row \(HumanText.number(offset)) of \(HumanText.number(total))")
        }
    }

    /// What was wrong with a row, besides the grammar.
    private var problem: HubError?

    private mutating func takeColumns(_ features: JSONValue) -> Bool {
        guard let features = features.array, features.count <= Row.mostColumns else { return false }
        columns = features.compactMap { $0["name"]?.string }
        labels = features.map { feature in
            guard let type = feature["type"], type["_type"]?.string == "ClassLabel", let names = type["names"]?.array,
                names.count <= Self.mostLabels
            else { return [] }
            let texts = names.compactMap(\.string)
            return texts.count == names.count ? texts : []
        }
        return columns.count == features.count
    }

    private mutating func takeRow(
        _ scanner: inout JSONScanner, offset: Int, limit: Int
    ) throws(JSONSyntaxError) {
        let expected = offset + ends.count
        var index: Int64?
        var row: JSONSlice?
        var isCut = false
        try scanner.beginObject()
        while let key = try scanner.nextMember() {
            switch scanner.text(key) {
            case "row_idx": index = try scanner.tree().number?.integer
            case "row": row = try scanner.value()
            case "truncated_cells":
                isCut = try scanner.tree().array?.isEmpty == false
            default: _ = try scanner.value()
            }
        }
        guard let row, row.kind == .object else {
            return try refuse(scanner, "row \(HumanText.number(expected)) is no object")
        }
        guard let index, index == Int64(expected) else {
            return try refuse(scanner, "row \(index.map { "\($0)" } ?? "without a number") where \(expected) was due")
        }
        guard !isCut else { return try refuse(scanner, "row \(HumanText.number(expected)) has cells that were cut") }
        guard ends.count < limit else { return try refuse(scanner, "more than \(limit) rows at once") }
        // Line ends stand between values only, since within strings they are escaped.
        lines.append(contentsOf: scanner.raw(row).lazy.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 })
        lines.append(0x0A)
        ends.append(lines.count)
    }

    private mutating func refuse(_ scanner: JSONScanner, _ how: String) throws(JSONSyntaxError) {
        problem = .malformed(how)
        throw scanner.misplaced
    }
}

extension JSONScanner {
    /// An error of the place, where the grammar is kept and the shape is not.
    fileprivate var misplaced: JSONSyntaxError { JSONSyntaxError(offset: position, expected: "a list of rows") }
}
