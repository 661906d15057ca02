/// Walks over one JSON text in place: strict RFC 8259, strict UTF-8, no strings made, every offset known.
///
/// The caller keeps the bytes alive. Either take whole values with ``value()``, or walk:
///
///     try scanner.beginObject()
///     while let key = try scanner.nextMember() { let slice = try scanner.value() }
///     try scanner.finish()
///
/// After `nextMember` and after a true `nextElement` exactly one value is to be taken: by ``value()``, or by
/// ``beginObject()`` or ``beginArray()`` walked to its end.
///
/// Stated behaviour: nesting deeper than `JSONValue.greatestDepth` is an error at the bracket that goes too far; an
/// unpaired surrogate escape is an error at its backslash; bytes that are not UTF-8 are an error at the first of them;
/// a NUL is an error outside strings and, unless escaped, within them; repeated keys are all shown; numbers are
/// checked for their grammar and never converted, so none is too large.
package struct JSONScanner {
    package let bytes: UnsafeRawBufferPointer
    /// Offset of the next byte to look at.
    package internal(set) var position: Int
    private var depth = 0
    /// Whether the container just opened has shown no member yet.
    private var isFresh = false

    /// Starts at an offset of a text that ends with the buffer.
    package init(_ bytes: UnsafeRawBufferPointer, at position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    /// The bytes of a slice of this text.
    package func raw(_ slice: JSONSlice) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[slice.range])
    }

    /// What the next value is, without taking it.
    package mutating func nextKind() throws(JSONSyntaxError) -> JSONSlice.Kind {
        skipBlanks()
        guard position < bytes.count else { throw expected("a value") }
        switch bytes[position] {
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
        case UInt8(ascii: "n"): return .null
        default: throw expected("a value")
        }
    }

    /// Takes one value of any kind, checked to its last byte.
    package mutating func value() throws(JSONSyntaxError) -> JSONSlice {
        let kind = try nextKind()
        let start = position
        switch kind {
        case .string: return try string()
        case .number: try number()
        case .null: try literal("null")
        case .bool: try literal(bytes[position] == UInt8(ascii: "t") ? "true" : "false")
        case .object:
            try beginObject()
            while try nextMember() != nil { _ = try value() }
        case .array:
            try beginArray()
            while try nextElement() { _ = try value() }
        }
        return JSONSlice(kind: kind, start: start, end: position)
    }

    /// Steps into an object.
    package mutating func beginObject() throws(JSONSyntaxError) {
        try open(UInt8(ascii: "{"), "an object")
    }

    /// Steps into an array.
    package mutating func beginArray() throws(JSONSyntaxError) {
        try open(UInt8(ascii: "["), "an array")
    }

    /// The key of the next member, up to its value; nil when the object has ended, which is then behind us.
    package mutating func nextMember() throws(JSONSyntaxError) -> JSONSlice? {
        skipBlanks()
        let byte = current
        if byte == UInt8(ascii: "}") {
            close()
            return nil
        }
        if isFresh {
            isFresh = false
            guard byte == UInt8(ascii: "\"") else { throw expected("a key in double quotes or \"}\"") }
        } else {
            guard byte == UInt8(ascii: ",") else { throw expected("\",\" or \"}\"") }
            position += 1
            skipBlanks()
            guard current == UInt8(ascii: "\"") else { throw expected("a key in double quotes") }
        }
        let key = try string()
        skipBlanks()
        guard current == UInt8(ascii: ":") else { throw expected("\":\" after the key") }
        position += 1
        return key
    }

    /// Whether another element follows; when not, the array has ended and is behind us.
    package mutating func nextElement() throws(JSONSyntaxError) -> Bool {
        skipBlanks()
        if current == UInt8(ascii: "]") {
            close()
            return false
        }
        if isFresh {
            isFresh = false
        } else {
            guard current == UInt8(ascii: ",") else { throw expected("\",\" or \"]\"") }
            position += 1
        }
        return true
    }

    /// Checks that nothing but blanks is left.
    package mutating func finish() throws(JSONSyntaxError) {
        skipBlanks()
        guard position == bytes.count else { throw expected("the end of the text") }
    }

    private mutating func open(_ bracket: UInt8, _ what: String) throws(JSONSyntaxError) {
        skipBlanks()
        guard current == bracket else { throw expected(what) }
        guard depth < JSONValue.greatestDepth else {
            throw expected("at most \(JSONValue.greatestDepth) levels of nesting")
        }
        depth += 1
        position += 1
        isFresh = true
    }

    private mutating func close() {
        position += 1
        depth -= 1
        isFresh = false
    }
}

extension JSONScanner {
    /// Steps over blanks: space, tab, line feed, carriage return.
    @inline(__always)
    package mutating func skipBlanks() {
        // Most often there is none, or a single one.
        if position < bytes.count, bytes[position] == 0x20 { position += 1 }
        if position < bytes.count, bytes[position] <= 0x20 { skipFurtherBlanks() }
    }

    @inline(never)
    private mutating func skipFurtherBlanks() {
        while position < bytes.count {
            let byte = bytes[position]
            guard byte <= 0x20, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            position += 1
        }
    }

    var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    func expected(_ what: String) -> JSONSyntaxError { JSONSyntaxError(offset: position, expected: what) }

    private mutating func literal(_ word: StaticString) throws(JSONSyntaxError) {
        let length = word.utf8CodeUnitCount
        guard bytes.count - position >= length else { throw expected("a value") }
        for index in 0..<length where bytes[position + index] != word.utf8Start[index] { throw expected("a value") }
        position += length
    }

    /// Takes a number: the grammar only.
    private mutating func number() throws(JSONSyntaxError) {
        if current == UInt8(ascii: "-") { position += 1 }
        if current == UInt8(ascii: "0") { position += 1 } else { try digits() }
        if current == UInt8(ascii: ".") {
            position += 1
            try digits()
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            position += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
    }

    private mutating func digits() throws(JSONSyntaxError) {
        let start = position
        while let byte = current, byte &- UInt8(ascii: "0") < 10 { position += 1 }
        guard position > start else { throw expected("a digit") }
    }
}
