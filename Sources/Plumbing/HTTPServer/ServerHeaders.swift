/// The header fields of a message in their order; names compare without regard to case.
package struct ServerHeaders: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    /// One `Name: value`.
    package struct Field: Sendable, Hashable {
        /// As written.
        package var name: String
        /// Without the blanks around it.
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Every field, repeated ones included.
    package private(set) var fields: [Field]

    package init(fields: [Field] = []) { self.fields = fields }

    package init(dictionaryLiteral elements: (String, String)...) {
        fields = elements.map { Field(name: $0.0, value: $0.1) }
    }

    /// The value of the first field of that name.
    ///
    /// Setting replaces all fields of the name by one; nil removes them.
    package subscript(name: String) -> String? {
        get { values(name).first }
        set {
            fields.removeAll { $0.name.equalsIgnoringCase(name) }
            if let newValue { fields.append(Field(name: name, value: newValue)) }
        }
    }

    /// The values of all fields of that name.
    package func values(_ name: String) -> [String] {
        fields.filter { $0.name.equalsIgnoringCase(name) }.map(\.value)
    }

    /// Adds a field, keeping others of its name.
    package mutating func append(_ name: String, _ value: String) {
        fields.append(Field(name: name, value: value))
    }
}

extension String {
    /// ASCII comparison, as header names want it.
    func equalsIgnoringCase(_ other: String) -> Bool {
        utf8.count == other.utf8.count && zip(utf8, other.utf8).allSatisfy { $0.asciiLowercase == $1.asciiLowercase }
    }
}

extension UInt8 {
    /// A to Z as a to z; every other byte as it is.
    var asciiLowercase: UInt8 { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self }
}
