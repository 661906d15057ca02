import JSONText

extension Row {
    /// The value at the end of a way within a cell, as a cell of this row; nil when there is none.
    ///
    /// In separated values, a cell may hold JSON text.
    func cell(at path: ColumnPath, within cell: Cell) -> Cell? {
        guard cell.kind == .nested || cell.kind == .text else { return nil }
        var scanner = JSONScanner(UnsafeRawBufferPointer(rebasing: bytes[..<cell.end]), at: cell.start)
        // The source has read the bytes as JSON, but not the text of a separated value.
        do throws(JSONSyntaxError) {
            var slice = try scanner.value()
            for step in path.steps {
                guard let next = try Self.value(at: step, in: slice, of: scanner.bytes) else { return nil }
                slice = next
            }
            return Cell(slice).taken(from: cell)
        } catch { return nil }
    }

    private static func value(
        at step: ColumnPath.Step, in slice: JSONSlice, of bytes: UnsafeRawBufferPointer
    ) throws(JSONSyntaxError) -> JSONSlice? {
        var scanner = JSONScanner(bytes, at: slice.start)
        switch step {
        case .key(let name):
            guard slice.kind == .object else { return nil }
            var found: JSONSlice?
            try scanner.beginObject()
            while let key = try scanner.nextMember() {
                let value = try scanner.value()
                if scanner.text(key) == name { found = value }
            }
            return found
        case .index(let index):
            guard slice.kind == .array else { return nil }
            var elements: [JSONSlice] = []
            try scanner.beginArray()
            while try scanner.nextElement() {
                elements.append(try scanner.value())
                if index >= 0, elements.count > index { break }
            }
            let place = index < 0 ? elements.count + index : index
            return elements.indices.contains(place) ? elements[place] : nil
        }
    }
}
