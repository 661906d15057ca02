import JSONText

/// The first line of a kept copy: which rows these are.
struct HubCopyHeader: Equatable {
    /// Another version of the format is not read.
    private static let format: Int64 = 2

    /// Whom the rows came from.
    let baseURL: String
    /// The dataset as its server knows it.
    let dataset: String
    let subset: String
    let split: String
    /// The Git revision; nil when the server does not name it.
    let revision: String?
    /// Rows of the whole split.
    let total: Int
    /// Whether the server knows only the first rows.
    let isPartial: Bool
    /// In the server's order.
    let columns: [String]
    /// The names of each column's classes, by the same places.
    let labels: [[String]]

    init(baseURL: String, dataset: String, subset: String, split: String, page: HubPage) {
        self.baseURL = baseURL
        self.dataset = dataset
        self.subset = subset
        self.split = split
        revision = page.revision
        total = page.total
        isPartial = page.isPartial
        columns = page.columns
        labels = page.labels
    }

    /// Whether a page belongs to the same state of the dataset.
    func fits(_ page: HubPage) -> Bool {
        revision == page.revision && total == page.total && columns == page.columns && labels == page.labels
            && isPartial == page.isPartial
    }

    /// One line of JSON without its line feed.
    var line: [UInt8] {
        JSONWriter.bytes(
            .object([
                "ftd_hf": .integer(Self.format), "base_url": .string(baseURL), "dataset": .string(dataset),
                "subset": .string(subset), "split": .string(split), "revision": .text(revision),
                "rows": .integer(total), "partial": .bool(isPartial), "columns": .array(columns.map(JSONValue.string)),
                "labels": .array(labels.map { .array($0.map(JSONValue.string)) }),
            ]))
    }

    /// Reads the line; nil when it is not one of ours.
    init?(_ line: UnsafeRawBufferPointer) {
        guard let value = try? JSONValue.parse(line), value["ftd_hf"]?.number?.integer == Self.format,
            let baseURL = value["base_url"]?.string, let dataset = value["dataset"]?.string,
            let subset = value["subset"]?.string, let split = value["split"]?.string,
            let total = value["rows"]?.number?.integer, let isPartial = value["partial"]?.bool,
            let columns = value["columns"]?.array, let labels = value["labels"]?.array, total >= 0
        else { return nil }
        self.baseURL = baseURL
        self.dataset = dataset
        self.subset = subset
        self.split = split
        revision = value["revision"]?.string
        self.total = Int(total)
        self.isPartial = isPartial
        self.columns = columns.compactMap(\.string)
        self.labels = labels.map { ($0.array ?? []).compactMap(\.string) }
    }
}
