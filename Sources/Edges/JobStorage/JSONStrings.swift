internal import FineTuning
internal import JSONText

/// Lists of strings as JSON in a column, so that people can use SQLite's JSON functions on them.
enum JSONStrings {
    /// An array of strings.
    static func array(_ strings: [String]) -> String {
        strings.isEmpty ? "[]" : JSONWriter.text(.array(strings.map(JSONValue.string)))
    }

    /// An object whose values are strings.
    static func object(_ pairs: [MetadataPair]) -> String {
        guard !pairs.isEmpty else { return "{}" }
        let members = pairs.map { JSONObject.Member(key: $0.key, value: .string($0.value)) }
        return JSONWriter.text(.object(JSONObject(members: members)))
    }

    /// The strings of an array that ``array(_:)`` wrote; anything else is none.
    static func strings(_ json: String) -> [String] {
        guard json != "[]", let array = try? JSONValue.parse(json).array else { return [] }
        return array.compactMap(\.string)
    }

    /// The pairs of an object that ``object(_:)`` wrote; anything else is none.
    static func pairs(_ json: String) -> [MetadataPair] {
        guard json != "{}", let object = try? JSONValue.parse(json).object else { return [] }
        return object.members.compactMap { member in
            member.value.string.map { MetadataPair(key: member.key, value: $0) }
        }
    }
}
