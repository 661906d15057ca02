/// The examples of a file to which the server's word about a failed job points.
package struct NamedExamples: Hashable, Sendable {
    /// Which of the job's files is meant.
    package enum File: Hashable, Sendable {
        case training
        case validation
    }

    package let file: File
    /// As the server counts, in the order of the message, each once; at most ``most``.
    package let numbers: [Int64]

    /// More are not looked at.
    package static let most = 20
    private static let nouns: Set<String> = ["example", "examples", "line", "lines", "row", "rows"]
    private static let joints: Set<String> = ["and", "or", "&"]
    /// Characters of a message that are looked at.
    private static let longest = 4_000

    /// Finds numbers behind words such as `Example`, for example `Example 100, message 2`, `lines 3, 5 and 9`.
    ///
    /// Nil where the message names none.
    package init?(_ error: JobError) {
        let message = (error.message ?? "").prefix(Self.longest).lowercased()
        numbers = Self.numbers(in: message)
        guard !numbers.isEmpty else { return nil }
        let names = [error.param, error.code].compactMap { $0?.lowercased() }
        let isNamed = names.contains { $0.contains("validation_file") }
        let isTold = message.contains("validation file") && !message.contains("training file")
        file = isNamed || isTold ? .validation : .training
    }

    private static func numbers(in message: String) -> [Int64] {
        var numbers: [Int64] = []
        // Whether a number counts here, and whether the word before was one that did.
        var (isCounting, isBehindNumber) = (false, false)
        for word in words(of: message) {
            guard let number = Int64(word) else {
                isCounting = nouns.contains(word) || isBehindNumber && joints.contains(word)
                isBehindNumber = false
                continue
            }
            isBehindNumber = isCounting
            guard isCounting, !numbers.contains(number) else { continue }
            numbers.append(number)
            if numbers.count == most { break }
        }
        return numbers
    }

    /// Runs of letters, and runs of digits; a comma between digits is taken for one between numbers.
    private static func words(of message: String) -> [String] {
        var words: [String] = []
        var isOpen = false
        var hasDigits = false
        for character in message {
            let isDigit = character.isASCII && character.isNumber
            guard isDigit || character.isLetter || character == "_" || character == "&" else {
                isOpen = false
                continue
            }
            if isOpen, let last = words.indices.last, isDigit == hasDigits {
                words[last].append(character)
            } else {
                words.append(String(character))
            }
            (isOpen, hasDigits) = (true, isDigit)
        }
        return words
    }
}
