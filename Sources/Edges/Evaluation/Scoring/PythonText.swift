/// What Python's `str` and `re` make of text, where Swift's own functions differ.
enum PythonText {
    /// The words of SQuAD's normalization; see ``WordCutter/normalizedWords(_:)``.
    static func normalizedWords(_ text: String) -> [String] {
        let kept = lowercased(text).filter { !isPunctuation($0) }
        var words: [String] = []
        var word = String.UnicodeScalarView()
        var run = String.UnicodeScalarView()
        func endRun() {
            // An article is a whole run between two places that `\b` matches; a blank takes its place.
            if ["a", "an", "the"].contains(String(run)) {
                endWord()
            } else {
                word.append(contentsOf: run)
            }
            run = String.UnicodeScalarView()
        }
        func endWord() {
            if !word.isEmpty { words.append(String(word)) }
            word = String.UnicodeScalarView()
        }
        for scalar in kept {
            if isWordCharacter(scalar) {
                run.append(scalar)
                continue
            }
            endRun()
            if isBlank(scalar) { endWord() } else { word.append(scalar) }
        }
        endRun()
        endWord()
        return words
    }

    /// How many words `str.split` finds.
    static func wordCount(_ text: String) -> Int {
        var count = 0
        var isInWord = false
        for scalar in text.unicodeScalars {
            let blank = isBlank(scalar)
            if !blank, !isInWord { count += 1 }
            isInWord = !blank
        }
        return count
    }

    /// `str.lower`: the full mappings, and `ς` for a capital sigma that ends a word (Unicode 16, section 3.13).
    static func lowercased(_ text: String) -> [Unicode.Scalar] {
        let scalars = Array(text.unicodeScalars)
        var result: [Unicode.Scalar] = []
        result.reserveCapacity(scalars.count)
        for (place, scalar) in scalars.enumerated() {
            if scalar.isASCII {
                let isCapital = ("A"..."Z").contains(scalar)
                result.append(isCapital ? Unicode.Scalar(UInt8(scalar.value) | 0x20) : scalar)
            } else if scalar == "\u{3A3}" {
                result.append(endsWord(scalars, at: place) ? "\u{3C2}" : "\u{3C3}")
            } else {
                result.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
            }
        }
        return result
    }

    private static func endsWord(_ scalars: [Unicode.Scalar], at place: Int) -> Bool {
        let before = scalars[..<place].last { !$0.properties.isCaseIgnorable }
        let after = scalars[(place + 1)...].first { !$0.properties.isCaseIgnorable }
        return before?.properties.isCased == true && after?.properties.isCased != true
    }

    /// `string.punctuation`.
    private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "!"..."/", ":"..."@", "["..."`", "{"..."~": true
        default: false
        }
    }

    /// `\w` of `re`: letters, numbers and the underscore.
    private static func isWordCharacter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber:
            true
        default: scalar == "_" || scalar.properties.numericType != nil
        }
    }

    /// `str.isspace`.
    static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\u{09}"..."\u{0D}", "\u{1C}"..."\u{20}", "\u{85}", "\u{A0}", "\u{1680}", "\u{2000}"..."\u{200A}",
            "\u{2028}", "\u{2029}", "\u{202F}", "\u{205F}", "\u{3000}":
            true
        default: false
        }
    }
}
