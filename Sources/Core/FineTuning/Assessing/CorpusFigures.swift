/// How much there is in a corpus of documents, and how much of it has stopped changing.
public struct CorpusFigures: Hashable, Sendable {
    /// A part of the corpus.
    public struct Part: Hashable, Sendable {
        /// Documents with text.
        public var documents = 0
        /// Bytes of their text, UTF-8.
        public var bytes = 0
        /// Tokens of their text.
        public var tokens = 0
        /// Tokens of the documents that are not the same, or nearly the same, as an earlier one.
        public var uniqueTokens = 0

        /// Nothing.
        public init() {}

        /// Both parts together.
        public static func + (left: Part, right: Part) -> Part {
            var sum = left
            sum.documents += right.documents
            sum.bytes += right.bytes
            sum.tokens += right.tokens
            sum.uniqueTokens += right.uniqueTokens
            return sum
        }
    }

    /// Documents that have not changed for long.
    public var settled = Part()
    /// Documents that changed lately, and those whose time is not known.
    public var changing = Part()
    /// Of the changing ones, documents whose time is not known.
    public var undated = 0
    /// Tokens of documents that changed within the last 30 days.
    public var tokensOfLastMonth = 0

    /// An empty corpus.
    public init() {}

    /// All of it.
    public var whole: Part { settled + changing }

    /// The share of the tokens that is settled, from 0 to 1; 0 for an empty corpus.
    public var settledShare: Double { Self.share(settled.tokens, of: whole.tokens) }

    /// The share of the documents whose time is not known, from 0 to 1; 0 for an empty corpus.
    public var undatedShare: Double { Self.share(undated, of: whole.documents) }

    private static func share(_ part: Int, of whole: Int) -> Double { whole > 0 ? Double(part) / Double(whole) : 0 }
}
