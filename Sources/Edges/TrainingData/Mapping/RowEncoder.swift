import JSONText

/// A mapping made ready: judges rows and appends their examples as bytes, without a string in between.
struct RowEncoder {
    /// What becomes of a row.
    enum Verdict: Equatable {
        case keep
        /// The required column of that place in the list holds nothing.
        case drop(requirement: Int)
    }

    private enum Piece {
        /// Bytes of `literals`.
        case literal(Range<Int>)
        /// A place in `names`.
        case column(Int)
    }

    private let file: String
    private let required: [String]
    private let passesChatRows: Bool
    /// Rows taken over as they are.
    private(set) var passed = 0
    /// The columns of a conversation, as far as rows have had them.
    private var chatColumns: [(name: String, number: Int?)] = Self.chatMembers.map { ($0, nil) }
    private var literals: [UInt8] = []
    private var pieces: [Piece] = []
    /// The columns that the templates and the requirements name, and their numbers in the rows so far.
    private var names: [String] = []
    private var numbers: [Int?] = []
    private var knownColumns = 0
    /// Where each requirement stands in `names`.
    private var requirements: [Int] = []

    init(_ mapping: RowMapping, file: String) {
        self.file = file
        required = mapping.required
        passesChatRows = mapping.passesChatRows && mapping.nonPreferred == nil
        let prompt = [("system", mapping.system), ("user", mapping.user)]
        if let nonPreferred = mapping.nonPreferred {
            append(#"{"input": {"messages": ["#)
            append(prompt)
            append(#"]}, "preferred_output": ["#)
            append([("assistant", mapping.assistant)])
            append(#"], "non_preferred_output": ["#)
            append([("assistant", nonPreferred)])
        } else {
            append(#"{"messages": ["#)
            append(prompt + [("assistant", mapping.assistant)])
        }
        append("]}\n")
        requirements = required.map { place(of: $0) }
    }

    private mutating func append(_ messages: [(String, MessageTemplate?)]) {
        var opening = ""
        for case (let role, let template?) in messages {
            append(opening + #"{"role": ""# + role + #"", "content": ""#)
            append(template)
            append(#""}"#)
            opening = ", "
        }
    }

    private mutating func place(of name: String) -> Int {
        if let place = names.firstIndex(of: name) { return place }
        names.append(name)
        numbers.append(nil)
        return names.count - 1
    }

    private mutating func append(_ template: MessageTemplate) {
        for piece in template.pieces {
            switch piece {
            case .column(let name): pieces.append(.column(place(of: name)))
            case .text(var text):
                literal { bytes in
                    text.withUTF8 { JSONWriter.append(escaping: UnsafeRawBufferPointer($0), to: &bytes) }
                }
            }
        }
    }

    private mutating func append(_ text: String) { literal { $0.append(contentsOf: text.utf8) } }

    private mutating func literal(_ write: (inout [UInt8]) -> Void) {
        let start = literals.count
        write(&literals)
        if case .literal(let before)? = pieces.last {
            pieces[pieces.count - 1] = .literal(before.lowerBound..<literals.count)
        } else {
            pieces.append(.literal(start..<literals.count))
        }
    }
}

extension RowEncoder {
    /// Whether the row counts.
    mutating func judge(_ row: Row) -> Verdict {
        bind(row)
        if conversation(in: row) != nil { return .keep }
        for (index, place) in requirements.enumerated() {
            guard let number = numbers[place], let cell = row.cell(number), !row.isBlank(cell) else {
                return .drop(requirement: index)
            }
        }
        return .keep
    }

    /// Appends the row's example and a line feed.
    ///
    /// - Throws: `TrainingDataError` when a column is missing, or holds an array or an object.
    mutating func append(_ row: Row, to output: inout [UInt8]) throws(TrainingDataError) {
        if conversation(in: row) != nil { return pass(row, to: &output) }
        for piece in pieces {
            switch piece {
            case .literal(let range):
                literals.withUnsafeBytes { output.append(contentsOf: UnsafeRawBufferPointer(rebasing: $0[range])) }
            case .column(let place):
                guard let number = numbers[place], let cell = row.cell(number) else {
                    throw TrainingDataError(
                        file, .missingColumn(name: names[place], line: row.line, existing: row.presentColumns))
                }
                let bytes = row.bytes(of: cell)
                switch cell.kind {
                case .plainString, .literal: output.append(contentsOf: bytes)
                case .escapedString: JSONStringBytes.appendRewritten(bytes, to: &output)
                case .text: JSONWriter.append(escaping: bytes, to: &output)
                case .null: break
                case .nested:
                    throw TrainingDataError(file, .nestedValue(column: names[place], line: row.line))
                }
            }
        }
    }

    /// The first required column that no row had.
    func missingRequirement(in row: Row) -> TrainingDataError? {
        guard passed == 0, let name = required.first(where: { row.number(of: $0) == nil }) else { return nil }
        return TrainingDataError(file, .missingColumn(name: name, line: nil, existing: row.columns))
    }

    /// Looks the names up again whenever a row has brought a new column.
    private mutating func bind(_ row: Row) {
        guard knownColumns != row.columns.count else { return }
        knownColumns = row.columns.count
        for (place, name) in names.enumerated() { numbers[place] = row.number(of: name) }
        for place in chatColumns.indices { chatColumns[place].number = row.number(of: chatColumns[place].name) }
    }
}

extension RowEncoder {
    /// What a chat row may have; the first is what makes it one.
    private static let chatMembers = ["messages", "tools", "functions", "parallel_tool_calls"]

    /// The messages of a row that holds a conversation already.
    private func conversation(in row: Row) -> Row.Cell? {
        guard passesChatRows, let number = chatColumns[0].number, let cell = row.cell(number), cell.kind == .nested,
            row.bytes[cell.start] == UInt8(ascii: "[")
        else { return nil }
        return cell
    }

    /// Appends a conversation as it stands.
    private mutating func pass(_ row: Row, to output: inout [UInt8]) {
        passed += 1
        var opening = "{"
        for case (let name, let number?) in chatColumns {
            guard let cell = row.cell(number), cell.kind != .null else { continue }
            output.append(contentsOf: "\(opening)\"\(name)\": ".utf8)
            // Line ends stand between values only, since within strings they are escaped.
            output.append(contentsOf: row.bytes(of: cell).lazy.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 })
            opening = ", "
        }
        output.append(contentsOf: "}\n".utf8)
    }
}
