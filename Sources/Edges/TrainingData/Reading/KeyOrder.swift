import Glibc
package import JSONText

/// Remembers which column each key of the last object meant, by its place, since rows of a set repeat their keys.
package struct KeyOrder {
    private struct Slot {
        var start = 0
        var count = -1
        var column = 0
    }

    /// More remembered bytes than this are forgotten: the keys do not repeat.
    private static let mostRemembered = 1 << 20

    private var slots: [Slot] = []
    private var remembered: [UInt8] = []

    package init() {}

    /// Takes one object whose values become the row's cells; false when there are too many columns.
    package mutating func takeObject(from scanner: inout JSONScanner, into row: inout Row) throws(JSONSyntaxError)
        -> Bool
    {
        var place = 0
        try scanner.beginObject()
        while let key = try scanner.nextMember() {
            guard let column = column(of: key, at: place, in: scanner, row: &row) else { return false }
            row.set(column, Row.Cell(try scanner.value()))
            place += 1
        }
        return true
    }

    private mutating func column(
        of key: JSONSlice, at place: Int, in scanner: JSONScanner, row: inout Row
    ) -> Int? {
        let raw = scanner.raw(key)
        if place < slots.count, slots[place].count == raw.count, isRemembered(raw, from: slots[place].start) {
            return slots[place].column
        }
        guard let column = row.addColumn(scanner.text(key)) else { return nil }
        remember(raw, as: column, at: place)
        return column
    }

    private func isRemembered(_ raw: UnsafeRawBufferPointer, from start: Int) -> Bool {
        guard let key = raw.baseAddress else { return true }
        return remembered.withUnsafeBytes { bytes in
            bytes.baseAddress.map { memcmp($0 + start, key, raw.count) == 0 } ?? raw.isEmpty
        }
    }

    private mutating func remember(_ raw: UnsafeRawBufferPointer, as column: Int, at place: Int) {
        guard place < Row.mostColumns else { return }
        if remembered.count + raw.count > Self.mostRemembered {
            remembered.removeAll(keepingCapacity: true)
            slots.removeAll(keepingCapacity: true)
        }
        while slots.count <= place { slots.append(Slot()) }
        slots[place] = Slot(start: remembered.count, count: raw.count, column: column)
        remembered.append(contentsOf: raw)
    }
}

extension Row.Cell {
    /// The cell of a JSON value.
    init(_ slice: JSONSlice) {
        let kind: Kind =
            switch slice.kind {
            case .string: slice.hasEscapes ? .escapedString : .plainString
            case .number, .bool: .literal
            case .null: .null
            case .array, .object: .nested
            }
        self.init(kind, slice.start, slice.end)
    }
}
