extension String {
    /// How many columns of a terminal the text takes.
    ///
    /// For text that went through `printable`. East Asian wide characters and emoji take two, combining marks none;
    /// characters of ambiguous width take one, as terminals outside East Asian locales draw them.
    package var displayWidth: Int {
        if utf8Span.isKnownASCII { return utf8.count }
        var count = 0
        for scalar in unicodeScalars {
            guard scalar.isPlainSymbol else { return reduce(0) { $0 + $1.displayWidth } }
            count += 1
        }
        return count
    }
}

extension Unicode.Scalar {
    /// Whether the scalar takes one column and combines with none of its kind: Latin letters, punctuation, arrows,
    /// mathematical signs, boxes and the marks of ours; to look for whole characters is slow.
    fileprivate var isPlainSymbol: Bool {
        switch value {
        case 0x20..<0x7F, 0xA0..<0xAD, 0xAE..<0x300, 0x2010...0x2027, 0x2190...0x22FF, 0x2500...0x25FC, 0x2714, 0x2716:
            true
        default: false
        }
    }
}

extension Character {
    /// How many columns the character takes with everything that combines with it.
    ///
    /// Within a cluster the parts behind a zero-width joiner, skin tones and the second half of a flag add nothing, and
    /// a variation selector 16 makes a narrow symbol an emoji of two columns.
    package var displayWidth: Int {
        if utf8.count == 1 { return 1 }
        var width = 0
        var first: Unicode.Scalar?
        var joined = false
        for scalar in unicodeScalars {
            let isSkinTone = (0x1_F3FB...0x1_F3FF).contains(scalar.value) && first != nil
            let isFlagEnd = first?.isRegionalIndicator ?? false && scalar.isRegionalIndicator
            if scalar.value == 0xFE0F {
                if width == 1, first?.properties.isEmoji ?? false { width = 2 }
            } else if isFlagEnd {
                width = 2
            } else if !joined, !isSkinTone {
                width += scalar.columns
            }
            joined = scalar.value == 0x200D && width == 2
            first = first ?? scalar
        }
        return width
    }
}

extension Unicode.Scalar {
    fileprivate var isRegionalIndicator: Bool { (0x1_F1E6...0x1_F1FF).contains(value) }

    /// How many columns the scalar takes on its own: 0, 1 or 2.
    var columns: Int {
        if value < 0x300 { return 1 }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        // Vowels and finals of Hangul combine with the initial before them.
        if (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FF).contains(value) { return 0 }
        if isRegionalIndicator { return 1 }
        return properties.isEmojiPresentation || Self.isWide(value) ? 2 : 1
    }

    /// Whether the value is East Asian wide or fullwidth by UAX #11, emoji aside; unassigned gaps inside blocks count.
    private static func isWide(_ value: UInt32) -> Bool {
        guard value >= 0x1100 else { return false }
        var low = 0
        var high = wideRanges.count
        while low < high {
            let middle = (low + high) / 2
            if wideRanges[middle].upperBound < value { low = middle + 1 } else { high = middle }
        }
        return low < wideRanges.count && wideRanges[low].contains(value)
    }

    /// EastAsianWidth.txt of Unicode 16, W and F, neighbours joined over unassigned values; ascending.
    private static let wideRanges: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2329...0x232A, 0x2630...0x2637, 0x268A...0x268F, 0x2E80...0x303E, 0x3041...0x3247,
        0x3250...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F,
        0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x1_6FE0...0x1_B2FF, 0x1_D300...0x1_D356, 0x1_D360...0x1_D376,
        0x1_F200...0x1_F265, 0x2_0000...0x2_FFFD, 0x3_0000...0x3_FFFD,
    ]
}
