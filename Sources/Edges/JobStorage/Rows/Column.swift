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
    let read: @Sendable (inout ResultRow, inout Value) -> Void

    init(
        _ name: String, write: @escaping @Sendable (Value) -> SQLiteValue,
        read: @escaping @Sendable (inout ResultRow, inout Value) -> Void
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

    /// The names for a select list of a table that lacks some of them.
    func list(withNull missing: Set<String>) -> String {
        names.map { missing.contains($0) ? "NULL" : $0 }.joined(separator: ", ")
    }

    /// `?5, ?6, …`: as many parameters as there are columns.
    func parameters(from first: Int) -> String {
        columns.indices.map { "?\(first + $0)" }.joined(separator: ", ")
    }

    /// `state = ?3, due_at_ms = ?4, …`: what an update sets.
    func assignments(from first: Int) -> String {
        columns.enumerated().map { "\($1.name) = ?\(first + $0)" }.joined(separator: ", ")
    }

    /// The same columns as a part of a greater value.
    func part<Whole>(_ path: any WritableKeyPath<Whole, Value> & Sendable) -> Columns<Whole> {
        Columns<Whole>(
            columns.map { column in
                Column<Whole>(
                    column.name, write: { column.write($0[keyPath: path]) },
                    read: { row, whole in column.read(&row, &whole[keyPath: path]) })
            })
    }

    /// Both lists, one behind the other.
    static func + (first: Columns, second: Columns) -> Columns { Columns(first.columns + second.columns) }

    /// What is bound to ``parameters(from:)``.
    func values(_ value: Value) -> [SQLiteValue] { columns.map { $0.write(value) } }

    /// Takes the next columns of a row into a value that has nothing of them yet.
    func read(_ row: inout ResultRow, into value: inout Value) {
        for column in columns { column.read(&row, &value) }
    }
}

extension Column {
    /// A text that is always there.
    static func text(_ name: String, _ path: any WritableKeyPath<Value, String> & Sendable) -> Column {
        Column(name, write: { .text($0[keyPath: path]) }, read: { $1[keyPath: path] = $0.text() })
    }

    /// A text, or NULL.
    static func text(_ name: String, _ path: any WritableKeyPath<Value, String?> & Sendable) -> Column {
        Column(name, write: { .optional($0[keyPath: path]) }, read: { $1[keyPath: path] = $0.optionalText() })
    }

    /// An integer that is always there.
    static func integer(_ name: String, _ path: any WritableKeyPath<Value, Int64> & Sendable) -> Column {
        Column(name, write: { .integer($0[keyPath: path]) }, read: { $1[keyPath: path] = $0.integer() })
    }

    /// A user's number, or NULL.
    static func user(_ name: String, _ path: any WritableKeyPath<Value, UInt32?> & Sendable) -> Column {
        Column(
            name, write: { .optional($0[keyPath: path].map { Int64($0) }) },
            read: { $1[keyPath: path] = $0.optionalInteger().flatMap { UInt32(exactly: $0) } })
    }

    /// An identifier that is always there.
    static func id<Kind>(_ name: String, _ path: any WritableKeyPath<Value, Identifier<Kind>> & Sendable) -> Column {
        Column(name, write: { .id($0[keyPath: path]) }, read: { $1[keyPath: path] = Identifier($0.text()) })
    }

    /// An identifier, or NULL.
    static func id<Kind>(_ name: String, _ path: any WritableKeyPath<Value, Identifier<Kind>?> & Sendable) -> Column {
        Column(name, write: { .id($0[keyPath: path]) }, read: { $1[keyPath: path] = $0.optionalID() })
    }

    /// Seconds since the epoch.
    static func seconds(_ name: String, _ path: any WritableKeyPath<Value, UnixTime> & Sendable) -> Column {
        Column(name, write: { .seconds($0[keyPath: path]) }, read: { $1[keyPath: path] = $0.time() })
    }

    /// Seconds since the epoch, or NULL.
    static func seconds(_ name: String, _ path: any WritableKeyPath<Value, UnixTime?> & Sendable) -> Column {
        Column(name, write: { .seconds($0[keyPath: path]) }, read: { $1[keyPath: path] = $0.optionalTime() })
    }

    /// Milliseconds since the epoch.
    static func milliseconds(_ name: String, _ path: any WritableKeyPath<Value, UnixTime> & Sendable) -> Column {
        Column(
            name, write: { .milliseconds($0[keyPath: path]) },
            read: { $1[keyPath: path] = UnixTime(milliseconds: $0.integer()) })
    }

    /// Milliseconds since the epoch, or NULL.
    static func milliseconds(_ name: String, _ path: any WritableKeyPath<Value, UnixTime?> & Sendable) -> Column {
        Column(
            name, write: { .milliseconds($0[keyPath: path]) },
            read: { $1[keyPath: path] = $0.optionalMilliseconds() })
    }
}
