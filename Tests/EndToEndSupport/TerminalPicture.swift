import Text

/// What a terminal shows after a program wrote to it: as much of ECMA-48 and xterm as our programs use.
struct TerminalPicture {
    /// The lines of the screen that is shown, without blanks at their ends and without empty lines at the end.
    var shown: [String] { Self.trimmed(isAlternate ? alternate : ordinary) }
    /// Whether it is the alternate one.
    private(set) var isAlternate = false
    private(set) var hidesCursor = false
    private(set) var wrapsLines = true
    /// Sequences that this terminal does not know.
    private(set) var unknown: [String] = []

    private let columns: Int
    private let lines: Int
    private var ordinary: [[Character]] = []
    private var alternate: [[Character]] = []
    private var row = 0
    private var column = 0
    private var saved = (row: 0, column: 0)

    init(of text: String, columns: Int, lines: Int) {
        self.columns = columns
        self.lines = lines
        ordinary = Self.blank(columns, lines)
        var scalars = Array(text.unicodeScalars)[...]
        while let scalar = scalars.popFirst() {
            switch scalar {
            case "\u{1B}": sequence(&scalars)
            case "\r": column = 0
            case "\n": feed()
            default: put(Character(scalar))
            }
        }
    }

    private static func blank(_ columns: Int, _ lines: Int) -> [[Character]] {
        Array(repeating: Array(repeating: " ", count: columns), count: lines)
    }

    private static func trimmed(_ screen: [[Character]]) -> [String] {
        let lines = screen.map { String($0).trimmedRight }
        return Array(lines.prefix((lines.lastIndex { !$0.isEmpty } ?? -1) + 1))
    }

    private mutating func change(_ body: (inout [[Character]]) -> Void) {
        if isAlternate { body(&alternate) } else { body(&ordinary) }
    }

    private mutating func feed() {
        guard row == lines - 1 else { return row += 1 }
        let empty = Array(repeating: Character(" "), count: columns)
        change { screen in
            screen.removeFirst()
            screen.append(empty)
        }
    }

    private mutating func put(_ character: Character) {
        if column == columns {
            guard wrapsLines else { return }
            column = 0
            feed()
        }
        let (row, column) = (row, column)
        change { $0[row][column] = character }
        self.column += 1
    }

    private mutating func sequence(_ scalars: inout ArraySlice<Unicode.Scalar>) {
        guard scalars.popFirst() == "[" else { return }
        var parameters = ""
        while let scalar = scalars.popFirst() {
            guard scalar.properties.isAlphabetic else {
                parameters.unicodeScalars.append(scalar)
                continue
            }
            return perform(scalar, parameters)
        }
    }

    private mutating func perform(_ end: Unicode.Scalar, _ parameters: String) {
        let numbers = parameters.split(separator: ";").compactMap { Int($0) }
        switch (end, parameters) {
        case ("m", _): return
        case ("H", _):
            row = min(lines, numbers.first ?? 1) - 1
            column = min(columns, numbers.dropFirst().first ?? 1) - 1
        case ("A", _): row = max(0, row - (numbers.first ?? 1))
        case ("J", "2"): clear(fromRow: 0)
        case ("J", ""): clear(fromRow: row)
        case ("K", "2"): blankRow()
        case ("K", ""): clearRight()
        case ("h", "?1049"):
            saved = (row, column)
            isAlternate = true
            alternate = Self.blank(columns, lines)
        case ("l", "?1049"):
            isAlternate = false
            (row, column) = saved
        case ("h", "?25"), ("l", "?25"): hidesCursor = end == "l"
        case ("h", "?7"), ("l", "?7"): wrapsLines = end == "h"
        default: unknown.append("\(parameters)\(end)")
        }
    }

    private mutating func clear(fromRow first: Int) {
        let (columns, lines) = (columns, lines)
        change { screen in for row in first..<lines { screen[row] = Array(repeating: " ", count: columns) } }
    }

    private mutating func blankRow() {
        let (columns, row) = (columns, row)
        change { $0[row] = Array(repeating: " ", count: columns) }
    }

    private mutating func clearRight() {
        let (columns, row, column) = (columns, row, column)
        change { screen in for place in column..<columns { screen[row][place] = " " } }
    }
}
