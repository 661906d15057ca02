import Glibc

/// Numbers and words in a text that are somebody's own: cards, accounts, telephones, identities, passwords.
///
/// What has check digits is believed only when they are right, so that a year, a price or a measured value is none.
enum PersonalData {
    /// At most one sighting of each kind.
    static func sightings(in text: UnsafeRawBufferPointer, digits: Bool, colon: Bool) -> [TextSighting] {
        var found: [TextSighting] = []
        if digits {
            numbers(in: text, &found)
            if let offset = iban(in: text) {
                found.append(TextSighting(rule: .iban, offset: offset, what: "the number of a bank account (IBAN)"))
            }
        }
        if colon, let offset = password(in: text) {
            found.append(TextSighting(rule: .password, offset: offset, what: "what looks like a password"))
        }
        return found
    }

    // MARK: Numbers

    /// Looks at each run of digits with the blanks and signs that people write among them.
    private static func numbers(in text: UnsafeRawBufferPointer, _ found: inout [TextSighting]) {
        var offset = 0
        while offset < text.count {
            guard isDigit(text[offset]) || text[offset] == plus || text[offset] == open else {
                offset += 1
                continue
            }
            // What belongs to a word or to a longer number is none.
            let isFree = offset == 0 || !(isWord(text[offset - 1]) || isJoint(text[offset - 1]))
            var end = offset
            var last = offset
            while end < text.count, isDigit(text[end]) || isSeparator(text[end]) {
                // Two blanks, or a blank and a sign, end a number; brackets stand beside blanks.
                if end > offset, !isDigit(text[end]), !isDigit(text[end - 1]), !isBracket(text[end]),
                    !isBracket(text[end - 1])
                {
                    break
                }
                if isDigit(text[end]) { last = end + 1 }
                end += 1
            }
            // The shortest is a `+` with eight digits.
            if isFree, last - offset >= 9, last == text.count || !isWord(text[last]) {
                judge(UnsafeRawBufferPointer(rebasing: text[offset..<last]), at: offset, &found)
            }
            offset = max(end, offset + 1)
        }
    }

    private static func judge(_ run: UnsafeRawBufferPointer, at offset: Int, _ found: inout [TextSighting]) {
        let digits = run.filter(isDigit).map { $0 - UInt8(ascii: "0") }
        func add(_ rule: CheckRule, _ what: String) {
            if !found.contains(where: { $0.rule == rule }) {
                found.append(TextSighting(rule: rule, offset: offset, what: what))
            }
        }
        let groups = run.split { !isDigit($0) }.map(\.count)
        if (13...19).contains(digits.count), run.first != plus, isCard(digits), !run.contains(where: isBracketOrDot) {
            add(.cardNumber, "the number of a payment card")
        } else if isSocialSecurity(run, digits) || isOtherIdentity(run, digits, groups) {
            add(.nationalID, "the number by which a state knows a person")
        } else if isPhone(run, digits, groups) {
            add(.phoneNumber, "a telephone number")
        }
    }

    /// Issuers' first digits, and the check digit of Luhn.
    private static func isCard(_ digits: [UInt8]) -> Bool {
        guard [3, 4, 5, 6, 2].contains(digits[0]), Set(digits).count > 1 else { return false }
        var sum = 0
        for (place, digit) in digits.reversed().enumerated() {
            let value = Int(digit) * (place % 2 == 1 ? 2 : 1)
            sum += value > 9 ? value - 9 : value
        }
        return sum % 10 == 0
    }

    /// `123-45-6789` with an area, a group and a serial that are given out.
    private static func isSocialSecurity(_ run: UnsafeRawBufferPointer, _ digits: [UInt8]) -> Bool {
        guard run.count == 11, digits.count == 9, run[3] == run[6], run[3] == UInt8(ascii: "-") || run[3] == 0x20
        else { return false }
        let area = number(digits[0..<3])
        return area != 0 && area != 666 && area < 900 && number(digits[3..<5]) != 0 && number(digits[5..<9]) != 0
    }

    /// Identities whose check digits tell: Brazil's CPF, China's and India's numbers, as they are written.
    private static func isOtherIdentity(
        _ run: UnsafeRawBufferPointer, _ digits: [UInt8], _ groups: [Int]
    ) -> Bool {
        switch groups {
        case [3, 3, 3, 2]: isCPF(digits)
        case [18]: isChinese(digits)
        case [4, 4, 4]: digits[0] > 1 && Set(digits).count > 1 && isVerhoeff(digits)
        default: false
        }
    }

    private static func isCPF(_ digits: [UInt8]) -> Bool {
        guard Set(digits).count > 1 else { return false }
        return [9, 10].allSatisfy { length in
            let sum = (0..<length).reduce(0) { $0 + Int(digits[$1]) * (length + 1 - $1) }
            return sum * 10 % 11 % 10 == Int(digits[length])
        }
    }

    private static func isChinese(_ digits: [UInt8]) -> Bool {
        let year = number(digits[6..<10])
        guard (1900...2100).contains(year), (1...12).contains(number(digits[10..<12])),
            (1...31).contains(number(digits[12..<14]))
        else { return false }
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
        let sum = zip(weights, digits).reduce(0) { $0 + $1.0 * Int($1.1) }
        return (12 - sum % 11) % 11 == Int(digits[17])
    }

    /// The check digit of Verhoeff, by the dihedral group of ten.
    private static func isVerhoeff(_ digits: [UInt8]) -> Bool {
        let permutation: [Int] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]
        var sum = 0
        for (place, digit) in digits.reversed().enumerated() {
            var value = Int(digit)
            for _ in 0..<place % 8 { value = permutation[value] }
            sum = product(sum, value)
        }
        return sum == 0
    }

    private static func product(_ left: Int, _ right: Int) -> Int {
        switch (left < 5, right < 5) {
        case (true, true): (left + right) % 5
        case (true, false): (left + right - 5) % 5 + 5
        case (false, true): (left - 5 - right + 5) % 5 + 5
        case (false, false): (left - right + 5) % 5
        }
    }

    /// With a `+` and a country, or grouped as numbers of North America are.
    private static func isPhone(_ run: UnsafeRawBufferPointer, _ digits: [UInt8], _ groups: [Int]) -> Bool {
        if run.first == plus { return (8...15).contains(digits.count) && digits[0] != 0 && !run.contains(dot) }
        let area = groups.first == 1 && groups.count == 4 ? Array(groups.dropFirst()) : groups
        guard area == [3, 3, 4] else { return false }
        let start = digits.count - 10
        return digits[start] > 1 && digits[start + 3] > 1 && (start == 0 || digits[0] == 1)
    }

    // MARK: Accounts

    /// Two capitals, two check digits and 11 to 30 letters or digits, blanks between groups of four, whose remainder is 1.
    private static func iban(in text: UnsafeRawBufferPointer) -> Int? {
        var offset = 0
        while offset + 15 <= text.count {
            defer { offset += 1 }
            guard isDigit(text[offset + 3]), isDigit(text[offset + 2]), isCapital(text[offset]),
                isCapital(text[offset + 1]),
                offset == 0 || !isWord(text[offset - 1])
            else { continue }
            var letters: [UInt8] = []
            var end = offset
            while end < text.count, letters.count < 34 {
                if isCapital(text[end]) || isDigit(text[end]) {
                    letters.append(text[end])
                } else if text[end] != 0x20 || letters.count % 4 != 0 {
                    break
                }
                end += 1
                // The shortest has 15; a country has one length, which the remainder tells well enough.
                let isEnd = end == text.count || !isWord(text[end])
                if letters.count >= 15, isEnd, remainder(letters) == 1 { return offset }
            }
        }
        return nil
    }

    private static func remainder(_ letters: [UInt8]) -> Int {
        var rest = 0
        for letter in letters.dropFirst(4) + letters.prefix(4) {
            if isDigit(letter) {
                rest = (rest * 10 + Int(letter - UInt8(ascii: "0"))) % 97
            } else {
                rest = (rest * 100 + Int(letter - UInt8(ascii: "A")) + 10) % 97
            }
        }
        return rest
    }

    // MARK: Passwords

    private static let words = ["password", "passwd", "passwort", "passphrase", "pwd", "contraseña", "mot de passe"]

    /// Where the word stands, with a colon or an equals sign and something without blanks behind it.
    private static func password(in text: UnsafeRawBufferPointer) -> Int? {
        guard let base = text.baseAddress else { return nil }
        for sign in [UInt8(ascii: ":"), UInt8(ascii: "=")] {
            var from = 0
            while from < text.count, let hit = memchr(base + from, Int32(sign), text.count - from) {
                let offset = UnsafeRawPointer(hit) - base
                from = offset + 1
                var end = offset
                while end > 0, text[end - 1] == 0x20 || text[end - 1] == UInt8(ascii: "\"") { end -= 1 }
                guard let word = words.first(where: { endsWith($0, text, end) }) else { continue }
                let start = end - word.utf8.count
                guard start == 0 || !isLetter(text[start - 1]) else { continue }
                let behind = text[from...].drop { $0 == 0x20 || $0 == UInt8(ascii: "\"") }
                // `<password>` stands for one; the rest is looked at once, however often the word stands in it.
                guard let first = behind.first,
                    ![UInt8(ascii: "<"), UInt8(ascii: "{"), UInt8(ascii: "$")].contains(first)
                else { continue }
                let value = behind.prefix { $0 > 0x20 && $0 != UInt8(ascii: "\"") }
                // So does `***`; a word in plain letters follows in prose.
                if value.count >= 6, value.contains(where: { !isLetter($0) && !isPunctuation($0) }) { return start }
            }
        }
        return nil
    }

    private static func endsWith(_ word: String, _ text: UnsafeRawBufferPointer, _ end: Int) -> Bool {
        let count = word.utf8.count
        guard end >= count else { return false }
        return text[(end - count)..<end].elementsEqual(word.utf8) { $0 | 0x20 == $1 | 0x20 }
    }

    // MARK: Bytes

    private static let plus = UInt8(ascii: "+")
    private static let open = UInt8(ascii: "(")
    private static let dot = UInt8(ascii: ".")

    private static func number(_ digits: ArraySlice<UInt8>) -> Int { digits.reduce(0) { $0 * 10 + Int($1) } }
    private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
    private static func isCapital(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "A") < 26 }
    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte >= 0x80 }
    private static func isWord(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) || byte == UInt8(ascii: "_") }
    private static func isBracket(_ byte: UInt8) -> Bool { byte == open || byte == UInt8(ascii: ")") }
    private static func isBracketOrDot(_ byte: UInt8) -> Bool { isBracket(byte) || byte == dot }
    private static func isPunctuation(_ byte: UInt8) -> Bool {
        [
            UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "*"), UInt8(ascii: ")"),
            UInt8(ascii: "'"),
        ].contains(byte)
    }
    /// Before a number, these make it the rest of a longer one.
    private static func isJoint(_ byte: UInt8) -> Bool {
        byte == dot || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/")
    }
    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == UInt8(ascii: "-") || byte == dot || byte == plus || isBracket(byte)
    }
}
