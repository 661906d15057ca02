public import FineTuning

/// What a survey of a corpus found.
public struct CorpusReport: Sendable, Equatable {
    /// Documents of an age, and their tokens.
    public struct Age: Sendable, Equatable {
        /// Younger than so many days; nil for all that are older.
        public let days: Int?
        /// Documents.
        public internal(set) var documents = 0
        /// Their tokens.
        public internal(set) var tokens = 0
    }

    /// Documents that are like an earlier one.
    public struct Overlap: Sendable, Equatable {
        /// Documents.
        public internal(set) var documents = 0
        /// Their tokens.
        public internal(set) var tokens = 0
    }

    /// A row whose time is of no use.
    public struct BadTime: Sendable, Equatable {
        /// Why.
        public enum Problem: String, Sendable {
            /// There is none.
            case missing
            /// It is none that is understood.
            case unreadable
            /// It is more than a day after now.
            case future
        }

        /// The line, from 1.
        public let line: Int
        /// Why.
        public let problem: Problem
    }

    /// The file as the caller named it.
    public internal(set) var file: String
    /// The template of the text.
    public internal(set) var text = ""
    /// Whether the text's column was guessed by its name.
    public internal(set) var textIsGuessed = false
    /// The column of the time; nil when there is none.
    public internal(set) var time: String?
    /// Whether it was guessed by its name.
    public internal(set) var timeIsGuessed = false
    /// Documents, bytes and tokens by part.
    public internal(set) var figures = CorpusFigures()
    /// Rows without text, which are no documents.
    public internal(set) var empty = 0
    /// The encoding of the tokens, and whether they were counted or estimated.
    public internal(set) var encoding = ""
    /// Whether the tokens are the encoding's own.
    public internal(set) var isExact = false
    /// The ages of all documents that have a time, the youngest first.
    public internal(set) var ages: [Age] = CorpusSurvey.ages.map { Age(days: $0) } + [Age(days: nil)]
    /// Documents that say the same as an earlier one, blanks and ASCII case aside.
    public internal(set) var duplicates = Overlap()
    /// Documents that say nearly the same as an earlier one; nil when nobody asked.
    public internal(set) var nearDuplicates: Overlap?
    /// The first rows whose time is of no use.
    public internal(set) var badTimes: [BadTime] = []
    /// The exact number of rows for each problem.
    public internal(set) var badTimeCounts: [BadTime.Problem: Int] = [:]
    /// Rows of the static part, rows without text included.
    public internal(set) var staticRows = 0
    /// Rows of the dynamic part.
    public internal(set) var dynamicRows = 0
    /// Bytes read.
    public internal(set) var bytesRead = 0

    init(file: String) { self.file = file }
}
