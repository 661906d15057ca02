import Text

/// Turns a table into lines.
package enum TableRenderer {
    /// Columns between two columns of the table.
    private static let gap = 2

    /// The text of a table with its title line, at most `width` columns wide; nil prints all of it.
    ///
    /// The narrowings are taken in order until it fits. Then columns that give way are clipped, then the others, the
    /// widest first; no row ever takes two lines.
    package static func text(
        _ table: Table, width: Int?, narrowings: [Narrowing] = [], paint: Paint, glyphs: Glyphs = .unicode
    ) -> String {
        String(
            decoding: bytes(table, width: width, narrowings: narrowings, paint: paint, glyphs: glyphs), as: UTF8.self)
    }

    /// The same as UTF-8; a long list is made in bytes, since a `String` grows by characters.
    package static func bytes(
        _ table: Table, width: Int?, narrowings: [Narrowing] = [], paint: Paint, glyphs: Glyphs = .unicode
    ) -> [UInt8] {
        var table = plain(table, glyphs)
        var widths = naturalWidths(table)
        if let width {
            for narrowing in narrowings where total(rooms(table, widths)) > width {
                table = plain(narrowing.apply(table), glyphs)
                widths = naturalWidths(table)
            }
            widths = fitted(widths, of: table, into: width)
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity((table.rows.count + 1) * (total(widths) + 8))
        let titles = table.columns.map { Table.Cell($0.title, style: .bold) }
        append(titles, table.columns, widths, paint, glyphs, to: &bytes)
        for row in table.rows { append(row, table.columns, widths, paint, glyphs, to: &bytes) }
        return bytes
    }

    /// The table in characters that the locale has.
    private static func plain(_ table: Table, _ glyphs: Glyphs) -> Table {
        guard glyphs != .unicode else { return table }
        var table = table
        table.rows = table.rows.map { row in
            row.map { $0.with(glyphs($0.text), shorter: $0.shorter.map { glyphs($0) }) }
        }
        return table
    }

    private static func naturalWidths(_ table: Table) -> [Int] {
        var widths = table.columns.map(\.title.displayWidth)
        for row in table.rows {
            for (index, cell) in row.enumerated() where cell.width > widths[index] { widths[index] = cell.width }
        }
        return widths
    }

    /// What counts when it is decided whether a table fits: a steady room does, however short its cells are.
    private static func rooms(_ table: Table, _ natural: [Int]) -> [Int] {
        zip(table.columns, natural).map { column, natural in
            switch column.room {
            case .whole: natural
            case .fixed(let room): room
            case .elastic(let least): least
            }
        }
    }

    private static func total(_ widths: [Int]) -> Int { widths.reduce(0, +) + gap * max(0, widths.count - 1) }

    /// Gives each column what it needs at most and what there is at least.
    private static func fitted(_ natural: [Int], of table: Table, into width: Int) -> [Int] {
        var widths = zip(rooms(table, natural), natural).map { min($0, $1) }
        var spare = width - total(widths)
        let elastic = table.columns.indices.sorted { isElastic(table.columns[$0]) && !isElastic(table.columns[$1]) }
        for index in elastic where spare > 0 && widths[index] < natural[index] {
            let more = min(spare, natural[index] - widths[index])
            widths[index] += more
            spare -= more
        }
        return spare < 0 ? squeezed(widths, of: table, into: width) : widths
    }

    private static func isElastic(_ column: Table.Column) -> Bool {
        switch column.room {
        case .elastic: true
        case .whole, .fixed: false
        }
    }

    /// Takes columns away where it hurts least until the row fits.
    private static func squeezed(_ widths: [Int], of table: Table, into width: Int) -> [Int] {
        var widths = widths
        let givingWay = table.columns.indices.filter { table.columns[$0].room.givesWay }
        for candidates in [givingWay, Array(table.columns.indices)] {
            let floor = candidates.count == table.columns.count ? 1 : 8
            while total(widths) > width {
                let widest = candidates.max { (widths[$0], $1) < (widths[$1], $0) }
                guard let widest, widths[widest] > floor else { break }
                widths[widest] -= 1
            }
        }
        return widths
    }

    private static func append(
        _ row: [Table.Cell], _ columns: [Table.Column], _ widths: [Int], _ paint: Paint, _ glyphs: Glyphs,
        to bytes: inout [UInt8]
    ) {
        var pending = 0
        for (index, cell) in row.enumerated() {
            let (shown, used) = fitted(cell, widths[index], glyphs)
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

    private static func fitted(_ cell: Table.Cell, _ width: Int, _ glyphs: Glyphs) -> (text: String, width: Int) {
        if cell.width <= width { return (cell.text, cell.width) }
        if let shorter = cell.shorter.first(where: { $0.displayWidth <= width }) {
            return (shorter, shorter.displayWidth)
        }
        let text = clipped(cell.shorter.last ?? cell.text, cell.clipping, width, glyphs.cut)
        return (text, text.displayWidth)
    }

    private static func clipped(_ text: String, _ clipping: CellClipping, _ width: Int, _ mark: String) -> String {
        let end: Substring
        switch clipping {
        case .beginning: end = ""
        case .end(let count): end = text.suffix(count)
        case .name:
            let colon = text.lastIndex(of: ":") ?? text.endIndex
            // An empty part before the last one goes along: `::A32VfYIz`.
            end = text[(text[..<colon].hasSuffix(":") ? text.index(before: colon) : colon)...]
        }
        let room = width - String(end).displayWidth
        guard !end.isEmpty, room >= 2 + mark.displayWidth else { return text.clipped(to: width, mark: mark) }
        return text.dropLast(end.count).description.clipped(to: room, mark: mark) + end
    }
}
