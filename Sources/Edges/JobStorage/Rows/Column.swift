internal import FineTuning
internal import SQLiteDatabase

/// A column of a table and the part of a value that it holds: its name, its writing and its reading, side by side.
///
/// A list of them is the order of a statement's columns, of the values bound to it and of the columns read from it.
struct Column<Value>: Sendable {
    /// As the schema has it.
    let name: String
    /// What is stored of a value.
    let write: @Sendable (Value) -> SQLiteValue
    /// Takes the next column of a row into a value; always exactly one.
    let read: @Sendable (inout Row, inout Value) -> Void

    init(
        _ name: String, write: @escaping @Sendable (Value) -> SQLiteValue,
        read: @escaping @Sendable (inout Row, inout Value) -> Void
    ) {
        self.name = name
        self.write = write
        self.read = read
    }
}

/// A list of columns in the order of its statements.
struct Columns<Value>: Sendable {
    private let columns: [Column<Value>]

    init(_ columns: [Column<Value>]) { self.columns = columns }

    /// The names, for select lists and inserts.
    var list: String { names.joined(separator: ", ") }

    var names: [String] { columns.map(\.name) }

    /// `?5, ?6, …`: as many parameters as there are columns.
    func parameters(from first: Int) -> String {
        columns.indices.map { "?\(first + $0)" }.joined(separator: ", ")
    }

    /// What is bound to ``parameters(from:)``.
    func values(_ value: Value) -> [SQLiteValue] { columns.map { $0.write(value) } }

    /// Takes the next columns of a row into a value that has nothing of them yet.
    func read(_ row: inout Row, into value: inout Value) {
        for column in columns { column.read(&row, &value) }
    }
}
