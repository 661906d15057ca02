// For the linker alone: `Int64(exactly:)` of a Double calls libm, which only this import brings along.
import Glibc

/// A parsed JSON value (RFC 8259) that keeps what the text said: member order, and numbers as written.
package enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)

    /// The members of an object, nil for any other kind.
    package var object: JSONObject? {
        if case .object(let object) = self { object } else { nil }
    }

    /// The elements of an array, nil for any other kind.
    package var array: [JSONValue]? {
        if case .array(let array) = self { array } else { nil }
    }

    /// The text of a string, nil for any other kind.
    package var string: String? {
        if case .string(let string) = self { string } else { nil }
    }

    /// The number, nil for any other kind.
    package var number: JSONNumber? {
        if case .number(let number) = self { number } else { nil }
    }

    /// The truth value, nil for any other kind.
    package var bool: Bool? {
        if case .bool(let bool) = self { bool } else { nil }
    }

    /// Whether this is the literal `null`.
    package var isNull: Bool { self == .null }

    /// A member of an object by its key; nil when it is absent or this is no object.
    package subscript(key: String) -> JSONValue? { object?[key] }

    /// A number from an integer.
    package static func integer(_ value: some BinaryInteger) -> JSONValue { .number(JSONNumber(text: "\(value)")) }

    /// The text, or `null` when there is none.
    package static func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }
}

/// A JSON number as its text, so that nothing is rounded before somebody asks.
package struct JSONNumber: Sendable, Hashable {
    /// The number as it was written, for example `1.8e-05`.
    package let text: String

    /// Takes the text of a number that has been checked against the grammar already.
    package init(text: String) { self.text = text }

    /// The exact integer; nil when there is a fraction that is not zero, or it does not fit.
    package var integer: Int64? {
        if let exact = Int64(text) { return exact }
        guard let double, abs(double) < 9_007_199_254_740_992 else { return nil }
        let whole = Int64(double)
        return Double(whole) == double ? whole : nil
    }

    /// The nearest double; nil when it is beyond the largest finite one.
    package var double: Double? {
        guard let value = Double(text), value.isFinite else { return nil }
        return value
    }
}

/// The members of a JSON object in the order of the text.
///
/// A repeated key: the last one counts, as in Python's `json`. Keys are the same when their bytes in UTF-8 are: `é` in
/// one scalar and in two are different ones.
package struct JSONObject: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    /// One `"key": value` of an object.
    package struct Member: Sendable, Hashable {
        package var key: String
        package var value: JSONValue

        package init(key: String, value: JSONValue) {
            self.key = key
            self.value = value
        }

        /// Bytes are compared, for strings are also equal when they only look the same; nearly every other key differs in
        /// its length already.
        fileprivate func has(_ key: String) -> Bool {
            let (mine, other) = (self.key.utf8, key.utf8)
            guard mine.count == other.count else { return false }
            let isSame = mine.withContiguousStorageIfAvailable { mine in
                other.withContiguousStorageIfAvailable { mine.elementsEqual($0) }
            }
            return (isSame ?? nil) ?? mine.elementsEqual(other)
        }
    }

    /// Every member as written, repeated keys included.
    package private(set) var members: [Member]

    package init(members: [Member] = []) { self.members = members }

    /// Keeps of each key the last value, at the place of the first, in time proportional to the number of members.
    package init(keepingLastOf members: [Member]) {
        self.members = []
        var places: [[UInt8]: Int] = [:]
        for member in members {
            let key = Array(member.key.utf8)
            if let place = places[key] {
                self.members[place] = member
            } else {
                places[key] = self.members.count
                self.members.append(member)
            }
        }
    }

    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        members = elements.map { Member(key: $0.0, value: $0.1) }
    }

    /// The value of the last member of that key.
    ///
    /// Setting replaces it or appends; nil removes every member of the key.
    package subscript(key: String) -> JSONValue? {
        get {
            // By places, so that no member is copied to be looked at.
            var place = members.count
            while place > 0 {
                place -= 1
                if members[place].has(key) { return members[place].value }
            }
            return nil
        }
        set {
            guard let newValue else { return members.removeAll { $0.has(key) } }
            if let index = members.lastIndex(where: { $0.has(key) }) {
                members[index].value = newValue
            } else {
                members.append(Member(key: key, value: newValue))
            }
        }
    }
}
