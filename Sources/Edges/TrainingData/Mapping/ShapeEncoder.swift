import JSONText

/// Makes examples of rows of a known shape.
package struct ShapeEncoder: RowEncoding {
    private static let ownReasons: [DropReason] = [.emptyAnswer, .emptyQuestion, .noAnswer, .unlikePrompts, .noPair]

    private let plan: ShapePlan
    private let mapping: RowMapping
    private let file: String
    private let stage: (any RowStage)?
    package let reasons: [DropReason]
    package private(set) var passed = 0
    private var shaped: ShapedRow?
    /// The row at hand, where it is an example as it stands.
    private var object = JSONObject()
    private var used: Set<String> = []
    private var within: Set<String> = []
    private var knownColumns = 0

    init(_ plan: ShapePlan, _ mapping: RowMapping, stage: (any RowStage)?, file: String) {
        self.plan = plan
        self.mapping = mapping
        self.stage = stage
        self.file = file
        reasons = mapping.required.map(DropReason.emptyColumn) + (stage?.reasons ?? []) + Self.ownReasons
    }

    package mutating func judge(_ row: Row) throws(TrainingDataError) -> RowVerdict {
        if knownColumns != row.columns.count {
            knownColumns = row.columns.count
            stage?.bind(row)
        }
        if let reason = stage?.judge(row) { return .drop(mapping.required.count + reason) }
        for (place, name) in mapping.required.enumerated() {
            let cell = row.number(of: name).flatMap { row.cell($0) }
            guard !mapping.dropped.contains(name), let cell, !row.isBlank(cell) else { return .drop(place) }
        }
        object = row.object(hiding: mapping.dropped)
        do throws(ShapeProblem) {
            shaped = try plan.read(object)
        } catch {
            switch error {
            case .drop(let reason): return drop(reason)
            case .misfit(let expected):
                throw TrainingDataError(
                    file,
                    .otherShape(shape: plan.shape, line: row.line, expected: expected, existing: row.presentColumns))
            }
        }
        if !mapping.keepsEmptyAnswers, stage?.correction == nil, case .chat(let messages)? = shaped?.content,
            let last = messages.last, last["role"]?.string == "assistant", last.saysNothing
        {
            return drop(.emptyAnswer)
        }
        return .keep
    }

    private func drop(_ reason: DropReason) -> RowVerdict {
        .drop(reasons.lastIndex(of: reason) ?? reasons.count - 1)
    }

    package mutating func write(_ row: Row, to sink: inout ExampleSink) throws(TrainingDataError) -> Int {
        guard let shaped else { return 0 }
        used.formUnion(shaped.used)
        within.formUnion(shaped.leftOut)
        var members: [JSONObject.Member] = []
        switch shaped.content {
        case .chat(let messages):
            let written = stage?.correction.map { messages.corrected($0) } ?? messages
            members = [.init(key: "messages", value: .array(written))] + shaped.extras
            if plan.shape == .messages { passed += 1 }
        case .pair(let prompt, var preferred, var other):
            if let correction = stage?.correction {
                // The old answer is the one not to give.
                other = preferred
                preferred = .message("assistant", correction)
                guard other != preferred else { return 0 }
            }
            let input = JSONObject(members: [.init(key: "messages", value: .array(prompt))] + shaped.extras)
            members = [
                .init(key: "input", value: .object(input)),
                .init(key: "preferred_output", value: .array([preferred])),
                .init(key: "non_preferred_output", value: .array([other])),
            ]
        case .whole:
            members = object.members
        }
        sink.buffer.append(contentsOf: JSONWriter.bytes(.object(JSONObject(members: members)), style: .spaced))
        sink.buffer.append(0x0A)
        try sink.endExample()
        stage?.countWritten()
        return 1
    }

    package func missingColumn(in row: Row) -> TrainingDataError? {
        if let error = stage?.missingColumn(in: row, file: file) { return error }
        guard let name = mapping.required.first(where: { row.number(of: $0) == nil }) else { return nil }
        return TrainingDataError(file, .missingColumn(name: name, line: nil, existing: row.columns))
    }

    package func leftOut(in row: Row) -> [String] {
        row.columns.filter { !used.contains($0) && !mapping.dropped.contains($0) } + within.sorted()
    }
}
