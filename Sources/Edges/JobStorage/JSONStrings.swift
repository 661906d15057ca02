internal import FineTuning
internal import JSONText
internal import JobJSON

/// Lists of strings as JSON in a column, so that people can use SQLite's JSON functions on them.
enum JSONStrings {
    /// An array of strings.
    static func array(_ strings: [String]) -> String {
        strings.isEmpty ? "[]" : JSONWriter.text(.array(strings.map(JSONValue.string)))
    }

    /// An object whose values are strings.
    static func object(_ pairs: [MetadataPair]) -> String {
        pairs.isEmpty ? "{}" : JSONWriter.text(.object(pairs.json))
    }

    /// The strings of an array that ``array(_:)`` wrote; anything else is none.
    static func strings(_ json: String) -> [String] {
        json == "[]" ? [] : (value(json)?.array ?? []).compactMap(\.string)
    }

    /// The pairs of an object that ``object(_:)`` wrote; anything else is none.
    static func pairs(_ json: String) -> [MetadataPair] {
        json == "{}" ? [] : [MetadataPair](json: value(json))
    }

    /// The column's value; nil for text that is no JSON, which only another program can have written there.
    private static func value(_ json: String) -> JSONValue? {
        do throws(JSONSyntaxError) { return try JSONValue.parse(json) } catch { return nil }
    }
}
