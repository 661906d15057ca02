import JSONText

/// A mapping made ready: judges rows and appends their examples as bytes, without a string in between.
///
/// A row is judged and then, if it counts, written. Its helpers are mutating even where they change nothing: otherwise
/// the whole value is copied for every column, which costs a twentieth of a run.
package struct RowEncoder: RowEncoding {
    let file: String
    /// Why rows may be dropped, in the order to be reported.
    package let reasons: [DropReason]
    private let required: [String]
    private let program: ExampleProgram
    /// One chat example, or the pairs.
    private let bodies: [ExampleProgram.Body]
    /// The same for rows whose answer a person corrected.
    private let correctedBodies: [ExampleProgram.Body]
    private let mostPairs: Int
    /// The one chat example, where no stage may change it: what nearly all rows become.
    private let plain: [ExampleProgram.Piece]?
    /// Numbers in the rows so far of the columns that the program names.
    private var numbers: [Int?]
    /// The ways into columns by the same places, where a name is one.
    private var paths: [ColumnPath?]
    private var hasPaths = false
    /// Whether a way has led to a value so far, by the same places.
    private var isReached: [Bool]
    private var knownColumns = 0
    /// The columns that the answer is made of, where nothing else is in it; empty where there is.
    private let answer: [Int]
    /// The place of the reason that the answer is empty.
    private let emptyAnswer: Int
    /// Where each requirement stands in the program's names, whether only the answer needs it, and whether any template
    /// does.
    private let requirements: [(place: Int, isOfAnswer: Bool, isOfTemplate: Bool)]
    /// Columns that make a pair, and whether any row had them.
    private let wanted: [Int]
    private let hidden: [String]
    private var conversations: ConversationPass
    /// Columns that a template names only within an optional part.
    private let optional: [String]
    /// Whether the row that was judged last holds a conversation.
    private var isConversation = false
    private let stage: (any RowStage)?

    /// Makes a mapping ready for the rows of one file.
    package init(_ mapping: RowMapping, stage: (any RowStage)? = nil, file: String) {
        self.file = file
        required = mapping.required
        hidden = mapping.dropped
        var program = ExampleProgram()
        let old = ExampleProgram.Answer.template(mapping.assistant)
        switch mapping.format {
        case .chat:
            bodies = [program.chat(mapping, answer: old)]
            correctedBodies = stage == nil ? [] : [program.chat(mapping, answer: .correction)]
            mostPairs = 1
        case .preference(let nonPreferred, let most):
            bodies = nonPreferred.map { program.pair(mapping, preferred: old, nonPreferred: $0) }
            correctedBodies =
                stage == nil
                ? []
                : ([mapping.assistant] + nonPreferred).map {
                    program.pair(mapping, preferred: .correction, nonPreferred: $0)
                }
            mostPairs = most
        }
        plain = mapping.format == .chat && stage == nil ? bodies.first?.pieces : nil
        let prompt = (mapping.system?.columns ?? []) + mapping.user.columns
        requirements = mapping.required.map { name in
            let isAnswered = mapping.assistant.columns.contains(name)
            let isAsked = prompt.contains(name)
            return (program.place(of: name), isAnswered && !isAsked, isAnswered || isAsked)
        }
        wanted = bodies.flatMap(\.own)
        answer =
            mapping.keepsEmptyAnswers || mapping.takesConversationsOnly || !mapping.assistant.isColumnsOnly
            ? [] : mapping.assistant.columns.map { program.place(of: $0) }
        let templates = [mapping.system, mapping.user, mapping.assistant].compactMap(\.self)
        let needed = Set(templates.flatMap(\.neededColumns))
        optional = templates.flatMap(\.columns).filter { !needed.contains($0) }
        self.program = program
        numbers = program.names.map { _ in nil }
        paths = program.names.map { _ in nil }
        isReached = program.names.map { _ in false }
        conversations = ConversationPass(mapping)
        self.stage = stage
        let before = mapping.required.map(DropReason.emptyColumn) + (stage?.reasons ?? [])
        emptyAnswer = before.count
        reasons = before + [.emptyAnswer, .noPair]
    }

    package var passed: Int { conversations.passed }

    /// Whether the row counts.
    package mutating func judge(_ row: Row) -> RowVerdict {
        bind(row)
        if let reason = stage?.judge(row) { return .drop(required.count + reason) }
        isConversation = conversations.holds(row)
        let isCorrected = stage?.correction != nil
        for (index, requirement) in requirements.enumerated() {
            // What a template needs, a conversation does without.
            if isConversation ? requirement.isOfTemplate : isCorrected && requirement.isOfAnswer { continue }
            guard isFilled(requirement.place, in: row) else { return .drop(index) }
        }
        if isConversation {
            if !isCorrected, conversations.isUnanswered { return .drop(emptyAnswer) }
        } else if !answer.isEmpty, !isCorrected, isUnanswered(row) {
            return .drop(emptyAnswer)
        }
        return .keep
    }

    /// Whether all of the answer's columns are there and none holds anything.
    private mutating func isUnanswered(_ row: Row) -> Bool {
        for place in answer {
            guard let cell = cell(place, in: row) else {
                // A row without the column of an optional part is no error.
                if optional.contains(program.names[place]) { continue }
                return false
            }
            guard row.isBlank(cell) else { return false }
        }
        return true
    }

    /// Appends the row's examples, each with its line feed, and answers how many there are.
    ///
    /// - Throws: `TrainingDataError` when a column is missing, or holds an array or an object, or the output fails.
    package mutating func write(_ row: Row, to sink: inout ExampleSink) throws(TrainingDataError) -> Int {
        if let plain, !isConversation, !conversations.isAlone {
            var next = 0
            while next < plain.count {
                switch plain[next] {
                case .literal(let range): appendLiteral(range, to: &sink.buffer)
                case .column(let place): try append(place, row, to: &sink.buffer)
                case .optional(let needs, let pieces): if !areFilled(needs, in: row) { next += pieces }
                case .correction, .mark: break
                }
                next += 1
            }
            try sink.endExample()
            return 1
        }
        let examples = try writeExamples(of: row, to: &sink)
        if examples > 0 { stage?.countWritten() }
        return examples
    }

    private mutating func writeExamples(of row: Row, to sink: inout ExampleSink) throws(TrainingDataError) -> Int {
        if isConversation {
            conversations.pass(row, correction: stage?.correction, to: &sink.buffer)
            try sink.endExample()
            return 1
        }
        if conversations.isAlone {
            throw TrainingDataError(file, .noConversation(line: row.line, existing: row.presentColumns))
        }
        var examples = 0
        // The examples of this row, where there may be several, so that none is written twice.
        var written: [[UInt8]] = []
        for body in stage?.correction == nil ? bodies : correctedBodies where examples < mostPairs {
            guard body.own.allSatisfy({ isFilled($0, in: row) }) else { continue }
            let start = sink.buffer.count
            guard try append(body, row, to: &sink.buffer) else {
                sink.buffer.removeSubrange(start...)
                continue
            }
            if body.isPair {
                let example = Array(sink.buffer[start...])
                guard !written.contains(example) else {
                    sink.buffer.removeSubrange(start...)
                    continue
                }
                written.append(example)
            }
            try sink.endExample()
            examples += 1
        }
        return examples
    }

    /// Appends one example; false when both answers of a pair are the same.
    private mutating func append(
        _ body: ExampleProgram.Body, _ row: Row, to output: inout [UInt8]
    ) throws(TrainingDataError) -> Bool {
        var marks: [Int] = []
        var next = 0
        while next < body.pieces.count {
            switch body.pieces[next] {
            case .literal(let range): appendLiteral(range, to: &output)
            case .column(let place): try append(place, row, to: &output)
            case .optional(let needs, let pieces): if !areFilled(needs, in: row) { next += pieces }
            case .correction: appendCorrection(to: &output)
            case .mark: marks.append(output.count)
            }
            next += 1
        }
        return marks.count < 4 || output[marks[0]..<marks[1]] != output[marks[2]..<marks[3]]
    }

    /// Appends the correction as the inside of a JSON string.
    private mutating func appendCorrection(to output: inout [UInt8]) {
        guard var correction = stage?.correction else { return }
        correction.withUTF8 { JSONWriter.append(escaping: UnsafeRawBufferPointer($0), to: &output) }
    }

    private mutating func appendLiteral(_ range: Range<Int>, to output: inout [UInt8]) {
        program.literals.withUnsafeBytes { output.append(contentsOf: UnsafeRawBufferPointer(rebasing: $0[range])) }
    }

    private mutating func append(_ place: Int, _ row: Row, to output: inout [UInt8]) throws(TrainingDataError) {
        guard let cell = cell(place, in: row) else {
            throw TrainingDataError(
                file,
                .missingColumn(
                    name: program.names[place], line: row.line,
                    existing: row.presentColumns.filter { !hidden.contains($0) }, hadBefore: numbers[place] != nil))
        }
        let bytes = row.bytes(of: cell)
        switch cell.kind {
        case .plainString, .literal: output.append(contentsOf: bytes)
        case .escapedString: JSONStringBytes.appendRewritten(bytes, to: &output)
        case .text: JSONWriter.append(escaping: bytes, to: &output)
        case .null: break
        case .nested: throw TrainingDataError(file, .nestedValue(column: program.names[place], line: row.line))
        }
    }

    /// The cell that a name stands for; where a way into a column ends nowhere, an empty one.
    private mutating func cell(_ place: Int, in row: Row) -> Row.Cell? {
        guard let number = numbers[place], let cell = row.cell(number) else { return nil }
        guard hasPaths, let path = paths[place] else { return cell }
        guard let found = row.cell(at: path, within: cell) else { return Row.Cell(.null, 0, 0).taken(from: cell) }
        isReached[place] = true
        return found
    }

    package func missingColumn(in row: Row) -> TrainingDataError? {
        if let error = stage?.missingColumn(in: row, file: file) { return error }
        guard conversations.passed == 0 else { return nil }
        let names = required + wanted.map { program.names[$0] } + optional
        let unreached = paths.indices.filter { paths[$0] != nil && !isReached[$0] }.map { program.names[$0] }
        guard
            let name = names.first(where: { name in
                program.names.firstIndex(of: name).map { numbers[$0] == nil } ?? (row.number(of: name) == nil)
            }) ?? unreached.first
        else { return nil }
        return TrainingDataError(file, .missingColumn(name: name, line: nil, existing: row.columns))
    }

    package func leftOut(in row: Row) -> [String] {
        let used = Set(program.names.enumerated().map { place, name in paths[place]?.column ?? name })
        let taken = conversations.passed > 0 ? ConversationPass.members : []
        return row.columns.filter { !used.contains($0) && !taken.contains($0) && !hidden.contains($0) }
    }

    private mutating func areFilled(_ needs: Range<Int>, in row: Row) -> Bool {
        for need in needs where !isFilled(program.needs[need], in: row) { return false }
        return true
    }

    private mutating func isFilled(_ place: Int, in row: Row) -> Bool {
        guard let cell = cell(place, in: row) else { return false }
        return !row.isBlank(cell)
    }

    /// Looks the names up again whenever a row has brought a new column.
    private mutating func bind(_ row: Row) {
        guard knownColumns != row.columns.count else { return }
        knownColumns = row.columns.count
        for (place, name) in program.names.enumerated() {
            numbers[place] = hidden.contains(name) ? nil : row.number(of: name)
            paths[place] = nil
            guard numbers[place] == nil, let path = ColumnPath(name), !hidden.contains(path.column) else { continue }
            // A column of that very name, as flattened sets have them, comes first.
            numbers[place] = row.number(of: path.column)
            paths[place] = numbers[place] == nil ? nil : path
            hasPaths = hasPaths || numbers[place] != nil
        }
        conversations.bind(row)
        stage?.bind(row)
    }
}
