import Text

/// Turns a table into lines.
package enum TableRenderer {
    /// Columns between two columns of the table.
    private static let gap = 2

    /// The text of a table with its title line, at most `width` columns wide; nil prints all of it.
    ///
    /// The narrowings are taken in order until it fits. Then columns that may be clipped are, then the others, the
    /// widest first; no row ever takes two lines.
    package static func text(_ table: Table, width: Int?, narrowings: [Narrowing] = [], paint: Paint) -> String {
        String(decoding: bytes(table, width: width, narrowings: narrowings, paint: paint), as: UTF8.self)
    }

    /// The same as UTF-8; a long list is made in bytes, since a `String` grows by characters.
    package static func bytes(_ table: Table, width: Int?, narrowings: [Narrowing] = [], paint: Paint) -> [UInt8] {
        var table = table
        var widths = naturalWidths(table)
        if let width {
            for narrowing in narrowings where total(widths) > width {
                table = narrowing.apply(table)
                widths = naturalWidths(table)
            }
            widths = squeezed(widths, of: table, into: width)
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity((table.rows.count + 1) * (total(widths) + 8))
        append(table.columns.map { Table.Cell($0.title, style: .bold) }, table.columns, widths, paint, to: &bytes)
        for row in table.rows { append(row, table.columns, widths, paint, to: &bytes) }
        return bytes
    }

    private static func naturalWidths(_ table: Table) -> [Int] {
        var widths = table.columns.map(\.title.displayWidth)
        for row in table.rows {
            for (index, cell) in row.enumerated() { widths[index] = max(widths[index], cell.width) }
        }
        return widths
    }

    private static func total(_ widths: [Int]) -> Int { widths.reduce(0, +) + gap * max(0, widths.count - 1) }

    /// Takes columns away where it hurts least until the row fits.
    private static func squeezed(_ widths: [Int], of table: Table, into width: Int) -> [Int] {
        var widths = widths
        let clippable = table.columns.indices.filter { table.columns[$0].mayBeClipped }
        for candidates in [clippable, Array(table.columns.indices)] {
            // A clipped column keeps its title's room at first; below that only the line as a whole counts.
            let floor = candidates.count == table.columns.count ? 1 : 12
            while total(widths) > width {
                let widest = candidates.max { (widths[$0], $1) < (widths[$1], $0) }
                guard let widest, widths[widest] > floor else { break }
                widths[widest] -= 1
            }
        }
        return widths
    }

    private static func append(
        _ row: [Table.Cell], _ columns: [Table.Column], _ widths: [Int], _ paint: Paint, to bytes: inout [UInt8]
    ) {
        var pending = 0
        for (index, cell) in row.enumerated() {
            let (shown, used) = fitted(cell, widths[index])
            let missing = max(0, widths[index] - used)
            if columns[index].alignment == .right { pending += missing }
            if !shown.isEmpty {
                bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: pending))
                pending = 0
                bytes.append(contentsOf: paint(shown, cell.style).utf8)
            }
            if columns[index].alignment == .left { pending += missing }
            pending += gap
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    private static func fitted(_ cell: Table.Cell, _ width: Int) -> (text: String, width: Int) {
        if cell.width <= width { return (cell.text, cell.width) }
        var text = cell.text.clipped(to: width)
        if cell.keepsEnd, let colon = cell.text.lastIndex(of: ":") {
            // An empty part before the last one goes along: `::A32VfYIz`.
            let start = cell.text[..<colon].hasSuffix(":") ? cell.text.index(before: colon) : colon
            let end = String(cell.text[start...])
            let room = width - end.displayWidth
            if room >= 8 { text = String(cell.text[..<start]).clipped(to: room) + end }
        }
        return (text, text.displayWidth)
    }
}
