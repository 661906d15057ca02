internal import FineTuning
internal import SQLiteDatabase

/// Lists of strings as JSON in a column, so that people can use SQLite's JSON functions on them.
enum JSONStrings {
    /// An array of strings.
    static func array(_ strings: [String], _ database: Database) throws(SQLiteError) -> String {
        var parts: [String] = []
        for string in strings { parts.append(try quoted(string, database)) }
        return "[\(parts.joined(separator: ","))]"
    }

    /// An object whose values are strings.
    static func object(_ pairs: [MetadataPair], _ database: Database) throws(SQLiteError) -> String {
        var parts: [String] = []
        for pair in pairs { parts.append("\(try quoted(pair.key, database)):\(try quoted(pair.value, database))") }
        return "{\(parts.joined(separator: ","))}"
    }

    /// The strings of an array that ``array(_:_:)`` wrote.
    static func strings(_ json: String, _ database: Database) throws(SQLiteError) -> [String] {
        guard json != "[]" else { return [] }
        // The common case, a single string without an escape, needs no parser.
        if json.utf8.count(where: { $0 == UInt8(ascii: "\"") }) == 2, !json.utf8.contains(UInt8(ascii: "\\")) {
            return [String(json.dropFirst(2).dropLast(2))]
        }
        return try database.rows("SELECT value FROM json_each(?1)", [.text(json)]) { $0.text() }
    }

    /// The pairs of an object that ``object(_:_:)`` wrote.
    static func pairs(_ json: String, _ database: Database) throws(SQLiteError) -> [MetadataPair] {
        guard json != "{}" else { return [] }
        return try database.rows("SELECT key, value FROM json_each(?1)", [.text(json)]) { row in
            MetadataPair(key: row.text(), value: row.text())
        }
    }

    private static func quoted(_ string: String, _ database: Database) throws(SQLiteError) -> String {
        try database.row("SELECT json_quote(?1)", [.text(string)]) { $0.text() } ?? "\"\""
    }
}
