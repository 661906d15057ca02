/// Which published pattern cuts text into pieces; merges never cross the end of a piece.
///
/// The patterns are data of the encodings. ``Splitter`` is a scanner written for exactly these two, since a general
/// engine is a hundred times slower; ``published`` is what it is tested against.
package enum SplitPattern: Sendable, Hashable, CaseIterable {
    case cl100k
    case o200k

    /// The regular expression as published, its alternatives tried from left to right on Unicode scalars.
    package var published: String {
        switch self {
        case .cl100k:
            #"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$"#
                + #"|\s*[\r\n]|\s+(?!\S)|\s"#
        case .o200k:
            #"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+"#
                + #"(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*"#
                + #"(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
        }
    }
}
