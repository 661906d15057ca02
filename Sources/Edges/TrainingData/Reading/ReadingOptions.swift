/// How rows are read, where a person has to say it.
public struct ReadingOptions: Sendable, Equatable {
    /// The encoding of the text; nil for UTF-8, or UTF-16 where the first bytes say so.
    public var encoding: TextEncoding?

    /// Puts options together; nothing is said unless told.
    public init(encoding: TextEncoding? = nil) { self.encoding = encoding }
}

/// An input with the options to read it by.
package struct DataReading: RowInput {
    fileprivate let input: DataInput
    fileprivate let options: ReadingOptions

    package var label: String { input.name }

    package func open(
        isCancelled: (@Sendable () -> Bool)?
    ) throws(TrainingDataError) -> any RowSource<TrainingDataError> {
        try input.open(options, isCancelled: isCancelled)
    }
}

extension DataInput {
    /// The rows as options say.
    package func reading(_ options: ReadingOptions) -> DataReading { DataReading(input: self, options: options) }
}
