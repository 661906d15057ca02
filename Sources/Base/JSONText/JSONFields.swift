/// The keys of one kind of object, each declared once: what is written, and what is said of it in the manual.
///
/// Keys are only ever added; what is unknown is written as null.
package struct JSONFields<Subject: Sendable>: Sendable, ExpressibleByArrayLiteral {
    private let fields: [JSONField<Subject>]
    private let extras: [Extra]
    /// Of the fields, for the writing.
    private let keys: [String]
    private let values: [@Sendable (Subject) -> JSONValue]

    /// Keys that only some subjects have.
    private struct Extra: Sendable {
        let notes: [JSONFieldNote]
        let members: @Sendable (Subject) -> [JSONObject.Member]
    }

    package init(arrayLiteral fields: JSONField<Subject>...) { self.init(fields, []) }

    package init(_ fields: [JSONField<Subject>]) { self.init(fields, []) }

    private init(_ fields: [JSONField<Subject>], _ extras: [Extra]) {
        self.fields = fields
        self.extras = extras
        keys = fields.map { $0.note.key }
        values = fields.map { $0.value }
    }

    /// What each key means, in the order in which they are written.
    package var notes: [JSONFieldNote] { fields.map(\.note) + extras.flatMap(\.notes) }

    /// The object of a subject, with every key.
    package func object(_ subject: Subject) -> JSONObject {
        var members: [JSONObject.Member] = []
        members.reserveCapacity(keys.count)
        // By places: nothing here is made for the type of the subject, and an iterator would ask for its type each time.
        for place in 0..<keys.count {
            members.append(JSONObject.Member(key: keys[place], value: values[place](subject)))
        }
        for place in 0..<extras.count { members += extras[place].members(subject) }
        return JSONObject(members: members)
    }

    /// The same keys of a part of a greater subject.
    package func map<Whole: Sendable>(_ part: @escaping @Sendable (Whole) -> Subject) -> JSONFields<Whole> {
        JSONFields<Whole>(
            fields.map { field in JSONField<Whole>(field.note) { field.value(part($0)) } },
            extras.map { extra in
                JSONFields<Whole>.Extra(notes: extra.notes) { extra.members(part($0)) }
            })
    }

    /// These keys, then those that only some subjects have.
    ///
    /// - Parameter notes: what the manual says of those whose names are ours.
    package func adding(
        _ notes: [JSONFieldNote], _ members: @escaping @Sendable (Subject) -> [JSONObject.Member]
    ) -> Self { Self(fields, extras + [Extra(notes: notes, members: members)]) }

    /// These keys, then those.
    package static func + (first: Self, second: Self) -> Self {
        Self(first.fields + second.fields, first.extras + second.extras)
    }
}

/// One key of an object: its meaning, and how its value is got.
package struct JSONField<Subject: Sendable>: Sendable {
    /// What the manual says of it.
    package let note: JSONFieldNote
    /// Its value.
    package let value: @Sendable (Subject) -> JSONValue

    fileprivate init(_ note: JSONFieldNote, _ value: @escaping @Sendable (Subject) -> JSONValue) {
        self.note = note
        self.value = value
    }

    /// A key with a value that has no keys of its own, or whose keys are not ours.
    ///
    /// - Parameter meaning: for the manual: lower case, no full stop, with the unit.
    package init(_ key: String, _ meaning: String, _ value: @escaping @Sendable (Subject) -> JSONValue) {
        self.init(JSONFieldNote(key: key, meaning: meaning, fields: []), value)
    }

    /// A key with an object of known keys; null where there is none.
    package static func object<Part>(
        _ key: String, _ meaning: String, _ fields: JSONFields<Part>, _ part: @escaping @Sendable (Subject) -> Part?
    ) -> Self {
        Self(JSONFieldNote(key: key, meaning: meaning, fields: fields.notes)) { subject in
            part(subject).map { .object(fields.object($0)) } ?? .null
        }
    }

    /// A key with an array of objects of known keys.
    package static func list<Part>(
        _ key: String, _ meaning: String, _ fields: JSONFields<Part>, _ parts: @escaping @Sendable (Subject) -> [Part]
    ) -> Self {
        Self(JSONFieldNote(key: key, meaning: meaning, fields: fields.notes, isList: true)) { subject in
            .array(parts(subject).map { .object(fields.object($0)) })
        }
    }
}

/// What the manual says of one key.
package struct JSONFieldNote: Sendable, Hashable {
    /// As it is written.
    package let key: String
    /// Lower case, no full stop, with the unit.
    package let meaning: String
    /// The keys of the object, or of each object of the array, that is the value; empty where it has none that are ours.
    package let fields: [JSONFieldNote]
    /// Whether the value is an array of such objects.
    package let isList: Bool

    package init(key: String, meaning: String, fields: [JSONFieldNote] = [], isList: Bool = false) {
        self.key = key
        self.meaning = meaning
        self.fields = fields
        self.isList = isList
    }
}
