import FineTuning
import TrainingData

/// Reads what the columns of weights and classes say of a row.
struct SamplingStage {
    private let sampling: RowSampling
    private let file: String
    private var random: SplitMix64
    private var classes: [String: Int] = [:]

    init(_ sampling: RowSampling, file: String) {
        self.sampling = sampling
        self.file = file
        random = SplitMix64(seed: sampling.seed &+ 0x5745_4947)
    }

    /// Different values in the column to balance.
    var classCount: Int { classes.count }

    /// How often the row is to be written: by chance where its weight is no whole number.
    mutating func copies(of row: Row) throws -> Int {
        guard let column = sampling.weights else { return 1 }
        guard let text = try text(column, in: row) else {
            throw PreparationError.weight(file: file, line: row.line, column: column)
        }
        guard let weight = Double(text), weight.isFinite, weight >= 0, weight <= RowSampling.greatestWeight else {
            throw PreparationError.weight(file: file, line: row.line, column: column)
        }
        let whole = Int(weight)
        let chance = Double(random.next() >> 11) / Double(1 << 53)
        return whole + (chance < weight - Double(whole) ? 1 : 0)
    }

    /// The number of the row's class; nil when it has none.
    mutating func classNumber(of row: Row) throws -> Int? {
        guard let column = sampling.balance else { return 0 }
        guard let text = try text(column, in: row) else { return nil }
        if let number = classes[text] { return number }
        guard classes.count < RowSampling.mostClasses else {
            throw PreparationError.tooManyClasses(file: file, line: row.line, column: column)
        }
        classes[text] = classes.count
        return classes.count - 1
    }

    /// Nil when there is nothing but blanks.
    private func text(_ column: String, in row: Row) throws -> String? {
        guard let number = row.number(of: column), let cell = row.cell(number) else {
            throw TrainingDataError(
                file,
                .missingColumn(
                    name: column, line: row.line, existing: row.presentColumns,
                    hadBefore: row.number(of: column) != nil))
        }
        return row.isBlank(cell) ? nil : row.text(of: cell)
    }
}
