import HTTPServer
import JSONText

/// What the server finds when it reads a training file: the rows, or the first thing that is wrong.
///
/// Texts are those of real replies where they were seen (API reference, section 9). Examples and messages are counted
/// from 1: what the real server does is unclear.
struct FileInspection {
    /// The shape of the rows.
    enum Format: String {
        case chat = "fine-tune-chat"
        case preference = "fine-tune-preference"
    }

    /// Every row that is not blank.
    private(set) var rows = 0
    /// Of the first row.
    private(set) var format: Format?
    /// Why the file would be refused, without the sentence that names the file's role.
    private(set) var problem: String?
    /// Whether the problem is a forbidden token, which real replies introduce differently.
    private(set) var isTokenProblem = false

    /// Rows behind this one are only counted, so that a huge file does not stop the simulator.
    static let greatestCheckedRow = 200_000

    /// Decides which keys a row may have: those of reinforcement have any, for the grader.
    private let method: RequestedJob.Method
    /// What the grader reads of a row.
    private let fields: [[String]]

    /// Reads the file line by line.
    init(_ content: ServerBody, method: RequestedJob.Method = .supervised, graderFields: [[String]] = []) {
        self.method = method
        fields = graderFields
        content.forEachLine { line in
            guard !line.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) else { return true }
            rows += 1
            if rows <= Self.greatestCheckedRow { inspect(line) }
            return problem == nil
        }
        if rows == 0 { problem = Self.unexpected }
    }

    private static let unexpected = "Unexpected file format, expected either prompt/completion pairs or chat messages."

    private mutating func inspect(_ line: ArraySlice<UInt8>) {
        guard let value = try? JSONValue.parse(Array(line)), let row = value.object else {
            problem =
                rows == 1 ? Self.unexpected : "Invalid file format. Line \(rows) is not a valid JSON object"
            return
        }
        let found: Format? = row["messages"] != nil ? .chat : row["input"] != nil ? .preference : nil
        guard let found else {
            problem =
                rows == 1 ? Self.unexpected : "Invalid file format. Example \(rows) is missing key 'messages'"
            return
        }
        if format == nil { format = found }
        guard found == format else {
            problem = "Invalid file format. Example \(rows) is in the \(found.rawValue) format, unlike the ones before"
            return
        }
        do throws(RowError) {
            switch found {
            case .chat where method == .reinforcement: try RowRules.prompt(row, fields: fields)
            case .chat: try RowRules.chat(row)
            case .preference: try RowRules.preference(row)
            }
        } catch {
            isTokenProblem = error.isToken
            problem = "Invalid file format. Example \(rows)\(error.text)"
        }
    }

    /// The failure of a job that names this file, nil when it may be used.
    func failure(of file: SimulatedFile, role: Role, method: RequestedJob.Method) -> ErrorReply? {
        if let problem {
            let introduction =
                isTokenProblem
                ? "The job failed due to a file format error in the \(role.rawValue) file. "
                : "The job failed due to an invalid \(role.rawValue) file. "
            return .invalid(
                introduction + problem, param: "\(role.rawValue)_file", code: "invalid_\(role.rawValue)_file")
        }
        let wanted: (method: RequestedJob.Method, format: Format) =
            format == .preference
            ? (.dpo, .preference) : (method == .reinforcement ? .reinforcement : .supervised, .chat)
        if wanted.method != method {
            return .invalid(
                "Input file \(file.id) is in the \(wanted.format.rawValue) format, but the specified fine-tuning job "
                    + "is not using '\(wanted.method.rawValue)' as the training method "
                    + "(provided method=\(method.rawValue)).",
                param: "\(role.rawValue)_file", code: "invalid_\(role.rawValue)_file")
        }
        let most = role == .training ? 50_000 : 1_000
        if method == .reinforcement, rows > most {
            return .invalid(
                "\(role.rawValue) file has \(rows) examples, but must have at most \(most)",
                param: "\(role.rawValue)_file",
                code: "invalid_n_examples")
        }
        if role == .training, rows < 10 {
            return .invalid(
                "Training file has \(rows) example(s), but must have at least 10 examples", param: "training_file",
                code: "invalid_n_examples")
        }
        return nil
    }

    /// What a job uses a file for.
    enum Role: String {
        case training
        case validation
    }
}
