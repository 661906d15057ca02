/// The characters that a plot in a terminal is made of.
package enum ChartGlyphs: String, CaseIterable, Sendable {
    /// Eight dots a character: the finest.
    case braille
    /// Four quarters a character, for fonts without braille.
    case blocks
    /// One point a character, for everything that is not UTF-8.
    case ascii

    /// How many points lie side by side in one character.
    var across: Int {
        switch self {
        case .braille, .blocks: 2
        case .ascii: 1
        }
    }

    /// How many points lie one above another in one character.
    var down: Int {
        switch self {
        case .braille: 4
        case .blocks: 2
        case .ascii: 1
        }
    }

    /// The character of the points that are set, bit `row * across + column`; `isLine` where a line runs through it.
    func character(_ bits: UInt8, isLine: Bool) -> Character {
        switch self {
        case .braille:
            // The Unicode Standard, block 2800: dots 1-3 and 7 are the left column, 4-6 and 8 the right one.
            let order: [UInt8] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]
            let cell = order.enumerated().reduce(UInt32(0)) {
                bits & (1 << $1.offset) == 0 ? $0 : $0 | UInt32($1.element)
            }
            return Unicode.Scalar(0x2800 + cell).map(Character.init) ?? " "
        case .blocks:
            let quarters: [Character] = [
                " ", "▘", "▝", "▀", "▖", "▌", "▞", "▛", "▗", "▚", "▐", "▜", "▄", "▙", "▟", "█",
            ]
            return quarters[Int(bits & 15)]
        case .ascii: return bits == 0 ? " " : isLine ? "o" : "."
        }
    }

    /// The corner, the horizontal and the vertical line of the axes, a tick below, a tick beside, and what is not a number.
    var frame: (corner: Character, across: Character, up: Character, below: Character, beside: Character) {
        switch self {
        case .braille, .blocks: ("└", "─", "│", "┬", "┤")
        case .ascii: ("+", "-", "|", "+", "+")
        }
    }

    /// Stands where a number is not finite.
    package var notFinite: Character {
        switch self {
        case .braille, .blocks: "×"
        case .ascii: "x"
        }
    }

    /// Points down at a mark.
    var mark: Character {
        switch self {
        case .braille, .blocks: "▼"
        case .ascii: "v"
        }
    }
}
