import FineTuning
import JSONText

extension JSONValue {
    /// Text that is not empty; a number counts as its own text, as the official SDK has it for codes.
    var word: String? {
        if let string { return string.isEmpty ? nil : string }
        return number?.text
    }

    /// Unix seconds; nil for 0, which examples use for "none".
    var moment: UnixTime? {
        guard let seconds = number?.integer, seconds > 0 else { return nil }
        return UnixTime(seconds: seconds)
    }

    /// The text of this value, to be kept with what was read from it.
    var received: String { JSONWriter.text(self) }

    /// Whether this is an object of the API's kind `name`.
    func isObject(_ name: String) -> Bool { self["object"]?.string == name }
}
