import JSONText

extension Row {
    /// The columns that this row has, in the order of their first appearance in the file.
    package var presentColumns: [String] { columns.indices.filter { cell($0) != nil }.map { columns[$0] } }

    /// Whether a template would insert nothing but blanks.
    package func isBlank(_ cell: Cell) -> Bool {
        switch cell.kind {
        case .null: return true
        case .literal, .nested: return false
        case .text, .plainString, .escapedString:
            guard cell.start < cell.end else { return true }
            // Nearly every text begins with a visible ASCII character, which settles it.
            let first = bytes[cell.start]
            if first > 0x20, first < 0x7F, first != UInt8(ascii: "\\") { return false }
            return text(of: cell).unicodeScalars.allSatisfy(\.properties.isWhitespace)
        }
    }

    /// What a template would insert; of an array or an object, its JSON text.
    package func text(of cell: Cell) -> String {
        switch cell.kind {
        case .text, .plainString, .literal, .nested: String(decoding: bytes(of: cell), as: UTF8.self)
        case .escapedString: JSONStringBytes.text(of: bytes(of: cell))
        case .null: ""
        }
    }
}
