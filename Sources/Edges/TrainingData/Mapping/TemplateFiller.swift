import JSONText

/// A template made ready to be filled with the values of rows, as plain text; values that are not there are nothing.
package struct TemplateFiller: Sendable {
    private struct Place: Sendable {
        let name: String
        let path: ColumnPath?
        var number: Int?
        var isDirect = false
    }

    private let pieces: [MessageTemplate.Piece]
    private var places: [Place]
    private var knownColumns = -1

    package init(_ template: MessageTemplate) {
        pieces = template.pieces
        places = template.columns.map { Place(name: $0, path: ColumnPath($0)) }
    }

    /// Appends the text of a row; false when it has none of the columns.
    package mutating func append(_ row: Row, to bytes: inout [UInt8]) -> Bool {
        bind(row)
        append(pieces, row, to: &bytes)
        return places.contains { cell($0.name, in: row) != nil }
    }

    private func append(_ pieces: [MessageTemplate.Piece], _ row: Row, to bytes: inout [UInt8]) {
        for piece in pieces {
            switch piece {
            case .text(let text): bytes.append(contentsOf: text.utf8)
            case .column(let name):
                guard let cell = cell(name, in: row) else { continue }
                switch cell.kind {
                case .text, .plainString, .literal, .nested: bytes.append(contentsOf: row.bytes(of: cell))
                case .escapedString: JSONStringBytes.appendText(of: row.bytes(of: cell), to: &bytes)
                case .null: break
                }
            case .optional(let inner):
                let needed = MessageTemplate(pieces: inner).columns
                if needed.allSatisfy({ cell($0, in: row).map { !row.isBlank($0) } ?? false }) {
                    append(inner, row, to: &bytes)
                }
            }
        }
    }

    private func cell(_ name: String, in row: Row) -> Row.Cell? {
        guard let place = places.first(where: { $0.name == name }), let number = place.number,
            let cell = row.cell(number)
        else { return nil }
        guard !place.isDirect, let path = place.path else { return cell }
        return row.cell(at: path, within: cell)
    }

    private mutating func bind(_ row: Row) {
        guard knownColumns != row.columns.count else { return }
        knownColumns = row.columns.count
        for index in places.indices {
            let direct = row.number(of: places[index].name)
            places[index].isDirect = direct != nil
            places[index].number = direct ?? places[index].path.flatMap { row.number(of: $0.column) }
        }
    }
}
