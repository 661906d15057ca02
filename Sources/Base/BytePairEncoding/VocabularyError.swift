/// Why a rank file is not taken; the description says which file, where, and what to do.
package struct VocabularyError: Error, Hashable, CustomStringConvertible {
    /// The file, or what stands for it where there is none.
    package let source: String

    /// Line of the file from 1, nil when it is about the file as a whole.
    package let line: Int?

    /// What is wrong, as the end of a sentence.
    package let cause: String

    init(source: String, line: Int? = nil, cause: String) {
        self.source = source
        self.line = line
        self.cause = cause
    }

    package var description: String {
        let place = line.map { "\(source):\($0)" } ?? source
        return "cannot use rank file \(place): \(cause); install it again with ftctl tokenizer install"
    }
}
