import Testing

@testable import BytePairEncoding

/// Writes the runs of ``ScalarClass`` from the standard library's Unicode data.
///
/// The classes are those of Unicode 16.0, by which tiktoken 0.14.0 splits (checked against its regular expressions for
/// every scalar). The standard library may know a later Unicode: scalars it assigns later count as unassigned, and
/// U+0295 is the one scalar whose category changed since (from `Ll` to `Lo` in 17.0).
enum ScalarClassGenerator {
    static func runs() -> String {
        var runs = ""
        var last: Character?
        var length = 0
        for value in 0..<UInt32(ScalarClassTable.scalarCount) {
            let letter = letter(of: value)
            if letter != last {
                if length > 1 { runs += "\(length)" }
                runs.append(letter)
                length = 0
                last = letter
            }
            length += 1
        }
        return runs + "\(length)"
    }

    private static func letter(of value: UInt32) -> Character {
        guard let properties = Unicode.Scalar(value)?.properties, let age = properties.age, age.major <= 16 else {
            return "O"
        }
        if value == 0x295 { return "L" }
        return switch properties.generalCategory {
        case .uppercaseLetter, .titlecaseLetter: "U"
        case .lowercaseLetter: "L"
        case .modifierLetter, .otherLetter: "B"
        case .nonspacingMark, .spacingMark, .enclosingMark: "M"
        case .decimalNumber, .letterNumber, .otherNumber: "N"
        default: properties.isWhitespace ? (value == 0x0A || value == 0x0D ? "R" : "W") : "O"
        }
    }
}

@Suite struct ScalarClassTests {
    /// When this fails after a change of the toolchain, look at what Unicode changed before taking the printed runs.
    @Test func runsAreThoseOfUnicode16() {
        let generated = ScalarClassGenerator.runs()
        let committed = ScalarClass.runs.description
        let isSame = generated == committed
        #expect(isSame, "the standard library gives these runs:\n\(generated)")
    }

    @Test(
        arguments: [
            (0x41, .upper), (0x01C5, .upper), (0x61, .lower), (0xDF, .lower), (0x0295, .lower),
            (0x02B0, .caseless), (0x4E2D, .caseless), (0x0301, .mark), (0x20DD, .mark), (0x39, .number),
            (0x2167, .number),
            (0xB2, .number), (0x20, .blank), (0x85, .blank), (0xA0, .blank), (0x3000, .blank), (0x0A, .newline),
            (0x0D, .newline), (0x27, .other), (0x200B, .other), (0x1F600, .other), (0xD800, .other), (0x10FFFF, .other),
        ] as [(UInt32, ScalarClass)])
    func scalarHasItsClass(scalar: UInt32, expected: ScalarClass) {
        #expect(ScalarClassTable.shared[scalar] == expected)
    }

    @Test func tableIsSmall() {
        let table = ScalarClassTable.shared
        #expect(table.blocks.count * 2 + table.classes.count < 80_000)
    }
}
