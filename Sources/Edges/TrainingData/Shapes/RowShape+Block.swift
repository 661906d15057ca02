package import JSONText

extension RowShape {
    /// Rows that are looked at.
    package static let rowsLookedAt = 20

    /// The shape of the rows that a file begins with; nil when they have none that is known, or not all the same.
    ///
    /// The rows are JSON objects, one a line or spread over lines, also within an array or with commas between them. What
    /// is no JSON is passed over up to the end of its line, and what the block cuts is left out.
    package static func of(firstRows block: UnsafeRawBufferPointer) -> RowShape? {
        var rows: [JSONObject] = []
        var scanner = JSONScanner(block)
        while rows.count < rowsLookedAt {
            scanner.skipBlanks()
            guard scanner.position < block.count else { break }
            switch block[scanner.position] {
            case UInt8(ascii: "["), UInt8(ascii: ","), 0xEF, 0xBB, 0xBF:
                scanner = JSONScanner(block, at: scanner.position + 1)
                continue
            case UInt8(ascii: "]"): return of(rows)
            default: break
            }
            do throws(JSONSyntaxError) {
                guard let row = try scanner.tree().object else { return nil }
                rows.append(row)
            } catch {
                guard let end = block[error.offset...].firstIndex(of: 0x0A) else { return of(rows) }
                scanner = JSONScanner(block, at: end + 1)
            }
        }
        return of(rows)
    }

    /// The shape that all of the rows have.
    package static func of(_ rows: [JSONObject]) -> RowShape? {
        var shapes: Set<RowShape> = []
        for row in rows {
            guard let shape = RowShape(of: row) else { return nil }
            shapes.insert(shape)
        }
        if shapes.count == 1 { return shapes.first }
        // Rows that end with the user make reinforcement of a file only where all of them do.
        guard shapes.contains(.messages) else { return nil }
        switch shapes.subtracting([.messages]) {
        case [.reinforcement]:
            // One that lacks what a grader is to see is a fault of that row.
            let allAsk = rows.allSatisfy { row in
                row["messages"]?.array?.last?["role"]?.string.map(MessageSpeaker.init(name:)) == .user
            }
            return allAsk ? .reinforcement : .messages
        case [.responses]: return .responses
        case [.glaive]: return .glaive
        default: return nil
        }
    }
}
