extension JSONWriter {
    /// A value that takes the place of what was received under its key.
    package struct Change {
        /// What may stay of what was received.
        package enum Exception {
            case none
            /// Any value.
            case value
            /// An object.
            case object
        }

        fileprivate let key: String
        fileprivate let exception: Exception
        private let value: JSONValue
        private let make: (() -> JSONValue)?

        /// Whatever was received.
        package init(_ member: JSONObject.Member) {
            key = member.key
            exception = .none
            value = member.value
            make = nil
        }

        /// What was received, but for an exception: then the value need not be made.
        package init(_ key: String, unless exception: Exception, _ make: @escaping () -> JSONValue) {
            self.key = key
            self.exception = exception
            value = .null
            self.make = make
        }

        fileprivate func write(to writer: inout JSONWriter) { writer.write(make?() ?? value) }

        /// - Parameter byte: the first of what was received.
        fileprivate func replaces(_ byte: UInt8) -> Bool {
            switch exception {
            case .none: true
            case .value: false
            case .object: byte != UInt8(ascii: "{")
            }
        }
    }

    /// The text of an object with changes, with the separators of Python's `json.dumps`: as if it were parsed, changed
    /// and written, without that; what is not changed is copied.
    ///
    /// - Parameters:
    ///   - received: the text of an object.
    ///   - changes: one of each key; those of keys that were not received stand at the end, in their order.
    /// - Returns: nil where the text is no object.
    package static func spaced(_ received: String, with changes: [Change]) -> [UInt8]? {
        var received = received
        return received.withUTF8 { spaced(UnsafeRawBufferPointer($0), with: changes) }
    }

    private static func spaced(_ received: UnsafeRawBufferPointer, with changes: [Change]) -> [UInt8]? {
        let members: [(key: Range<Int>, value: Range<Int>, change: Int?)]
        do throws(JSONSyntaxError) { members = try self.members(of: received, changes) } catch { return nil }
        var places = [Int?](repeating: nil, count: changes.count)
        // Of a repeated key the last member is the one that counts.
        for (place, member) in members.enumerated() { if let change = member.change { places[change] = place } }
        let scanner = JSONScanner(received)
        var writer = JSONWriter(style: .spaced)
        writer.bytes.reserveCapacity(received.count + 1024)
        writer.open()
        for (place, member) in members.enumerated() {
            writer.separate(isFirst: place == 0)
            scanner.appendText(member.key, isSpaced: true, to: &writer.bytes)
            writer.bytes.append(contentsOf: ": ".utf8)
            if let change = member.change, places[change] == place,
                changes[change].replaces(received[member.value.lowerBound])
            {
                changes[change].write(to: &writer)
            } else {
                scanner.appendText(member.value, isSpaced: true, to: &writer.bytes)
            }
        }
        var isFirst = members.isEmpty
        for (change, place) in zip(changes, places) where place == nil {
            writer.separate(isFirst: isFirst)
            isFirst = false
            append(quoted: change.key, to: &writer.bytes)
            writer.bytes.append(contentsOf: ": ".utf8)
            change.write(to: &writer)
        }
        writer.bytes.append(UInt8(ascii: "}"))
        return writer.bytes
    }

    /// Where each member stands, quotes included, and which change is about its key.
    private static func members(
        of text: UnsafeRawBufferPointer, _ changes: [Change]
    ) throws(JSONSyntaxError) -> [(key: Range<Int>, value: Range<Int>, change: Int?)] {
        var scanner = JSONScanner(text)
        var members: [(key: Range<Int>, value: Range<Int>, change: Int?)] = []
        members.reserveCapacity(32)
        try scanner.beginObject()
        while let key = try scanner.nextMember() {
            scanner.skipBlanks()
            let start = scanner.position
            _ = try scanner.value()
            members.append(
                (key.start - 1..<key.end + 1, start..<scanner.position, change(of: key, in: scanner, changes)))
        }
        try scanner.finish()
        return members
    }

    private static func change(of key: JSONSlice, in scanner: JSONScanner, _ changes: [Change]) -> Int? {
        if key.hasEscapes {
            let text = scanner.text(key)
            return changes.firstIndex { $0.key.utf8.elementsEqual(text.utf8) }
        }
        let raw = scanner.raw(key)
        return changes.firstIndex { change in
            let name = change.key.utf8
            guard name.count == raw.count else { return false }
            return name.withContiguousStorageIfAvailable { $0.elementsEqual(raw) } ?? name.elementsEqual(raw)
        }
    }

    private mutating func open() { bytes.append(UInt8(ascii: "{")) }

    private mutating func separate(isFirst: Bool) { if !isFirst { bytes.append(contentsOf: ", ".utf8) } }
}
