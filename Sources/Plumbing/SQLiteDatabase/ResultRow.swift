internal import CSQLite

/// The current row of a query, read column by column in the order of the select list.
///
/// Each call takes the next column, so a reader is written in the order of its SQL. Types are converted as SQLite does
/// (sqlite.org/c3ref/column_blob.html): the tables are STRICT, so a NULL or another type cannot hide in them. A row
/// exists only inside the closure that is given it.
package struct ResultRow: ~Copyable {
    private let handle: OpaquePointer
    private var column: Int32 = 0

    init(_ statement: Statement) { handle = statement.handle }

    private mutating func next() -> Int32 {
        defer { column += 1 }
        // Reading past the end would be read as NULL, and a reader out of step with its SQL must not stay unseen.
        precondition(column < sqlite3_column_count(handle), "a row is read beyond its last column")
        return column
    }

    private mutating func nextUnlessNull() -> Int32? {
        let index = next()
        return sqlite3_column_type(handle, index) == SQLITE_NULL ? nil : index
    }

    /// The next column as an integer.
    package mutating func integer() -> Int64 { sqlite3_column_int64(handle, next()) }

    /// The next column as a truth value: anything but 0 is true.
    package mutating func bool() -> Bool { integer() != 0 }

    /// The next column as a number.
    package mutating func real() -> Double { sqlite3_column_double(handle, next()) }

    /// The next column as text; bytes that are no UTF-8 are repaired.
    package mutating func text() -> String { text(at: next()) }

    /// The next column as bytes.
    package mutating func blob() -> [UInt8] {
        let index = next()
        guard let start = sqlite3_column_blob(handle, index) else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, index))))
    }

    /// The next column as an integer, or nil for NULL.
    package mutating func optionalInteger() -> Int64? { nextUnlessNull().map { sqlite3_column_int64(handle, $0) } }

    /// The next column as a number, or nil for NULL.
    package mutating func optionalReal() -> Double? { nextUnlessNull().map { sqlite3_column_double(handle, $0) } }

    /// The next column as text, or nil for NULL.
    package mutating func optionalText() -> String? {
        guard let index = nextUnlessNull() else { return nil }
        return text(at: index)
    }

    private func text(at index: Int32) -> String {
        guard let start = sqlite3_column_text(handle, index) else { return "" }
        let count = Int(sqlite3_column_bytes(handle, index))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }
}
