package import FineTuning
package import JSONText

extension JSONValue {
    /// Text that is not empty; a number counts as its own text, as the official SDK has it for codes.
    package var word: String? {
        if let string { return string.isEmpty ? nil : string }
        return number?.text
    }

    /// Unix seconds; nil for 0, which examples use for "none".
    package var moment: UnixTime? {
        guard let seconds = number?.integer, seconds > 0 else { return nil }
        return UnixTime(seconds: seconds)
    }

    /// The value as compact JSON text, kept as `raw` beside what was read from it.
    package var compactText: String { JSONWriter.text(self) }

    /// Whether this is an object of the API's kind `name`.
    package func isObject(_ name: String) -> Bool { self["object"]?.string == name }
}

extension JSONObject {
    /// The members of a `raw` text; none where that is no JSON object, as in a store that somebody else wrote to.
    package init(received raw: String) {
        do throws(JSONSyntaxError) { self = try JSONValue.parse(raw).object ?? [:] } catch { self = [:] }
    }
}
