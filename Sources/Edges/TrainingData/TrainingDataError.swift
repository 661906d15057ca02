import Files
import FineTuning
import Text

/// Why training data could not be read, mapped or written.
///
/// The description is one sentence that says where, what and what to do. Column names are shown, cut and made
/// printable; the text of rows never is.
public struct TrainingDataError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What went wrong.
    public enum Reason: Sendable, Equatable {
        /// The system refused to open or read the input; `errno` says why.
        case unreadable(errno: Int32)
        /// The system refused to create, write, flush or rename the output.
        case unwritable(errno: Int32)
        /// The system refused to go on with an output that is written as the bytes come, such as a pipe.
        case cut(errno: Int32)
        /// Two outputs of one run are one file; the other one as it was named.
        case sameOutput(other: String)
        /// An output is also read; the input as it was named.
        case sameAsInput(input: String)
        /// The whole input is of another kind.
        case foreign(ForeignFormat)
        /// A compressed file cannot be decompressed; why, in words.
        case notDecompressed(format: String, String)
        /// An output cannot be compressed; why, in words.
        case notCompressed(format: String, String)
        /// At a byte, from 0, a text is none of its encoding.
        case notOfEncoding(TextEncoding, byte: Int)
        /// A line stops being JSON at a column (counted in Unicode scalars, from 1).
        case notJSON(line: Int, column: Int, expected: String)
        /// What a file begins with is no row of any kind.
        case noRows(line: Int)
        /// A record of CSV or TSV breaks the rules of its format at a column (Unicode scalars, from 1).
        case notSeparated(format: String, line: Int, column: Int, expected: String)
        /// A line is JSON, but no object.
        case notAnObject(line: Int, found: String)
        /// A line is longer than the limit in bytes.
        case lineTooLong(line: Int, limit: Int)
        /// More different columns than the limit.
        case tooManyColumns(line: Int, limit: Int)
        /// A template or `require` names a column that the row, or every row (line nil), lacks; earlier rows may have had
        /// it.
        case missingColumn(name: String, line: Int?, existing: [String], hadBefore: Bool = false)
        /// A template asks for a column that holds an array or an object.
        case nestedValue(column: String, line: Int)
        /// Whoever asked for it wanted no more of it.
        case stopped
        /// A row is none of the shape that the others have; what was expected, in words that show nothing of its texts.
        case otherShape(shape: RowShape, line: Int, expected: String, existing: [String])
        /// A row holds no conversation, and there are no templates that would make one of it.
        case noConversation(line: Int, existing: [String])
    }

    /// The file as the caller named it.
    public let file: String
    /// What went wrong there.
    public let reason: Reason

    package init(_ file: String, _ reason: Reason) {
        self.file = file
        self.reason = reason
    }

    /// Where, what, and what to do about it.
    public var description: String {
        let file = file.printable
        switch reason {
        case .unreadable(let code): return "cannot read \(file): \(systemMessage(code))"
        case .unwritable(let code): return "cannot write \(file): \(systemMessage(code)); nothing was changed there"
        case .cut(let code): return "cannot write \(file): \(systemMessage(code)); the output is cut"
        case .sameOutput(let other):
            return "cannot write \(file): \(other.printable) is the same file; name another for one of them"
        case .sameAsInput(let input):
            let what = input == self.file ? "it is" : "it is the same file as \(input.printable),"
            return "cannot write \(file): \(what) an input of this command; nothing was touched, name another file"
        case .foreign(let format): return "\(file) is not JSONL: \(format.description)"
        case .notDecompressed(let format, let words): return "cannot read \(file) as \(format): \(words)"
        case .notCompressed(let format, let words):
            return "cannot compress \(file)\(format.isEmpty ? "" : " with \(format)"): \(words)"
        case .notOfEncoding(let encoding, let byte):
            return "\(file): no \(encoding.rawValue) text: byte \(HumanText.number(byte)) fits no character"
        case .notJSON(let line, let column, let expected):
            return "\(file):\(line):\(column): not JSON: expected \(expected)"
        case .noRows(let line):
            return
                "\(file):\(line): no row: expected JSON objects, one a line or in an array, or a first line that names "
                + "columns, separated by commas, semicolons, tabs or |"
        case .notSeparated(let format, let line, let column, let expected):
            return "\(file):\(line):\(column): not \(format): expected \(expected)"
        case .notAnObject(let line, let found):
            return "\(file):\(line): expected an object, {\"column\": value, …}, one a line; found \(found)"
        case .lineTooLong(let line, let limit):
            return "\(file):\(line): the line is longer than \(limit / 1_000_000) MB; JSONL has one row a line"
        case .tooManyColumns(let line, let limit):
            return
                "\(file):\(line): more than \(HumanText.number(limit)) different columns; keys are to be column names, not data"
        case .missingColumn(let name, let line, let existing, let hadBefore):
            return "\(file)\(line.map { ":\($0)" } ?? ""): \(line == nil ? "no row has a" : "no") column "
                + "\(shownName(name))\(columns(existing))\(hint(name, hadBefore: hadBefore, existing))"
        case .nestedValue(let column, let line):
            return "\(file):\(line): column \(shownName(column)) holds an array or an object; a template takes text, "
                + "numbers, true, false and null, or a value within it: {\(shortName(column)).KEY}, {\(shortName(column))[0]}"
        case .stopped: return "stopped before the end of \(file); nothing was written"
        case .otherShape(let shape, let line, let expected, let existing):
            return "\(file):\(line): no \(shape.label) row: expected \(expected)\(columns(existing))"
        case .noConversation(let line, let existing):
            return "\(file):\(line): no conversation, \"messages\": […], in this row, and no templates to make one"
                + columns(existing)
        }
    }

    private func columns(_ existing: [String]) -> String {
        guard !existing.isEmpty else { return "" }
        let listed = existing.prefix(20).map { shortName($0) }.joined(separator: ", ")
        let more = existing.count > 20 ? ", … (\(HumanText.number(existing.count)) in all)" : ""
        return "; there are \(listed)\(more)"
    }

    private func hint(_ name: String, hadBefore: Bool, _ existing: [String]) -> String {
        if let nearest = NearestName.find(name, among: existing) { return "; did you mean \(shownName(nearest))?" }
        guard hadBefore else { return "" }
        return "; require \(shownName(name)) to drop the rows without it"
    }

}

/// A name out of a file, cut to 60 characters and made printable, in quotes.
package func shownName(_ name: String) -> String { "\"\(shortName(name))\"" }

private func shortName(_ name: String) -> String { name.printable(limit: 60) }
