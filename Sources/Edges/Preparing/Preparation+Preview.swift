public import TrainingData

/// The first rows that a preparation would keep, for a table.
public struct Preview: Sendable, Equatable {
    /// The columns that are kept, in the order of the file.
    public let columns: [String]
    /// One text for each column.
    ///
    /// Nil stands for no value or `null`; arrays and objects are their JSON text.
    public let rows: [[String?]]
}

extension Preparation {
    /// Reads only as far as needed to show the first rows that count.
    ///
    /// - Throws: `TrainingDataError` when the input up to there is unreadable or malformed, or no row read has a
    ///   required column; ``PreparationError`` when no row counts.
    public func preview(of input: DataInput, rows limit: Int) throws -> Preview {
        try preview(ofRows: input.reading(reading), rows: limit)
    }

    /// The same of rows from anywhere; their own errors are thrown as they are.
    package func preview(ofRows input: some RowInput, rows limit: Int) throws -> Preview {
        try preview(of: try input.open(isCancelled: isCancelled), input.label, rows: limit)
    }

    private func preview(of source: any RowSource, _ name: String, rows limit: Int) throws -> Preview {
        let mapped = try MappedRows(self, source, name)
        let mapping = mapped.mapping
        var encoder = mapping.encoder(stage: feedback.map { FeedbackUse($0) }, file: name, plan: mapped.plan)
        var row = mapped.row
        var read = 0
        var kept: [[String: String]] = []
        while kept.count < limit, try mapped.source.next(into: &row) {
            read += 1
            guard try encoder.judge(row) == .keep else { continue }
            var values: [String: String] = [:]
            for (number, name) in row.columns.enumerated() where !mapping.dropped.contains(name) {
                guard let cell = row.cell(number), cell.kind != .null else { continue }
                values[name] = row.text(of: cell)
            }
            kept.append(values)
        }
        if read > 0, kept.isEmpty, let error = encoder.missingColumn(in: row) { throw error }
        guard !kept.isEmpty || limit <= 0 else {
            throw PreparationError.nothingKept(file: name, read: read, dropped: [])
        }
        let columns = row.columns.filter { !mapping.dropped.contains($0) }
        return Preview(columns: columns, rows: kept.map { values in columns.map { values[$0] } })
    }
}
