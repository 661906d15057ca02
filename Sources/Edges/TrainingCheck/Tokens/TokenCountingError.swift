import Text
import TrainingData

/// Why tokens cannot be counted exactly.
public enum TokenCountingError: Error, Sendable, Equatable, CustomStringConvertible {
    /// There is no encoding of that name.
    case unknownEncoding(String, rankFile: String, known: [String])
    /// The file is not the ranks of the encoding, at a line or as a whole.
    case badRanks(file: String, line: Int?, cause: String)

    /// What cannot be used, and what to do about it.
    public var description: String {
        switch self {
        case .unknownEncoding(let name, let file, let known):
            "cannot count with \(file.printable): there is no encoding \(shownName(name)), "
                + "only \(known.joined(separator: ", "))"
        case .badRanks(let file, let line, let cause):
            "cannot use rank file \(file.printable)\(line.map { ":\($0)" } ?? ""): \(cause); fetch it again"
        }
    }
}
